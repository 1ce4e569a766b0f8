// The days a report covers: flags first, then its title rows, then the time of the export or its rows, then a question.
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { isLocalDate, localDateOf } from '../core/time.ts'
import type { DateOrder } from '../finance/dates.ts'
import type { Ask, Given } from './given.ts'
import type { ToldByFile } from '../reports/told.ts'
import type { SettingSource } from '../reports/told.ts'
import type { ReportProfile } from '../reports/report-profile.ts'

export interface ToSettle {
  readonly profile: ReportProfile
  readonly given: Given
  readonly told: ToldByFile
  readonly siteId: number
  /** The site's IANA zone. */
  readonly zone: string
  readonly ask?: Ask | undefined
  /** Order of day and month as the survey decided it. */
  readonly dateOrder?: Known<DateOrder> | null | undefined
}

/** A day or a place, and where it was learned from. */
export interface Known<T> {
  readonly value: T
  readonly source: SettingSource
}

const fromFile = <T>(value: T | undefined): Known<T> | undefined =>
  value === undefined ? undefined : { value, source: 'file' }

const found = <T>(value: T | undefined): Known<T> | undefined =>
  value === undefined ? undefined : { value, source: 'found' }

const askDay = async (ask: Ask | undefined, question: string): Promise<Known<LocalDate> | undefined> => {
  if (ask === undefined) return undefined
  const answer = (await ask(`${question} [YYYY-MM-DD] `)).trim()
  return isLocalDate(answer) ? { value: answer, source: 'asked' } : undefined
}

/** Reports of a state have one day; their rows carry none. */
export const isOfOneDay = ({ twin }: ReportProfile): boolean =>
  twin.rows === 'balance' || twin.rows === 'snapshot'

const missingDay = (profile: ReportProfile): Problem =>
  new Problem('REPORT_SETTINGS', {
    what: `The file does not tell the ${isOfOneDay(profile) ? 'day' : 'period'} of this ${profile.title} report.`,
    remedy: isOfOneDay(profile)
      ? 'Give the day the report shows as --as-of YYYY-MM-DD.'
      : 'Give its first and last day as --from YYYY-MM-DD --to YYYY-MM-DD.',
  })

interface Days {
  readonly from: Known<LocalDate>
  readonly to: Known<LocalDate>
}

const oneDay = async (
  { given, told, zone, ask }: ToSettle,
  exportedAt: Known<Date> | undefined,
): Promise<Days | undefined> => {
  const exportDay = exportedAt && { ...exportedAt, value: localDateOf(exportedAt.value, zone) }
  const to =
    given.to ?? fromFile(told.to) ?? exportDay ?? (await askDay(ask, 'Which day does the report show?'))
  return to && { from: given.from ?? to, to }
}

const manyDays = async ({ given, told, ask }: ToSettle): Promise<Days | undefined> => {
  const from =
    given.from ??
    fromFile(told.from) ??
    found(told.firstDate) ??
    (await askDay(ask, 'First day of the report?'))
  const to =
    given.to ?? fromFile(told.to) ?? found(told.lastDate) ?? (await askDay(ask, 'Last day of the report?'))
  return from && to && { from, to }
}

/**
 * First and last day; a report of a state has one, which may be told by the time of its export.
 * @throws Problem REPORT_SETTINGS where nothing tells them, or the last comes before the first.
 */
export const settlePeriod = async (input: ToSettle, exportedAt: Known<Date> | undefined): Promise<Days> => {
  const { profile } = input
  const days = isOfOneDay(profile) ? await oneDay(input, exportedAt) : await manyDays(input)
  if (days === undefined) throw missingDay(profile)
  checkPeriod(days.from.value, days.to.value)
  return days
}

/** @throws Problem REPORT_SETTINGS for a period that ends before it begins. */
export const checkPeriod = (from: LocalDate | undefined, to: LocalDate | undefined): void => {
  if (from === undefined || to === undefined || from <= to) return
  throw new Problem('REPORT_SETTINGS', {
    what: `From ${from} to ${to} is no period: it ends before it begins.`,
    remedy: 'Give the first day as --from and the last day as --to.',
  })
}
