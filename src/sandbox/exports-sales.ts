// The native Sales report as a studio would export it: CSV, a row per line and tender, computed from the simulated till.
import { writeFile } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import type { Business } from './business.ts'
import { instantOf, offsetMs } from './calendar.ts'
import { salesOf } from './figures.ts'
import type { Line, Sale, Studio } from './life.ts'
import { onlineLocationId } from './plan-shared.ts'
import {
  neighbouringDate,
  plantDifferences,
  type Plant,
  type PlantedReport,
  type PlantHands,
  type PlantRow,
} from './plant.ts'
import { createRandom } from './random.ts'
import { saleClientId } from './shop.ts'
import { isService } from './till.ts'

export interface SalesExportOptions {
  readonly siteId: number
  /** First and last local day, both included. */
  readonly from: string
  readonly to: string
  readonly file: string
  /** Only the accrual basis is simulated: every line at its sale date, whatever the tender. */
  readonly basis?: 'accrual'
  readonly plant?: readonly Plant[]
}

interface SalesRow extends PlantRow {
  readonly sale: Sale
  readonly saleId: number
  readonly line: Line
  readonly method: string
  readonly quantity: number
}

/** Shares of one tender over the lines of a sale, in cents: largest remainder, the earlier line first on a tie. */
const share = (lineCents: readonly number[], paidCents: number): readonly number[] => {
  const sum = lineCents.reduce((total, cents) => total + cents, 0)
  if (sum === 0) return lineCents.map((_, index) => (index === 0 ? paidCents : 0))
  const exact = lineCents.map((cents) => BigInt(cents) * BigInt(paidCents))
  const whole = exact.map((part) => floorDiv(part, BigInt(sum)))
  const left = paidCents - whole.reduce((total, cents) => total + Number(cents), 0)
  const order = exact
    .map((part, index) => ({ index, remainder: part - (whole[index] ?? 0n) * BigInt(sum) }))
    .sort((one, other) => {
      const [a, b] = sum > 0 ? [other.remainder, one.remainder] : [one.remainder, other.remainder]
      return a === b ? one.index - other.index : a > b ? 1 : -1
    })
    .slice(0, left)
    .map(({ index }) => index)
  return whole.map((cents, index) => Number(cents) + (order.includes(index) ? 1 : 0))
}

const floorDiv = (part: bigint, by: bigint): bigint => {
  const quotient = part / by
  return part % by !== 0n && part < 0n !== by < 0n ? quotient - 1n : quotient
}

/** A line and what each tender paid of it. The tenders take turns over what the lines still owe, so both ways add up. */
const rowsOfSale = (
  sale: Sale,
): readonly { readonly line: Line; readonly method: string; readonly cents: number }[] => {
  let owed = sale.lines.map(({ totalCents }) => totalCents)
  const rows: { line: Line; method: string; cents: number }[] = []
  for (const payment of sale.payments) {
    const parts = share(owed, payment.cents)
    owed = owed.map((cents, index) => cents - (parts[index] ?? 0))
    for (const [index, line] of sale.lines.entries()) {
      const cents = parts[index] ?? 0
      const only = sale.payments.length === 1
      if (cents !== 0 || only) rows.push({ line, method: payment.method.name, cents })
    }
  }
  return rows
}

const salesRows = (business: Business, studio: Studio, options: SalesExportOptions): readonly SalesRow[] => {
  const { from, to } = options
  const { zone } = studio.plan
  const rows: SalesRow[] = []
  for (const sale of salesOf(business, studio)) {
    const localDate = sale.soldLocal.slice(0, 10)
    if (localDate < from || localDate > to) continue
    const offsetMinutes = offsetMs(instantOf(sale.soldLocal, zone), zone) / 60_000
    const shifted = neighbouringDate(sale.soldLocal, offsetMinutes)
    for (const { line, method, cents } of rowsOfSale(sale)) {
      rows.push({
        key: `${sale.id}/${line.item.name}`,
        neighbourhood: String(sale.id),
        localDate,
        cents,
        plain: sale.lines.length === 1 && sale.payments.length === 1 && cents !== 0,
        shiftedDate: shifted !== undefined && shifted >= from && shifted <= to ? shifted : undefined,
        returned: line.returned || line.quantity < 0,
        sale,
        saleId: sale.id,
        line,
        method,
        quantity: line.quantity,
      })
    }
  }
  return rows
}

const hands: PlantHands<SalesRow> = {
  redate: (row, localDate) => ({ ...row, localDate }),
  reprice: (row, cents) => ({ ...row, cents }),
  invent: (row, nth) => ({ ...row, saleId: 990_001 + nth, key: `${990_001 + nth}/${row.line.item.name}` }),
  reverse: (row) => ({ ...row, cents: -row.cents, quantity: -row.quantity }),
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
const amountsOf = (studio: Studio, row: SalesRow) => {
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

const cellsOf = (studio: Studio, row: SalesRow, dayFirst: boolean): readonly string[] => {
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

const usHeader =
  'Sale Date|Client ID|Client|Sale ID|Item name|Batch #|Sales Notes|Location||Color|Size|Item price|Quantity|Subtotal|Discount %|Discount amount|Tax|Item Total|Total Paid w/ Payment Method|Payment Method'
const exclusiveHeader =
  'Sale Date|Client ID|Sale ID|Item name|Batch #|Sales Notes|Location|Notes|Color|Size|Item price (excluding tax)|Quantity|Subtotal (excluding tax)|Discount %|Discount amount|Tax|Item Total|Total Paid w/ Payment Method|Payment Method'

/** The totals row: each amount column summed over the rows as they are written, a split line counted once per tender. */
const totalsOf = (
  studio: Studio,
  rows: readonly SalesRow[],
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

/**
 * Writes the Sales report (detail, accrual basis, returns included) of a period. Sites with tax on top write the US style
 * with a byte order mark, tax-inclusive ones the "(excluding tax)" style with the day first.
 */
export const writeSalesExport = async (
  business: Business,
  options: SalesExportOptions,
): Promise<PlantedReport> => {
  const studio = business.studios.find(({ plan }) => plan.siteId === options.siteId)
  if (studio === undefined) throw new RangeError(`no simulated site ${options.siteId}`)
  const dayFirst = studio.plan.taxInclusive
  const random = createRandom(business.seed, 'plant sales', options.siteId, options.from, options.to)
  const clean = salesRows(business, studio, options)
  const { rows, planted } = plantDifferences(clean, options.plant ?? [], hands, random)
  // The report groups by payment method; within one, by day and sale.
  const ordered = [...rows].sort(
    (one, other) =>
      one.method.localeCompare(other.method) ||
      one.localDate.localeCompare(other.localDate) ||
      one.saleId - other.saleId,
  )
  const header = (dayFirst ? exclusiveHeader : usHeader).split('|')
  const body = ordered.map((row) => cellsOf(studio, row, dayFirst))
  const text = stringify([header, ...body, totalsOf(studio, rows, header)], { bom: !dayFirst })
  await writeFile(options.file, text)
  return {
    file: options.file,
    rows: rows.length,
    totalCents: rows.reduce((sum, { cents }) => sum + cents, 0),
    planted,
  }
}
