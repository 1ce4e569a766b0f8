// Earned Revenue (detail) and Outstanding Series as a studio exports them: a row per option that earned, or that still owes.
import { isByDay, optionHands, optionRows, type OptionRow } from './earned.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import { notYet } from './life.ts'
import { printedClientId, type Cell } from './report-sheet.ts'
import { printedPerson } from './report-words.ts'

const sum = (list: readonly { readonly cents: number }[]): number =>
  list.reduce((total, { cents }) => total + cents, 0)

const expiry = ({ option }: OptionRow): Cell =>
  option.held.expiryDay === notYet ? '' : { day: option.held.expiryDay }

const sectionOf = ({ option }: OptionRow): string => {
  if (!isByDay(option.held)) return 'Limited'
  return option.held.plan.membershipId === undefined ? 'Unlimited' : 'Membership Series'
}

const earnedBetween = ({ studio, from, to }: ExportRequest): readonly OptionRow[] =>
  optionRows(
    studio,
    to,
    (moves) =>
      -sum(
        moves.filter(({ kind, day }) => (kind === 'earned' || kind === 'lapsed') && day >= from && day <= to),
      ),
  )

/** Earned Revenue: what visits, days and lapsed rests earned between two days, without tax. */
export const earnedRevenueExporter = exporterOf<OptionRow>({
  forms: ['html', 'csv'],
  choices: [],
  rowsOf: earnedBetween,
  handsOf: ({ studio }) => optionHands(studio),
  print: ({ studio }, rows, offCents) => {
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
      'Used',
      'Remaining',
      'Earned',
    ]
    return {
      header,
      tables: [
        {
          rows: rows.map((row) => [
            printedClientId(row.clientId),
            printedPerson(row.option.held.owner),
            String(row.paymentRef),
            row.category,
            row.option.held.plan.name,
            sectionOf(row),
            { day: row.option.soldDay },
            expiry(row),
            { cents: row.option.cents },
            { count: row.terms.parts },
            { count: row.done },
            { count: row.terms.parts - row.done },
            { cents: row.cents },
          ]),
        },
      ],
      totals: header.map((name, nth): Cell =>
        nth === 0 ? 'Total' : name === 'Earned' ? { cents: sum(rows) + offCents } : '',
      ),
      dayFirst: studio.plan.taxInclusive,
    }
  },
})

/** Outstanding Series: what presold options still owe at the end of a day; an empty start takes in all that was ever sold. */
export const outstandingSeriesExporter = exporterOf<OptionRow>({
  forms: ['csv', 'xlsx', 'html'],
  choices: [],
  rowsOf: ({ studio, to }) => optionRows(studio, to, (moves) => sum(moves.filter(({ day }) => day <= to))),
  handsOf: ({ studio }) => optionHands(studio),
  print: ({ studio }, rows, offCents) => {
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
      'Unearned',
    ]
    return {
      header,
      tables: [
        {
          rows: rows.map((row) => [
            printedClientId(row.clientId),
            printedPerson(row.option.held.owner),
            String(row.paymentRef),
            row.category,
            row.option.held.plan.name,
            { day: row.option.soldDay },
            expiry(row),
            { cents: row.option.cents },
            { count: row.terms.parts - row.done },
            { cents: row.cents },
          ]),
        },
      ],
      totals: header.map((name, nth): Cell =>
        nth === 0 ? 'Total' : name === 'Unearned' ? { cents: sum(rows) + offCents } : '',
      ),
      dayFirst: studio.plan.taxInclusive,
    }
  },
})
