// The Gift Cards report as a studio exports it: cards issued, at what they are good for, and what was paid by card.
import { exporterOf, type ExportRequest } from './exporter.ts'
import type { Sale } from './life.ts'
import { listedHands, type ListedRow } from './listed.ts'
import { methods } from './plan-shared.ts'
import { printedClientId } from './report-sheet.ts'
import { printedPerson } from './report-words.ts'
import { placeName } from './sales-print.ts'
import { saleClientId } from './shop.ts'

interface CardRow extends ListedRow {
  readonly sale: Sale
  readonly saleId: number
  readonly kind: 'Issued' | 'Redeemed'
  /** The till does not keep which card paid. */
  readonly code: string
  readonly locationId: number
}

const rowsOf = ({ studio, from, to, locations, changedSales }: ExportRequest): readonly CardRow[] =>
  studio.sales
    .filter(({ soldLocal, locationId }) => {
      const day = soldLocal.slice(0, 10)
      return day >= from && day <= to && locations?.includes(locationId) !== false
    })
    .flatMap((sale) => {
      const rowOf = (kind: CardRow['kind'], code: string, cents: number): CardRow => ({
        key: `${sale.id}/${kind.toLowerCase()}`,
        neighbourhoods: [`sale ${sale.id}`, `client ${saleClientId(sale)}`],
        cents,
        clientId: saleClientId(sale),
        category: '',
        plain: sale.client !== undefined && sale.soldLocal === sale.originalLocal,
        isChanged: changedSales.has(sale.id),
        sale,
        saleId: sale.id,
        kind,
        code,
        locationId: sale.locationId,
      })
      return [
        ...sale.lines
          .filter(({ item }) => item.kind === 'gift_card')
          .map(({ item, quantity, giftCardCode = '' }) =>
            rowOf('Issued', giftCardCode, item.cents * quantity),
          ),
        ...sale.payments
          .filter(({ method }) => method.id === methods.giftCard.id)
          .map(({ cents }) => rowOf('Redeemed', '', -cents)),
      ]
    })
    .sort((one, other) => one.sale.soldLocal.localeCompare(other.sale.soldLocal) || one.saleId - other.saleId)

/** Gift Cards: positive = issued, negative = redeemed. */
export const giftCardsExporter = exporterOf<CardRow>({
  forms: ['csv', 'html'],
  choices: ['locations'],
  rowsOf,
  handsOf: ({ studio }) =>
    listedHands<CardRow>({
      studio,
      unit: 'money',
      hasClients: true,
      isSoldOnline: true,
      invent: (row, nth) => ({
        ...row,
        key: `${990_001 + nth}/${row.kind.toLowerCase()}`,
        saleId: 990_001 + nth,
      }),
    }),
  print: ({ studio }, rows, offCents) => ({
    header: ['Date', 'Sale ID', 'Type', 'Gift Card #', 'Client ID', 'Client', 'Location', 'Amount'],
    tables: [
      {
        rows: rows.map(({ sale, saleId, kind, code, clientId, locationId, cents }) => [
          { day: sale.soldLocal.slice(0, 10) },
          String(saleId),
          kind,
          code,
          printedClientId(clientId),
          printedPerson(sale.client),
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
      { cents: rows.reduce((sum, row) => sum + row.cents, offCents) },
    ],
    dayFirst: studio.plan.taxInclusive,
  }),
})
