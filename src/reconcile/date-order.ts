// Decides whether a file writes the day or the month first: by what was told, by its dates, by its period, by its style.
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { addDays } from '../core/time.ts'
import { isBlank } from '../finance/cells.ts'
import type { DateOrder } from '../finance/dates.ts'
import { dateOf, dateOrdersOf } from '../finance/dates.ts'

interface Period {
  readonly from: LocalDate
  readonly to: LocalDate
  readonly dateOrder?: DateOrder | undefined
}

/**
 * The order of a column. Mindbody writes D/M in most reports and M/D in some, so a guess would move money between months.
 * @throws Problem REPORT_PROFILE for cells that are no dates, REPORT_SETTINGS where nothing decides.
 */
export const decideDateOrder = (
  texts: readonly string[],
  period: Period,
  styleOrder: DateOrder | undefined,
): DateOrder => {
  const dated = [...new Set(texts.filter((text) => !isBlank(text)))]
  const possible = dateOrdersOf(dated)
  if (possible.length === 0) {
    const odd = dated.find((text) => dateOf(text, 'mdy') === undefined && dateOf(text, 'dmy') === undefined)
    throw new Problem('REPORT_PROFILE', {
      what:
        odd === undefined
          ? 'The date column mixes day/month with month/day.'
          : `The date column holds "${odd}", which is no date.`,
    })
  }
  if (period.dateOrder !== undefined) {
    if (possible.includes(period.dateOrder)) return period.dateOrder
    throw new Problem('REPORT_SETTINGS', {
      what: `The file's dates cannot be read as ${period.dateOrder}.`,
      remedy: `Leave --date-order out, or give --date-order ${possible[0] ?? 'mdy'}.`,
    })
  }
  const [only] = possible
  if (possible.length === 1 && only !== undefined) return only
  // A date shifted over midnight may stand one day outside of the period.
  const [first, last] = [addDays(period.from, -1), addDays(period.to, 1)]
  const isInside = (date: LocalDate | undefined): boolean =>
    date !== undefined && date >= first && date <= last
  const fitting = possible.filter((order) => dated.every((text) => isInside(dateOf(text, order))))
  const [fit] = fitting
  if (fitting.length === 1 && fit !== undefined) return fit
  if (styleOrder !== undefined) return styleOrder
  if (dated.every((text) => dateOf(text, 'mdy') === dateOf(text, 'dmy'))) return 'mdy'
  throw new Problem('REPORT_SETTINGS', {
    what: 'The dates of the file can be read as month/day and as day/month.',
    remedy: 'Say which with --date-order mdy or --date-order dmy.',
  })
}
