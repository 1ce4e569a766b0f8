// Daily Closeout: what each tender took at the desk; sales of the online store are not in it.
import { exporterOf, type ExportRequest } from './exporter.ts'
import { methods, onlineLocationId } from './plan-shared.ts'
import type { Hands, PlantRow } from './plant.ts'
import { allSaleRows, isAsked } from './sale-rows.ts'

interface TenderRow extends PlantRow {
  readonly method: string
  readonly tipCents: number
}

const rowsOf = (request: ExportRequest): readonly TenderRow[] => {
  const tenders = new Map<string, { cents: number; tipCents: number }>()
  for (const row of allSaleRows(request)) {
    if (row.locationId === onlineLocationId || !isAsked({ ...request, returns: true }, row)) continue
    const tender = tenders.get(row.method) ?? { cents: 0, tipCents: 0 }
    tender.cents += row.cents
    if (row.line.item.kind === 'tip') tender.tipCents += row.cents
    tenders.set(row.method, tender)
  }
  return [...tenders]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([method, tender]) => ({ key: method, neighbourhoods: [method], method, ...tender }))
}

const stored: readonly string[] = [methods.giftCard.name, methods.account.name]

const isFresh = ({ method, cents, tipCents }: TenderRow): boolean =>
  !stored.includes(method) && cents > 1_000 && tipCents !== cents

const takeTender =
  (name: string) =>
  (row: TenderRow): { take: readonly TenderRow[]; put: readonly TenderRow[] } | undefined =>
    row.method === name && row.cents !== 0 && row.tipCents !== row.cents
      ? { take: [row], put: [] }
      : undefined

const reprice = (row: TenderRow, cents: number) => ({
  take: [row],
  put: [{ ...row, cents: row.cents + cents }],
})

const hands: Hands<TenderRow> = {
  duplicate: (row) => (isFresh(row) ? { take: [row], put: [row, row] } : undefined),
  tip_inclusion: (row) => (isFresh(row) && row.tipCents !== 0 ? reprice(row, -row.tipCents) : undefined),
  gift_card_basis: takeTender(methods.giftCard.name),
  account_tender_basis: takeTender(methods.account.name),
  missing_in_api: (row, nth) =>
    isFresh(row)
      ? { take: [], put: [{ ...row, key: `Voucher ${nth + 1}`, method: `Voucher ${nth + 1}`, cents: 9_137 }] }
      : undefined,
  missing_in_native: (row) => (isFresh(row) ? { take: [row], put: [] } : undefined),
  rounding: (row, nth) => (isFresh(row) ? reprice(row, nth % 2 === 0 ? 1 : -1) : undefined),
  unexplained: (row, nth) => (isFresh(row) ? reprice(row, 13_703 + 2_111 * nth) : undefined),
}

export const dailyCloseout = exporterOf<TenderRow>({
  forms: ['html', 'csv', 'xlsx'],
  choices: ['locations'],
  rowsOf,
  handsOf: () => hands,
  print: (_request, rows, offCents) => ({
    header: ['Payment Method', 'Amount'],
    tables: [{ rows: rows.map(({ method, cents }) => [method, { cents }]) }],
    totals: ['Total', { cents: rows.reduce((sum, { cents }) => sum + cents, offCents) }],
    dayFirst: false,
  }),
})
