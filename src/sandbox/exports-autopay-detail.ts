// Autopay Detail as a studio exports it: a row per charge made, refused or to come, with its tax.
import { autopaysOf, type Autopay } from './autopays.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import { isGivenUp, listedHands, type ListedRow } from './listed.ts'
import { printedClientId } from './report-sheet.ts'
import { printedPeriod, printedPerson } from './report-words.ts'
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
      // Where a client is at home the API tells only while the studio has the place.
      plain:
        totalCents > 1_000 &&
        sale?.soldLocal === sale?.originalLocal &&
        !(status === 'Scheduled' && isGivenUp(request.studio, locationId)),
      isChanged: sale !== undefined && request.changedSales.has(sale.id),
      locationId,
      autopay,
    }
  })

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
    titles: ['Autopay Detail', printedPeriod(from, to, studio.plan.taxInclusive)],
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
