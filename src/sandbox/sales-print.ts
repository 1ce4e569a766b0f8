// How the Sales report prints a row: headers of both styles, dates, amounts, client numbers, the totals row.
import type { Line, Sale, Studio } from './life.ts'
import { onlineLocationId } from './plan-shared.ts'
import { saleClientId } from './shop.ts'
import { isService } from './till.ts'

/** A row to print: one line of a sale and what one tender paid of it. */
export interface PrintedRow {
  readonly sale: Sale
  readonly line: Line
  readonly saleId: number
  readonly localDate: string
  readonly method: string
  readonly quantity: number
  readonly cents: number
}

/** Amounts with two places; negative ones in parentheses, as the report prints returns. */
const printed = (cents: number): string => {
  const text = (Math.abs(cents) / 100).toFixed(2)
  return cents < 0 ? `(${text})` : text
}

/** Short client numbers get a thousands separator, barcodes and legacy codes do not (observed). */
export const printedClientId = (id: string): string =>
  /^\d{4,6}$/.test(id) ? id.replace(/(\d)(?=(\d{3})+$)/g, '$1,') : id

/** M/D/YYYY in the US style, DD/MM/YYYY in the tax-exclusive style. */
const printedDate = (date: string, dayFirst: boolean): string => {
  const [year, month, day] = date.split('-')
  return dayFirst ? `${day}/${month}/${year}` : `${Number(month)}/${Number(day)}/${year}`
}

const placeName = (studio: Studio, locationId: number): string =>
  locationId === onlineLocationId
    ? 'Online Store'
    : (studio.plan.locations.find(({ id }) => id === locationId)?.name ?? String(locationId))

/** Amount columns of a row. Tax-inclusive sites print prices without the tax they contain. */
const amountsOf = (studio: Studio, row: PrintedRow) => {
  const { line, quantity, cents } = row
  const sign = Math.sign(quantity) === Math.sign(line.quantity) ? 1 : -1
  const tax = sign * line.taxCents
  const listed = line.unitCents * quantity
  const subtotal = studio.plan.taxInclusive ? listed - tax : listed
  return {
    price: Math.round(subtotal / quantity),
    subtotal,
    discount: sign * line.discountCents,
    tax,
    total: sign * line.totalCents,
    paid: cents,
  }
}

export const cellsOf = (studio: Studio, row: PrintedRow, dayFirst: boolean): readonly string[] => {
  const { sale, line } = row
  const amounts = amountsOf(studio, row)
  const client = sale.client === undefined ? 'Walk-in' : `${sale.client.last}, ${sale.client.first}`
  const retail = isService(line.item) ? undefined : line.item
  return [
    printedDate(row.localDate, dayFirst),
    printedClientId(saleClientId(sale)),
    ...(dayFirst ? [] : [client]),
    String(row.saleId),
    line.item.name,
    '',
    line.notes,
    placeName(studio, sale.locationId),
    '',
    retail?.color ?? '',
    retail?.size ?? '',
    printed(amounts.price),
    String(row.quantity),
    printed(amounts.subtotal),
    `${line.discountPercent}`,
    printed(amounts.discount),
    printed(amounts.tax),
    printed(amounts.total),
    printed(amounts.paid),
    row.method,
  ]
}

export const usHeader =
  'Sale Date|Client ID|Client|Sale ID|Item name|Batch #|Sales Notes|Location||Color|Size|Item price|Quantity|Subtotal|Discount %|Discount amount|Tax|Item Total|Total Paid w/ Payment Method|Payment Method'
export const exclusiveHeader =
  'Sale Date|Client ID|Sale ID|Item name|Batch #|Sales Notes|Location|Notes|Color|Size|Item price (excluding tax)|Quantity|Subtotal (excluding tax)|Discount %|Discount amount|Tax|Item Total|Total Paid w/ Payment Method|Payment Method'

/** The totals row: each amount column summed over the rows as they are written, a split line counted once per tender. */
export const totalsOf = (
  studio: Studio,
  rows: readonly PrintedRow[],
  header: readonly string[],
): readonly string[] => {
  const sum = (pick: (amounts: ReturnType<typeof amountsOf>) => number): string =>
    printed(rows.reduce((total, row) => total + pick(amountsOf(studio, row)), 0))
  const totals: Readonly<Record<string, string>> = {
    'Sale Date': 'Total',
    Quantity: String(rows.reduce((total, { quantity }) => total + quantity, 0)),
    Subtotal: sum(({ subtotal }) => subtotal),
    'Subtotal (excluding tax)': sum(({ subtotal }) => subtotal),
    'Discount amount': sum(({ discount }) => discount),
    Tax: sum(({ tax }) => tax),
    'Item Total': sum(({ total }) => total),
    'Total Paid w/ Payment Method': sum(({ paid }) => paid),
  }
  return header.map((name) => totals[name] ?? '')
}
