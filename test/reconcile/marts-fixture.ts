// A tiny marts.duckdb with the twins of both reports, and report files written by hand.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import writeXlsxFile from 'write-excel-file/node'
import { silentLog } from '../../src/core/log.ts'
import { attendanceWithRevenueProfile } from '../../profiles/attendance-with-revenue.ts'
import { salesProfile } from '../../profiles/sales.ts'
import { Duck, quoteName, quoteText } from '../../src/lakehouse/duck.ts'
import type { Given, Told } from '../../src/reconcile/given.ts'
import type { ReconcileInput } from '../../src/reconcile/reconcile.ts'
import type { ReportProfile } from '../../src/reports/report-profile.ts'
import { twinFacts, twinParts } from '../../src/reconcile/sides.ts'

export interface OurSaleLine {
  readonly sale: number
  readonly item?: string
  readonly client?: string
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
  readonly isUnlimited?: boolean
}

export type MartRow = Readonly<Record<string, string | number | boolean | null>>

type Value = string | number | boolean | null | undefined

const literal = (value: Value): string =>
  typeof value === 'string' ? quoteText(value) : String(value ?? null)

/** Nothing for no rows. */
export const insertSql = (table: string, rows: readonly (readonly Value[])[]): string =>
  rows.length === 0
    ? ''
    : `insert into ${table} values ${rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ')};`

/** Types of a twin's columns: measure and parts are money, `at` is a time, facts are typed as the room tells, the rest is text. */
const typeOf = ({ twin }: ReportProfile, column: string): string => {
  if (column === 'site_id') return 'bigint'
  if (column === twin.measure.ours || twinParts.some((part) => part === column)) return 'decimal(18, 4)'
  if (column === 'local_date' || column === 'snapshot_date') return 'date'
  if (column === twin.at) return 'timestamp'
  return twinFacts[column] ?? (column.startsWith('is_') ? 'boolean' : 'varchar')
}

/** Columns that every twin has here: those its profile names, and all standard facts. */
const columnsOf = ({ twin }: ReportProfile): readonly string[] => [
  ...new Set([
    'site_id',
    'local_date',
    'snapshot_date',
    ...twin.key.flatMap((part) => (part === undefined ? [] : [part.ours])),
    ...(twin.measure.ours === 'rows' ? [] : [twin.measure.ours]),
    ...[twin.client, twin.location, twin.category].flatMap((fact) => (fact === undefined ? [] : [fact.ours])),
    ...(twin.at === undefined ? [] : [twin.at]),
    ...twin.shown,
    ...Object.keys(twinFacts),
    'is_returned',
    ...twinParts,
  ]),
]

/**
 * What the marts, attached as `marts`, know beside twins: site 1 with two studios, the online store and a closed place; clients 100 to
 * 199, of whom 190 was merged into 191 and that, as 193, into 192; profile 9999 on the way of 194 has no number any more.
 */
export const makeReferences = (duck: Duck, zone: string): Promise<void> =>
  duck.run(`
    create table marts.main.dim_site (site_id bigint, time_zone varchar, currency varchar);
    insert into marts.main.dim_site values (1, ${quoteText(zone)}, 'USD');
    create table marts.main.dim_location (site_id bigint, location_id bigint, location_name varchar, is_online_store boolean,
      is_listed boolean);
    insert into marts.main.dim_location values (1, 1, 'Studio', false, true), (1, 2, 'Annex', false, true),
      (1, 98, 'Online Store', true, false), (1, 3, 'Location 3', false, false);
    create table marts.main.dim_client as
      with clients as (
        select 1::bigint as site_id, (100 + i)::varchar as client_id, 5100 + i as client_unique_id from range(100) as t(i)
        union all select 1, '1288', 6288
      ), merges(client_unique_id, survivor_unique_id, merge_path) as (
        values (5190, 5192, '5190 > 5191 > 5192'), (5191, 5192, '5191 > 5192'), (5193, 5192, '5193 > 5192'),
          (5194, 5195, '5194 > 9999 > 5195')
      )
      select site_id, client_id, client_unique_id, coalesce(survivor_unique_id, client_unique_id) as survivor_unique_id, merge_path
      from clients left join merges using (client_unique_id)`)

/** A twin with the given rows, at site 1. */
export const makeTwin = (duck: Duck, profile: ReportProfile, rows: readonly MartRow[]): Promise<void> => {
  const table = `marts.main.${quoteName(profile.twin.mart)}`
  const columns = columnsOf(profile)
  const values = rows.map((row) => columns.map((name) => (name === 'site_id' ? 1 : row[name])))
  return duck.run(`
    create table ${table} (${columns.map((name) => `${quoteName(name)} ${typeOf(profile, name)}`).join(', ')});
    ${insertSql(table, values)}`)
}

const saleRow = (line: OurSaleLine): MartRow => ({
  sale_id: String(line.sale),
  sale_detail_id: `${line.sale}0`,
  item_name: line.item ?? 'Drop-in',
  client_id: line.client ?? '100',
  location_id: 1,
  location_name: 'Studio',
  is_active_location: true,
  local_date: line.at.slice(0, 10),
  sold_at_local: line.at,
  quantity: '1.0000',
  item_total: line.paid,
  payment_method: line.method ?? 'Cash',
  paid: line.paid,
  is_returned: line.isReturned === true,
})

const visitRow = (visit: OurVisit): MartRow => ({
  visit_id: String(visit.visit),
  client_id: visit.client ?? '100',
  local_date: visit.at.slice(0, 10),
  starts_at_local: visit.at,
  visit_name: visit.name ?? 'Flow',
  pricing_option: '10 classes',
  category_name: 'Yoga',
  location_name: 'Studio',
  revenue: visit.revenue,
  is_unlimited: visit.isUnlimited === true,
})

/** Makes a home with marts of the given rows at site 1. */
export const makeHome = async (ours: {
  readonly sales?: readonly OurSaleLine[]
  readonly visits?: readonly OurVisit[]
  readonly zone?: string
}): Promise<{ home: string; marts: string; remove: () => Promise<void> }> => {
  const home = await mkdtemp(join(tmpdir(), 'reconcile-'))
  const marts = join(home, 'marts.duckdb')
  await using duck = await Duck.open(':memory:')
  await duck.run(`attach ${quoteText(marts)} as marts`)
  await makeReferences(duck, ours.zone ?? 'America/Los_Angeles')
  await makeTwin(duck, salesProfile, (ours.sales ?? []).map(saleRow))
  await makeTwin(duck, attendanceWithRevenueProfile, (ours.visits ?? []).map(visitRow))
  await duck.run('detach marts')
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

const flag = <T>(value: T): Told<T> => ({ value, source: 'flag' })

/** What a test changes of the settings of `june`. */
export interface JuneChanges {
  readonly profile?: ReportProfile
  readonly siteId?: number
  readonly marts?: string
  readonly from?: string
  readonly to?: string
  readonly given?: Given
}

/** A June at site 1, told by flags, with what a test changes. */
export const june = (
  place: { readonly marts: string },
  file: string,
  { profile = salesProfile, from = '2026-06-01', to = '2026-06-30', ...changed }: JuneChanges = {},
): ReconcileInput => ({
  profile,
  origin: 'confirmed',
  file,
  siteId: changed.siteId ?? 1,
  given: { from: flag(from), to: flag(to), ...changed.given },
  marts: changed.marts ?? place.marts,
  log: silentLog(),
  now: new Date('2026-07-01T12:00:00Z'),
})
