// Autopay Detail and Autopay Summary as a studio exports them: the detail with tax, the summary without.
import { autopaysOf, type Autopay } from './autopays.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import type { Studio } from './life.ts'
import { listedHands, type ListedRow } from './listed.ts'
import { printedClientId, printedDay } from './report-sheet.ts'
import { printedPerson } from './report-words.ts'
import { placeName } from './sales-print.ts'

interface DetailRow extends ListedRow {
  readonly autopay: Autopay
  readonly locationId: number
}

const detailRows = (request: ExportRequest): readonly DetailRow[] =>
  autopaysOf(request).map((autopay) => {
    const { client, item, status, day, totalCents, locationId, sale } = autopay
    return {
      key: `${client.id}/${item}/${day}`,
      neighbourhoods: [client.id, `${item}/${status}/${day}`],
      cents: totalCents,
      clientId: client.id,
      category: '',
      plain: totalCents > 1_000 && sale?.soldLocal === sale?.originalLocal,
      isChanged: sale !== undefined && request.changedSales.has(sale.id),
      locationId,
      autopay,
    }
  })

const periodOf = ({ plan }: Studio, from: string, to: string): string =>
  [from, to].map((day) => printedDay(day, plan.taxInclusive)).join(' - ')

/** Autopay Detail, by scheduled day. */
export const autopayDetailExporter = exporterOf<DetailRow>({
  forms: ['html', 'csv'],
  choices: ['locations'],
  rowsOf: detailRows,
  handsOf: ({ studio }) =>
    listedHands<DetailRow>({
      studio,
      unit: 'money',
      hasClients: true,
      isSoldOnline: true,
      invent: (row, nth) => {
        const clientId = String(990_001 + nth)
        return { ...row, clientId, key: row.key.replace(/^[^/]*/, clientId) }
      },
    }),
  print: ({ studio, from, to }, rows, offCents) => ({
    titles: ['Autopay Detail', periodOf(studio, from, to)],
    header: [
      'Scheduled Date',
      'Client ID',
      'Client',
      'Item Name',
      'Status',
      'Payment Method',
      'Location',
      'Amount',
    ],
    tables: [
      {
        rows: rows.map(({ clientId, cents, locationId, autopay }) => [
          { day: autopay.day },
          printedClientId(clientId),
          printedPerson(autopay.client),
          autopay.item,
          autopay.status,
          autopay.method,
          placeName(studio, locationId),
          { cents },
        ]),
      },
    ],
    totals: [
      'Total',
      '',
      '',
      '',
      '',
      '',
      '',
      { cents: rows.reduce((sum, { cents }) => sum + cents, offCents) },
    ],
    dayFirst: studio.plan.taxInclusive,
  }),
})

interface SummaryRow extends ListedRow {
  readonly status: string
  readonly method: string
  readonly autopays: number
}

const summaryRows = (request: ExportRequest): readonly SummaryRow[] => {
  const rows = new Map<string, SummaryRow>()
  for (const { status, method, totalCents, taxCents } of autopaysOf(request)) {
    const key = `${status}/${method}`
    const before = rows.get(key)
    const cents = (before?.cents ?? 0) + totalCents - taxCents
    rows.set(key, {
      key,
      neighbourhoods: [key],
      cents,
      clientId: '',
      category: '',
      plain: cents > 1_000,
      status,
      method,
      autopays: (before?.autopays ?? 0) + 1,
    })
  }
  return [...rows.values()].sort((one, other) => one.key.localeCompare(other.key))
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
      invent: (row, nth) => {
        const method = `Voucher ${nth + 1}`
        return { ...row, method, key: `${row.status}/${method}` }
      },
    }),
  print: ({ studio, from, to }, rows, offCents) => ({
    titles: ['Autopay Summary', periodOf(studio, from, to)],
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
