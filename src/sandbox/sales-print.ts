// How the Sales report prints a row: headers of both export styles and of the screen, amounts, client numbers, the totals row.
import type { Studio } from './life.ts'
import { onlineLocationId } from './plan-shared.ts'
import { printedClientId, type Cell } from './report-sheet.ts'
import type { SaleRow } from './sale-rows.ts'
import { isService } from './till.ts'

/** A sale location by the name the reports print. */
export const placeName = ({ plan }: Studio, locationId: number): string =>
  locationId === onlineLocationId
    ? 'Online Store'
    : ([...plan.locations, ...(plan.closed ?? [])].find(({ id }) => id === locationId)?.name ??
      String(locationId))

/** Amount columns of a row. Tax-inclusive sites print prices without the tax they contain. */
const amountsOf = (studio: Studio, row: SaleRow) => {
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

const printers: Readonly<
  Record<string, (studio: Studio, row: SaleRow, amounts: ReturnType<typeof amountsOf>) => Cell>
> = {
  'Sale Date': (_, { localDate }) => ({ day: localDate }),
  'Client ID': (_, { clientId }) => printedClientId(clientId),
  'Sale ID': (_, { saleId }) => String(saleId),
  'Item name': (_, { line }) => line.item.name,
  'Item Name': (_, { line }) => line.item.name,
  'Sales Notes': (_, { line }) => line.notes,
  Location: (studio, { locationId }) => placeName(studio, locationId),
  Color: (_, { line }) => (isService(line.item) ? '' : (line.item.color ?? '')),
  Size: (_, { line }) => (isService(line.item) ? '' : (line.item.size ?? '')),
  'Item price': (_, __, { price }) => ({ cents: price }),
  Quantity: (_, { quantity }) => ({ count: quantity }),
  Subtotal: (_, __, { subtotal }) => ({ cents: subtotal }),
  'Discount %': (_, { line }) => `${line.discountPercent}`,
  'Discount amount': (_, __, { discount }) => ({ cents: discount }),
  Tax: (_, __, { tax }) => ({ cents: tax }),
  'Item Total': (_, __, { total }) => ({ cents: total }),
  'Total Paid w/ Payment Method': (_, __, { paid }) => ({ cents: paid }),
  'Payment Method': (_, { method }) => method,
}

const clientName = ({ sale }: SaleRow): string =>
  sale.client === undefined ? 'Walk-in' : `${sale.client.last}, ${sale.client.first}`

/** The cells of a row under a header. On screen the client's number is told by the link behind the name alone. */
export const salesCells = (studio: Studio, header: readonly string[], row: SaleRow): readonly Cell[] => {
  const amounts = amountsOf(studio, row)
  return header.map((name): Cell => {
    if (name === 'Client' && header.includes('Item Name'))
      return { text: clientName(row), href: `/ASP/adm/adm_clt_purch.asp?tabID=3&ID=${row.clientId}` }
    if (name === 'Client') return clientName(row)
    return printers[name.replace(' (excluding tax)', '')]?.(studio, row, amounts) ?? ''
  })
}

/** With tax on top; column 9 has no text. */
export const usHeader: readonly string[] =
  'Sale Date|Client ID|Client|Sale ID|Item name|Batch #|Sales Notes|Location||Color|Size|Item price|Quantity|Subtotal|Discount %|Discount amount|Tax|Item Total|Total Paid w/ Payment Method|Payment Method'.split(
    '|',
  )
/** With tax inside of prices: dates have the day first. */
export const exclusiveHeader: readonly string[] =
  'Sale Date|Client ID|Sale ID|Item name|Batch #|Sales Notes|Location|Notes|Color|Size|Item price (excluding tax)|Quantity|Subtotal (excluding tax)|Discount %|Discount amount|Tax|Item Total|Total Paid w/ Payment Method|Payment Method'.split(
    '|',
  )
/** On screen: a table per payment method, which its caption names. */
export const screenHeader: readonly string[] =
  'Sale Date|Client|Sale ID|Item Name|Batch #|Sales Notes|Location|Color|Size|Item price|Quantity|Subtotal|Discount %|Discount amount|Tax|Item Total|Total Paid w/ Payment Method'.split(
    '|',
  )

/** The totals row: each amount column summed over the rows as they are written, a split line counted once per tender. */
export const salesTotals = (
  studio: Studio,
  header: readonly string[],
  rows: readonly SaleRow[],
  offCents: number,
): readonly Cell[] => {
  const sum = (pick: (amounts: ReturnType<typeof amountsOf>) => number): Cell => ({
    cents: rows.reduce((total, row) => total + pick(amountsOf(studio, row)), 0),
  })
  const paid = rows.reduce((total, { cents }) => total + cents, offCents)
  const totals: Readonly<Record<string, Cell>> = {
    'Sale Date': 'Total',
    Quantity: { count: rows.reduce((total, { quantity }) => total + quantity, 0) },
    Subtotal: sum(({ subtotal }) => subtotal),
    'Discount amount': sum(({ discount }) => discount),
    Tax: sum(({ tax }) => tax),
    'Item Total': sum(({ total }) => total),
    'Total Paid w/ Payment Method': { cents: paid },
  }
  return header.map((name) => totals[name.replace(' (excluding tax)', '')] ?? '')
}
