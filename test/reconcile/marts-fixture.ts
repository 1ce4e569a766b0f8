// A tiny marts.duckdb with the twins of both reports, and report files written by hand.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import writeXlsxFile from 'write-excel-file/node'
import { silentLog } from '../../src/core/log.ts'
import type { ReconcileInput } from '../../src/reconcile/reconcile.ts'
import { Duck, quoteText } from '../../src/lakehouse/duck.ts'

export interface OurSaleLine {
  readonly sale: number
  readonly item?: string
  readonly at: string
  readonly paid: string
  readonly method?: string
  readonly isReturned?: boolean
}

export interface OurVisit {
  readonly visit: number
  readonly client?: string
  readonly name?: string
  readonly at: string
  readonly revenue: string | null
}

const saleRow = (line: OurSaleLine): string =>
  `(1, ${line.sale}, ${line.sale}0, ${quoteText(line.item ?? 'Drop-in')}, '100', 1, 'Studio', date ${quoteText(line.at.slice(0, 10))}, timestamp ${quoteText(line.at)}, 1, ${line.paid}, ${quoteText(line.method ?? 'Cash')}, ${line.paid}, ${line.isReturned === true})`

const visitRow = (visit: OurVisit): string =>
  `(1, ${visit.visit}, ${quoteText(visit.client ?? '100')}, date ${quoteText(visit.at.slice(0, 10))}, timestamp ${quoteText(visit.at)}, ${quoteText(visit.name ?? 'Flow')}, '10 classes', false, false, ${visit.revenue})`

const insert = (table: string, rows: readonly string[]): string =>
  rows.length === 0 ? '' : `insert into ${table} values ${rows.join(', ')};`

/** Makes a home with marts of the given rows at site 1. */
export const makeHome = async (ours: {
  readonly sales?: readonly OurSaleLine[]
  readonly visits?: readonly OurVisit[]
  readonly zone?: string
}): Promise<{ home: string; marts: string; remove: () => Promise<void> }> => {
  const home = await mkdtemp(join(tmpdir(), 'finance-'))
  const marts = join(home, 'marts.duckdb')
  await using duck = await Duck.open(marts)
  await duck.run(`
    create table dim_site (site_id bigint, time_zone varchar, currency varchar);
    insert into dim_site values (1, ${quoteText(ours.zone ?? 'America/Los_Angeles')}, 'USD');
    create table rec_sales_line (site_id bigint, sale_id bigint, sale_detail_id bigint, item_name varchar, client_id varchar,
      location_id bigint, location_name varchar, local_date date, sold_at_local timestamp, quantity decimal(18,4),
      item_total decimal(18,2), payment_method varchar, paid decimal(18,2), is_returned boolean);
    create table rec_attendance (site_id bigint, visit_id bigint, client_id varchar, local_date date, starts_at_local timestamp,
      visit_name varchar, pricing_option varchar, late_cancel boolean, no_show boolean, revenue_per_visit decimal(18,4));
    ${insert('rec_sales_line', (ours.sales ?? []).map(saleRow))}
    ${insert('rec_attendance', (ours.visits ?? []).map(visitRow))}`)
  return { home, marts, remove: () => rm(home, { recursive: true, force: true }) }
}

export const salesHeader =
  '\uFEFFSale Date,Client ID,Client,Sale ID,Item name,Batch #,Sales Notes,Location,,Color,Size,Item price,Quantity,Subtotal,Discount %,Discount amount,Tax,Item Total,Total Paid w/ Payment Method,Payment Method'

export const exclusiveSalesHeader =
  'Sale Date,Client ID,Sale ID,Item name,Batch #,Sales Notes,Location,Notes,Color,Size,Item price (excluding tax),Quantity,Subtotal (excluding tax),Discount %,Discount amount,Tax,Item Total,Total Paid w/ Payment Method,Payment Method'

export interface NativeSale {
  readonly sale: number | string
  readonly date: string
  readonly paid: string
  readonly item?: string
  readonly method?: string
}

/** A line of the first header style. */
export const saleLine = ({ sale, date, paid, item = 'Drop-in', method = 'Cash' }: NativeSale): string =>
  `${date},100,"Doe, Jane",${sale},"${item}",,,Studio,,,,"${paid}",1,"${paid}",0,0.00,0.00,"${paid}","${paid}",${method}`

export const totalsLine = (paid: string): string => `Total,${','.repeat(17)}"${paid}",`

export const salesCsv = (sales: readonly NativeSale[], total?: string): string =>
  [salesHeader, ...sales.map(saleLine), ...(total === undefined ? [] : [totalsLine(total)])].join('\r\n')

export const attendanceHeader =
  'Date|Day|Time|Client ID|Client|Visit Service Category|Visit Type|Type|Pricing Option|Exp. Date|Visits Rem.|Staff|Visit Location|Sale Location|Staff Paid|Late Cancel|No-show|Booking Method|Payment Service Category|Rev. per Visit'.split(
    '|',
  )

export interface NativeVisit {
  readonly serial: number
  readonly time: string
  readonly revenue: number | null
  readonly remaining?: number | string
  readonly client?: string
  readonly name?: string
}

type XlsxCell = { value: string | number } | null

/** Writes an attendance workbook as the report does: Excel's day numbers, text times, a Grand Total row. */
export const writeAttendance = async (
  file: string,
  visits: readonly NativeVisit[],
  grandTotal?: string,
): Promise<void> => {
  const rows = visits.map(({ serial, time, revenue, remaining = 4, client = '100', name = 'Flow' }) => [
    serial,
    'Mon',
    time,
    client,
    'Doe, Jane',
    'Yoga',
    name,
    name,
    '10 classes',
    46_500,
    remaining,
    'Teacher',
    'Studio',
    'Studio',
    'Yes',
    'No',
    'No',
    'Online',
    'Yoga',
    revenue,
  ])
  const cells = [
    attendanceHeader,
    ...rows,
    ...(grandTotal === undefined ? [] : [['Grand Total', '', '', grandTotal]]),
  ]
  const data: XlsxCell[][] = cells.map((row) => row.map((value) => (value === null ? null : { value })))
  await writeFile(file, await writeXlsxFile(data, {}).toBuffer())
}

/** Settings of a June at site 1, with what a test changes. */
export const june = (
  place: { readonly home: string; readonly marts: string },
  file: string,
  changed: Partial<ReconcileInput> = {},
): ReconcileInput => ({
  home: place.home,
  marts: place.marts,
  report: 'sales',
  file,
  siteId: 1,
  from: '2026-06-01',
  to: '2026-06-30',
  log: silentLog(),
  now: new Date('2026-07-01T12:00:00Z'),
  ...changed,
})
