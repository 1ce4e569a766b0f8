// Drawn sales and card transactions as Mindbody would tell them.
import {
  dateOf,
  moneyOf,
  taxOf,
  type Line,
  type Sale,
  type Site,
  type Tender,
  type Transaction,
} from './books-shape.ts'

export type RawRecord = Readonly<Record<string, unknown>>

/** Number, name and fee of a tender's method; the shipped tender map knows the names. */
export const methods = {
  cash: [1, 'Cash', 0],
  card: [2, 'Visa/MC', 0.0275],
  bank: [3, 'ACH', 0.005],
  gift_card: [4, 'Gift Card', 0],
  account: [5, 'Account', 0],
  comp: [6, 'Comp', 0],
} as const

export const clientId = (client: number): string => `c${client}`
export const midnight = (day: number | null): string | null =>
  day === null ? null : `${dateOf(day)}T00:00:00`

const itemOf = ({ currency }: Site, line: Line): RawRecord => ({
  SaleDetailId: line.id,
  Id: line.productId,
  IsService: line.isService,
  BarcodeId: String(line.productId),
  Description: line.name,
  ContractId: line.contractId,
  CategoryId: line.category,
  SubCategoryId: 0,
  UnitPrice: moneyOf(line.unitPrice, currency),
  Quantity: line.quantity,
  DiscountPercent: 0,
  DiscountAmount: moneyOf(line.discount, currency),
  TaxAmount: moneyOf(taxOf(line), currency),
  TotalAmount: moneyOf(line.total, currency),
  Returned: false,
  PaymentRefId: line.holding,
  ActiveDate: midnight(line.from),
  ExpDate: midnight(line.to),
  GiftCardBarcodeId: line.barcode,
})

const taxSlots = [1, 2, 3, 4, 5] as const

/** Rates by slot as the API tells them on a line; a line without tax has none. */
const ratesOf = ({ taxRates }: Site, { taxes }: Line): RawRecord =>
  Object.fromEntries(
    taxSlots.map((slot) => [`Tax${slot}`, taxes.length === 0 ? 0 : (taxRates[slot - 1] ?? 0)]),
  )

const paymentOf = ({ currency }: Site, { id, kind, amount, transactionId }: Tender): RawRecord => ({
  Id: id,
  Amount: moneyOf(amount, currency),
  Method: methods[kind][0],
  Type: methods[kind][1],
  Notes: '',
  TransactionId: transactionId,
})

/** Sales of a day stand in the order of their numbers. */
export const saleOf = (site: Site, sale: Sale): RawRecord => {
  const time = `${dateOf(sale.day)}T12:00:00Z`
  return {
    Id: sale.id,
    SaleDate: `${dateOf(sale.day)}T00:00:00Z`,
    SaleTime: '12:00:00',
    SaleDateTime: time,
    OriginalSaleDateTime: time,
    ClientId: clientId(sale.client),
    LocationId: sale.location,
    PurchasedItems: sale.lines.map((line) => ({ ...itemOf(site, line), ...ratesOf(site, line) })),
    Payments: sale.tenders.map((tender) => paymentOf(site, tender)),
  }
}

export const transactionOf = (
  { currency }: Site,
  { id, saleId, location, day, amount, status, isSettled }: Transaction,
): RawRecord => ({
  TransactionId: id,
  SaleId: saleId,
  ClientId: 1,
  LocationId: location,
  Amount: moneyOf(amount, currency),
  Settled: isSettled,
  Status: status,
  TransactionTime: `${dateOf(day)}T13:00:00`,
  AuthTime: `${dateOf(day)}T13:00:00`,
})
