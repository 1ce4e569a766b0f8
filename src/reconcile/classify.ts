// Names the cause of each mismatch: the first rule that holds, exactly one.
import { localToUtc } from '../core/time.ts'
import type { Mismatch } from './match.ts'

/** In the order in which they are tried. */
export const causes = [
  'parse_control_total',
  'timezone_date_shift',
  'returned_or_voided',
  'missing_in_api',
  'missing_in_native',
  'rounding',
  'unexplained',
] as const

export type Cause = (typeof causes)[number]

export interface Classified {
  readonly cause: Cause
  /** Why this cause and no other, for the person who looks. */
  readonly evidence: string
}

const dayMs = 86_400_000

/** How far from midnight a date can be misread: the zone's offset, and at least the hour of a clock change. */
const reachMinutes = (atLocal: string, zone: string): number => {
  const offsetMs = Date.parse(`${atLocal}Z`) - localToUtc(atLocal, zone).getTime()
  return Math.max(60, Math.abs(offsetMs) / 60_000)
}

const dateShift = (mismatch: Mismatch, zone: string): string | undefined => {
  const { native_date: nativeDate, our_date: ourDate, our_at_local: atLocal } = mismatch
  if (nativeDate === null || ourDate === null || atLocal === null) return undefined
  const days = (Date.parse(nativeDate) - Date.parse(ourDate)) / dayMs
  if (Math.abs(days) !== 1) return undefined
  const minutes = Number(atLocal.slice(11, 13)) * 60 + Number(atLocal.slice(14, 16))
  const toMidnight = days === 1 ? 24 * 60 - minutes : minutes
  if (toMidnight > reachMinutes(atLocal, zone)) return undefined
  return `Dated ${nativeDate} in the file, ${ourDate} here; it happened at ${atLocal.slice(11, 16)} local time, so reading the time in another zone moves it over midnight.`
}

const reversal = (mismatch: Mismatch): string | undefined => {
  if (mismatch.is_reversal) return 'The other side has the same line with the opposite sign.'
  if (mismatch.is_return) return 'Our line is returned; the file does not show it so.'
  if (mismatch.our_no === null && mismatch.native_cents < 0) return 'The file holds a return that we do not.'
  if (mismatch.row_no === null && mismatch.our_cents < 0) return 'We hold a return that the file does not.'
  return undefined
}

const unexplained = (mismatch: Mismatch): string => {
  if (mismatch.native_date !== mismatch.our_date) return 'The dates differ, and not around midnight.'
  if (mismatch.pass === 'name') return 'Same day and amount under another name, time or payment method.'
  return 'Same row on both sides, other amount.'
}

/** The cause of one mismatch. `zone` is the site's IANA zone. */
export const classify = (mismatch: Mismatch, zone: string): Classified => {
  const shifted = dateShift(mismatch, zone)
  if (shifted !== undefined) return { cause: 'timezone_date_shift', evidence: shifted }
  const reversed = reversal(mismatch)
  if (reversed !== undefined) return { cause: 'returned_or_voided', evidence: reversed }
  if (mismatch.our_no === null)
    return { cause: 'missing_in_api', evidence: 'In the file, not among the rows read from the API.' }
  if (mismatch.row_no === null)
    return { cause: 'missing_in_native', evidence: 'Read from the API, not in the file.' }
  const differs = Math.abs(mismatch.native_cents - mismatch.our_cents)
  if (differs === 1 && mismatch.native_date === mismatch.our_date)
    return { cause: 'rounding', evidence: 'One cent apart.' }
  return { cause: 'unexplained', evidence: unexplained(mismatch) }
}
