// Rules about when: a date read in another zone, an edit after the export, the day of settlement.
import type { LocalDate } from '../core/time.ts'
import { daysBetween, localToUtc } from '../core/time.ts'
import type { Mismatch } from './mismatch.ts'
import type { Rule, RuleContext } from './rule.ts'
import { firstOf, isOursAlone, isPair, isPart } from './rule.ts'

/** How far from midnight a date can be misread: the zone's offset, and at least the hour of a clock change. */
const reachMinutes = (atLocal: string, zone: string): number => {
  const offsetMs = Date.parse(`${atLocal}Z`) - localToUtc(atLocal, zone).getTime()
  return Math.max(60, Math.abs(offsetMs) / 60_000)
}

/** The day of the file's row: its date, or for a file without dates the edge of its period where ours stands outside of it. */
const nativeDay = (mismatch: Mismatch, { from, to }: RuleContext): LocalDate | undefined => {
  const { native_date: told, our_date: ours, is_inside: isInside } = mismatch
  if (told !== null) return told
  if (ours === null || isInside !== false) return undefined
  return ours < from ? from : to
}

const utcText = (atLocal: string, zone: string): string =>
  `${localToUtc(atLocal, zone).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const localText = (atLocal: string): string => atLocal.slice(0, 16).replace('T', ' ')

/** 4: the same key a day apart, at an hour that another zone moves over midnight. */
export const timezoneDateShift: Rule = (mismatch, context) => {
  const { our_date: ourDate, our_at_local: atLocal } = mismatch
  const day = nativeDay(mismatch, context)
  // A clock read otherwise changes neither the number of a row nor, beyond a cent, its amount.
  const isSameRow = isPair(mismatch) && mismatch.pass !== 'client_item_amount' && Math.abs(mismatch.gap) <= 1
  if (!isSameRow || day === undefined || ourDate === null || atLocal === null) return undefined
  const days = daysBetween(ourDate, day)
  if (Math.abs(days) !== 1) return undefined
  const minutes = Number(atLocal.slice(11, 13)) * 60 + Number(atLocal.slice(14, 16))
  const toMidnight = days === 1 ? 24 * 60 - minutes : minutes
  if (toMidnight > reachMinutes(atLocal, context.zone)) return undefined
  return `Dated ${day} in the file, ${ourDate} here. It happened at ${localText(atLocal)} local time (${context.zone}), which is ${utcText(atLocal, context.zone)}: reading the time in another zone moves it over midnight.`
}

const movedSince = ({ original_local_date: original, our_date: ours }: Mismatch): boolean =>
  original !== null && ours !== null && original !== ours

/** 13: the row was moved to another day, or first read in its present form, after the file was exported. */
export const lateEdit: Rule = (mismatch, context) => {
  const {
    original_local_date: original,
    our_date: ours,
    changed_at: changedAt,
    gap,
    late_part: late,
  } = mismatch
  const moved = `It was first dated ${original ?? ''} and stands on ${ours ?? ''} now: edited after the file was exported.`
  const isOutside = original !== null && (original < context.from || original > context.to)
  const exported = context.exportedAtUtc?.toISOString().slice(0, 16).replace('T', ' ')
  return firstOf(
    isPair(mismatch) && movedSince(mismatch) && nativeDay(mismatch, context) === original ? moved : undefined,
    isPair(mismatch) && movedSince(mismatch) && mismatch.is_inside === false && !isOutside
      ? moved
      : undefined,
    isOursAlone(mismatch) && movedSince(mismatch) && isOutside ? moved : undefined,
    mismatch.is_late === true && (isPair(mismatch) || isOursAlone(mismatch))
      ? `This version of our row was first read at ${changedAt?.slice(0, 16) ?? ''} UTC, after the export at ${exported ?? ''} UTC; the days before, it was read otherwise or not at all.`
      : undefined,
    (isPair(mismatch) || isOursAlone(mismatch)) && isPart(gap, late)
      ? `The difference is what was first read after the export at ${exported ?? ''} UTC.`
      : undefined,
  )
}

/** 14: the file shows the day on which the money was settled. */
export const settlementDate: Rule = (mismatch) => {
  const { native_date: day, our_date: ours, settlement_date: settled } = mismatch
  if (!isPair(mismatch) || day === null || day === ours || day !== settled) return undefined
  return `Dated ${day} in the file, the day its card payment was settled; sold on ${ours ?? 'no known day'}.`
}
