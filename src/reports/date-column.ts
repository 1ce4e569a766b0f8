// The dates of a report's date column in one pass: kept under both orders of day and month until one is decided.
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { addDays } from '../core/time.ts'
import { cleanText } from '../finance/cells.ts'
import type { DateOrder } from '../finance/dates.ts'
import { dateOf } from '../finance/dates.ts'
import { remembering } from './memo.ts'
import type { SettingSource } from './told.ts'

const orders = ['mdy', 'dmy'] as const

/** A text as a date under both orders. */
export const readDate = remembering((text): Readonly<Record<DateOrder, LocalDate | undefined>> => ({
  mdy: dateOf(text, 'mdy'),
  dmy: dateOf(text, 'dmy'),
}))

export interface DecidedDates {
  readonly order: { readonly value: DateOrder; readonly source: SettingSource }
  readonly first: LocalDate | undefined
  readonly last: LocalDate | undefined
}

/** What may decide, beside the dates themselves. */
export interface DateHints {
  /** As a person said. */
  readonly told?: DateOrder | undefined
  /** As the report's profile knows it. */
  readonly profile?: DateOrder | undefined
  /** As the wording of the header suggests. */
  readonly style?: DateOrder | undefined
  readonly from?: LocalDate | undefined
  readonly to?: LocalDate | undefined
}

export interface DateColumn {
  readonly add: (text: string, rowNumber: number) => void
  /**
   * The order of the column. Mindbody writes D/M in most reports and M/D in some, so a guess would move money between months.
   * @throws Problem REPORT_PROFILE for cells that are no dates, REPORT_SETTINGS where nothing decides.
   */
  readonly decide: (header: string, hints: DateHints) => DecidedDates
}

interface Reading {
  first: LocalDate | undefined
  last: LocalDate | undefined
  odd: { readonly rowNumber: number; readonly text: string } | undefined
}

const refuseDates = (header: string, { mdy, dmy }: Readonly<Record<DateOrder, Reading>>): Problem =>
  new Problem('REPORT_PROFILE', {
    what: `Column "${header}" mixes day/month (row ${mdy.odd?.rowNumber}: "${mdy.odd?.text}") with month/day (row ${dmy.odd?.rowNumber}: "${dmy.odd?.text}").`,
  })

const isInside = ({ first, last }: Reading, { from, to }: DateHints): boolean => {
  if (first === undefined || last === undefined || from === undefined || to === undefined) return false
  // A date shifted over midnight may stand one day outside of the period.
  return first >= addDays(from, -1) && last <= addDays(to, 1)
}

export const dateColumn = (): DateColumn => {
  const readings: Readonly<Record<DateOrder, Reading>> = {
    mdy: { first: undefined, last: undefined, odd: undefined },
    dmy: { first: undefined, last: undefined, odd: undefined },
  }
  let isSame = true
  let none: Reading['odd']
  const add = (text: string, rowNumber: number): void => {
    const date = readDate(text)
    isSame &&= date.mdy === date.dmy
    if (date.mdy === undefined && date.dmy === undefined) none ??= { rowNumber, text }
    for (const order of orders) {
      const reading = readings[order]
      const value = date[order]
      if (value === undefined) reading.odd ??= { rowNumber, text }
      else {
        if (reading.first === undefined || value < reading.first) reading.first = value
        if (reading.last === undefined || value > reading.last) reading.last = value
      }
    }
  }
  const decided = (value: DateOrder, source: SettingSource): DecidedDates => ({
    order: { value, source },
    first: readings[value].first,
    last: readings[value].last,
  })
  const decide = (header: string, hints: DateHints): DecidedDates => {
    if (none !== undefined) {
      throw new Problem('REPORT_PROFILE', {
        what: `Row ${none.rowNumber}, column "${header}": "${cleanText(none.text)}" is no date.`,
      })
    }
    const possible = orders.filter((order) => readings[order].odd === undefined)
    const [only] = possible
    if (only === undefined) throw refuseDates(header, readings)
    if (hints.told !== undefined) {
      if (possible.includes(hints.told)) return decided(hints.told, 'flag')
      throw new Problem('REPORT_SETTINGS', {
        what: `The file's dates cannot be read as ${hints.told}: row ${readings[hints.told].odd?.rowNumber} has "${readings[hints.told].odd?.text}".`,
        remedy: `Leave --date-order out, or give --date-order ${only}.`,
      })
    }
    if (possible.length === 1 || isSame) return decided(only, 'found')
    if (hints.profile !== undefined) return decided(hints.profile, 'report')
    const fitting = possible.filter((order) => isInside(readings[order], hints))
    const [fit] = fitting
    if (fitting.length === 1 && fit !== undefined) return decided(fit, 'found')
    if (hints.style !== undefined) return decided(hints.style, 'file')
    throw new Problem('REPORT_SETTINGS', {
      what: `The dates in column "${header}" can be read as month/day and as day/month.`,
      remedy: 'Say which with --date-order mdy or --date-order dmy.',
    })
  }
  return { add, decide }
}
