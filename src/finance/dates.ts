// Dates and times of a report's cells; whether the day or the month comes first is decided over a whole column.
import type { LocalDate } from '../core/time.ts'
import { addDays, isLocalDate } from '../core/time.ts'
import { cleanText, isBlank } from './cells.ts'

export type DateOrder = 'mdy' | 'dmy'

const numericDate = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})(?:[ T].*)?$/
const isoDate = /^(\d{4}-\d{2}-\d{2})(?:[ T].*)?$/

/** Excel counts days from 1899-12-30; five digits cover the years 1927 to 2173. */
const excelSerial = /^[1-9]\d{4}(?:\.\d+)?$/

/** "Thursday, 10 September 2026", "September 10th, 2026", "10 Sep 2026": month in words, so in no doubt. */
const longDate =
  /^(?:[a-z]+,?\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?\s+(\d{4})(?:\s.*)?$/i
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** "Mon. 6/1/2026": the day of the week goes. */
const weekday = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\d)/i

const pad = (text: string): string => text.padStart(2, '0')

const writtenDate = (text: string): LocalDate | undefined => {
  const [, dayFirst, monthSecond, monthFirst, daySecond, year = ''] = longDate.exec(text) ?? []
  const month = months.indexOf((monthSecond ?? monthFirst ?? '').slice(0, 3).toLowerCase()) + 1
  const date = `${year}-${pad(String(month))}-${pad(dayFirst ?? daySecond ?? '')}`
  return month > 0 && isLocalDate(date) ? date : undefined
}

/** A cell as a date under one order; undefined when it is none. */
export const dateOf = (text: string, order: DateOrder): LocalDate | undefined => {
  const cleaned = cleanText(text).replace(weekday, '')
  const iso = isoDate.exec(cleaned)?.[1]
  if (iso !== undefined) return isLocalDate(iso) ? iso : undefined
  if (excelSerial.test(cleaned)) return addDays('1899-12-30', Math.floor(Number(cleaned)))
  const parts = numericDate.exec(cleaned)
  if (parts === null) return writtenDate(cleaned)
  const [, first = '', second = '', year = ''] = parts
  const [month, day] = order === 'mdy' ? [first, second] : [second, first]
  const date = `${year.length === 2 ? `20${year}` : year}-${pad(month)}-${pad(day)}`
  return isLocalDate(date) ? date : undefined
}

/**
 * The orders a column of dates allows: one that reads every cell. Both, when every day is below 13; none, when cells
 * contradict each other.
 */
export const dateOrdersOf = (texts: readonly string[]): readonly DateOrder[] =>
  (['mdy', 'dmy'] as const).filter((order) => texts.every((text) => dateOf(text, order) !== undefined))

/** Minutes after local midnight of "8:45 am", "20:45", or Excel's fraction of a day; null for "TBD" or nothing. */
export const minutesOf = (text: string): number | null | undefined => {
  const cleaned = cleanText(text).toLowerCase()
  if (isBlank(cleaned) || cleaned === 'tbd') return null
  if (/^0?\.\d+$|^0$/.test(cleaned)) return Math.round(Number(cleaned) * 1440)
  const parts = /^(?:\S+[ t])?(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap])?\.?m?\.?$/.exec(cleaned)
  if (parts === null) return undefined
  const [, hourText = '', minuteText = '', half] = parts
  const hour = Number(hourText)
  const minute = Number(minuteText)
  if (minute > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12))) return undefined
  if (half === undefined) return hour * 60 + minute
  return ((hour % 12) + (half === 'p' ? 12 : 0)) * 60 + minute
}
