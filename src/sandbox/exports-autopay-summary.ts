// Autopay Summary as a studio exports it: what is charged per status and tender, without tax.
import { autopaysOf, type Autopay } from './autopays.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import { listedHands, type ListedRow } from './listed.ts'
import { printedPeriod } from './report-words.ts'

interface SummaryRow extends ListedRow {
  readonly status: string
  readonly method: string
  readonly autopays: number
}

const summaryRows = (request: ExportRequest): readonly SummaryRow[] => {
  const groups = new Map<string, Autopay[]>()
  for (const autopay of autopaysOf(request)) {
    const key = `${autopay.status}/${autopay.method}`
    groups.set(key, [...(groups.get(key) ?? []), autopay])
  }
  return [...groups]
    .map(([key, autopays]) => {
      const cents = autopays.reduce((sum, { totalCents, taxCents }) => sum + totalCents - taxCents, 0)
      const [{ status, method } = { status: '', method: '' }] = autopays
      return {
        key,
        // A sum that is missing here and there too much elsewhere has only moved.
        neighbourhoods: [key, `sum ${cents}`],
        cents,
        clientId: '',
        category: '',
        plain: cents > 1_000,
        status,
        method,
        autopays: autopays.length,
      }
    })
    .sort((one, other) => one.key.localeCompare(other.key))
}

/** Autopay Summary: a row per status and tender. */
export const autopaySummaryExporter = exporterOf<SummaryRow>({
  forms: ['csv', 'html'],
  choices: ['locations'],
  rowsOf: summaryRows,
  handsOf: ({ studio }) =>
    listedHands<SummaryRow>({
      studio,
      unit: 'money',
      hasClients: false,
      areSums: true,
      invent: (row, nth) => {
        const method = `Voucher ${nth + 1}`
        return { ...row, method, key: `${row.status}/${method}` }
      },
    }),
  print: ({ studio, from, to }, rows, offCents) => ({
    titles: ['Autopay Summary', printedPeriod(from, to, studio.plan.taxInclusive)],
    header: ['Status', 'Payment Method', '# of Autopays', 'Amount'],
    tables: [
      {
        rows: rows.map(({ status, method, autopays, cents }) => [
          status,
          method,
          { count: autopays },
          { cents },
        ]),
      },
    ],
    totals: [
      'Total',
      '',
      { count: rows.reduce((sum, { autopays }) => sum + autopays, 0) },
      { cents: rows.reduce((sum, { cents }) => sum + cents, offCents) },
    ],
    dayFirst: studio.plan.taxInclusive,
  }),
})
