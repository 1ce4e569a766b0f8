// The native Sales report as a studio would export it: CSV, a row per line and tender, computed from the simulated till.
import { writeFile } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import type { Business } from './business.ts'
import { instantOf, offsetMs } from './calendar.ts'
import { salesOf } from './figures.ts'
import type { Studio } from './life.ts'
import {
  neighbouringDate,
  plantDifferences,
  type Plant,
  type PlantedReport,
  type PlantHands,
  type PlantRow,
} from './plant.ts'
import { createRandom } from './random.ts'
import { cellsOf, exclusiveHeader, totalsOf, usHeader, type PrintedRow } from './sales-print.ts'
import { rowsOfSale } from './tender-shares.ts'

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

interface SalesRow extends PlantRow, PrintedRow {}

const salesRows = (business: Business, studio: Studio, options: SalesExportOptions): readonly SalesRow[] => {
  const { from, to } = options
  const { zone } = studio.plan
  const rows: SalesRow[] = []
  for (const sale of salesOf(business, studio)) {
    const localDate = sale.soldLocal.slice(0, 10)
    if (localDate < from || localDate > to) continue
    const offsetMinutes = offsetMs(instantOf(sale.soldLocal, zone), zone) / 60_000
    const shifted = neighbouringDate(sale.soldLocal, offsetMinutes)
    for (const { line, method, cents } of rowsOfSale(sale, studio.plan.coin)) {
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
