// Earned Revenue (detail) and Outstanding Series as a studio exports them: a row per option that earned, or that still owes.
import { salesOfOptions } from './attended.ts'
import type { Move } from './books-deferred.ts'
import { isByDay, optionHands, optionRows, type EarnedOption, type OptionRow } from './earned.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import { notYet } from './life.ts'
import { printedClientId, printedDay, type Cell } from './report-sheet.ts'
import { printedPeriod, printedPerson } from './report-words.ts'

const sum = (list: readonly { readonly cents: number }[]): number =>
  list.reduce((total, { cents }) => total + cents, 0)

const expiry = ({ earning }: OptionRow): Cell => {
  const { expiryDay } = earning.option.held
  return expiryDay === notYet ? '' : { day: expiryDay }
}

const sectionOf = ({ earning: { option } }: OptionRow): string => {
  if (!isByDay(option.held)) return 'Limited'
  return option.held.plan.membershipId === undefined ? 'Unlimited' : 'Membership Series'
}

const upTo = (moves: readonly Move[], to: string): number => sum(moves.filter(({ day }) => day <= to))

/** Places are those where an option was purchased. */
const earnedBetween = ({ studio, from, to, locations }: ExportRequest): readonly OptionRow[] => {
  const sales = salesOfOptions(studio)
  const isAsked = ({ earning }: OptionRow): boolean =>
    locations?.includes(sales.get(earning.option.held)?.locationId ?? 0) !== false
  return optionRows(studio, to, ({ earned }) =>
    upTo(
      earned.filter(({ day }) => day >= from),
      to,
    ),
  ).filter(isAsked)
}

/** What was paid, less what was given back of it and what was earned, and never below nothing. */
const unearnedOn = ({ option, earned }: EarnedOption, to: string): number => {
  const { soldDay, cents, returns } = option
  return soldDay > to ? 0 : Math.max(0, cents - upTo(returns, to) - upTo(earned, to))
}

/** Earned Revenue: what visits, days and lapsed rests earned between two days, without tax. */
export const earnedRevenueExporter = exporterOf<OptionRow>({
  forms: ['html', 'csv'],
  choices: ['locations'],
  rowsOf: earnedBetween,
  handsOf: ({ studio }) => optionHands(studio),
  print: ({ studio, from, to }, rows, offCents) => {
    const header = [
      'Client ID',
      'Client',
      'Payment Ref #',
      'Service Category',
      'Pricing Option',
      'Type',
      'Sale Date',
      'Expiration Date',
      'Amount Paid',
      'Duration',
      'Days Used',
      'Days Remaining',
      'Earned',
    ]
    const dayFirst = studio.plan.taxInclusive
    return {
      titles: ['Earned Revenue', printedPeriod(from, to, dayFirst)],
      header,
      tables: [
        {
          rows: rows.map((row) => [
            printedClientId(row.clientId),
            printedPerson(row.earning.option.held.owner),
            String(row.paymentRef),
            row.category,
            row.earning.option.held.plan.name,
            sectionOf(row),
            { day: row.earning.option.soldDay },
            expiry(row),
            { cents: row.earning.option.cents },
            { count: row.earning.parts },
            { count: row.done },
            { count: row.earning.parts - row.done },
            { cents: row.cents },
          ]),
        },
      ],
      totals: header.map((name, nth): Cell =>
        nth === 0 ? 'Total' : name === 'Earned' ? { cents: sum(rows) + offCents } : '',
      ),
      dayFirst,
    }
  },
})

/** Outstanding Series: what presold options still owe at the end of a day; an empty start takes in all that was ever sold. */
export const outstandingSeriesExporter = exporterOf<OptionRow>({
  forms: ['csv', 'xlsx', 'html'],
  choices: [],
  rowsOf: ({ studio, to }) => optionRows(studio, to, (earning) => unearnedOn(earning, to)),
  handsOf: ({ studio }) => optionHands(studio),
  print: ({ studio, to }, rows, offCents) => {
    const header = [
      'Client ID',
      'Client',
      'Payment Ref #',
      'Service Category',
      'Pricing Option',
      'Sale Date',
      'Expiration Date',
      'Amount Paid',
      'Remaining',
      'Unearned Revenue',
    ]
    const dayFirst = studio.plan.taxInclusive
    return {
      titles: ['Outstanding Pricing Options', `As of ${printedDay(to, dayFirst)}`],
      header,
      tables: [
        {
          rows: rows.map((row) => [
            printedClientId(row.clientId),
            printedPerson(row.earning.option.held.owner),
            String(row.paymentRef),
            row.category,
            row.earning.option.held.plan.name,
            { day: row.earning.option.soldDay },
            expiry(row),
            { cents: row.earning.option.cents },
            { count: row.earning.parts - row.done },
            { cents: row.cents },
          ]),
        },
      ],
      totals: header.map((name, nth): Cell =>
        nth === 0 ? 'Total' : name === 'Unearned Revenue' ? { cents: sum(rows) + offCents } : '',
      ),
      dayFirst,
    }
  },
})
