// The two sides of a comparison in one shape: a row of the report's file, and a row of its twin among the marts.
import { nameKey } from '../finance/cells.ts'
import type { ReportRecord } from './parse-report.ts'
import type { ReportName } from './profile.ts'

/** A file's row as it is matched. `parent`, `item` and `facet` are its key; the date and the cents are what may differ. */
export interface NativeRow {
  readonly row_no: number
  readonly local_date: string
  readonly parent: string
  readonly item: string
  readonly facet: string
  readonly cents: number | null
  /** False where the report itself recomputes the amount on each run, so that it can only be ignored. */
  readonly is_stable: boolean
}

export interface Twin {
  readonly nativeOf: (record: ReportRecord) => NativeRow
  /** Rows of the marts: site `$1`, one day more than the period on both sides (`$2` to `$3`). */
  readonly oursSql: string
  /** A sale's number names one event on whatever day; a client, a class and a time do not. */
  readonly isKeyUnique: boolean
}

/**
 * The same cleaning as `nameKey`, in SQL: blanks of every kind first, since DuckDB's `\\s` knows those of ASCII only, then
 * invisible characters, then runs of blanks.
 */
export const sqlNameKey = (column: string): string =>
  String.raw`lower(trim(regexp_replace(regexp_replace(regexp_replace(coalesce(${column}, ''),
    '[\s\x{0B}\x{FEFF}\p{Z}]', ' ', 'g'), '[\p{Cc}\p{Cf}]', '', 'g'), ' +', ' ', 'g')))`

/** Figures of the marts as people write them in evidence: no zeros beyond the cents, none behind a whole number. */
const shownAmount = (column: string): string =>
  String.raw`regexp_replace(${column}::varchar, '(\.\d\d\d*?)0+$', '\1')`
const shownNumber = (column: string): string => String.raw`regexp_replace(${column}::varchar, '\.0+$', '')`

const textOf = (record: ReportRecord, field: string): string => String(record.values[field] ?? '')

const centsIn = (record: ReportRecord, field: string): number | null => {
  const value = record.values[field]
  return typeof value === 'number' ? value : null
}

/**
 * Sales: a line and its tender. What was paid is compared, as the one column that adds up: a line paid by two tenders
 * stands twice in the file, each time with its whole item total.
 */
const salesTwin: Twin = {
  isKeyUnique: true,
  nativeOf: (record) => ({
    row_no: record.rowNumber,
    local_date: record.date,
    parent: textOf(record, 'saleId'),
    item: nameKey(textOf(record, 'item')),
    facet: nameKey(textOf(record, 'method')),
    cents: centsIn(record, 'paid') ?? 0,
    is_stable: true,
  }),
  oursSql: `
    select
      sale_id::varchar as parent,
      ${sqlNameKey('item_name')} as item,
      ${sqlNameKey('payment_method')} as facet,
      local_date::date as local_date,
      coalesce(round(paid * 100)::bigint, 0) as cents,
      strftime(sold_at_local, '%Y-%m-%dT%H:%M:%S') as at_local,
      coalesce(is_returned, false) as is_return,
      to_json({
        sale_id: sale_id::varchar, sale_detail_id: sale_detail_id::varchar, client_id: client_id,
        item: item_name, payment_method: payment_method, location: location_name,
        quantity: ${shownNumber('quantity')}, item_total: ${shownAmount('item_total')}, paid: ${shownAmount('paid')}, is_returned: is_returned
      })::varchar as label
    from marts.rec_sales_line
    where site_id = $1
      and (local_date::date between $2::date and $3::date
        or sale_id::varchar in (select parent from native))`,
}

/**
 * Above this a "Visits Rem." is the sentinel of an unlimited option: real exports part packs from unlimited at 1000.
 */
const unlimitedVisits = 1000

const hasCountedVisits = (record: ReportRecord): boolean => {
  const text = textOf(record, 'visitsRemaining').replaceAll(',', '')
  return /^-?\d+(\.0+)?$/.test(text) && Number(text) < unlimitedVisits
}

/**
 * Attendance with Revenue: a visit, known by client, class name, date and time, for the report carries no visit number.
 * Counts are compared for every visit, revenue per visit for packs and single visits only: for unlimited options the
 * report divides the fee by the visits so far and so rewrites every earlier row.
 */
const attendanceTwin: Twin = {
  isKeyUnique: false,
  nativeOf: (record) => ({
    row_no: record.rowNumber,
    local_date: record.date,
    parent: textOf(record, 'clientId'),
    item: nameKey(textOf(record, 'item')),
    facet: String(record.values['time'] ?? ''),
    cents: centsIn(record, 'revenue'),
    is_stable: hasCountedVisits(record),
  }),
  oursSql: `
    select
      client_id as parent,
      ${sqlNameKey('visit_name')} as item,
      (hour(starts_at_local) * 60 + minute(starts_at_local))::varchar as facet,
      local_date::date as local_date,
      round(revenue_per_visit * 100)::bigint as cents,
      strftime(starts_at_local, '%Y-%m-%dT%H:%M:%S') as at_local,
      false as is_return,
      to_json({
        visit_id: visit_id::varchar, client_id: client_id, item: visit_name,
        starts_at_local: starts_at_local::varchar, pricing_option: pricing_option,
        late_cancel: late_cancel, no_show: no_show, revenue_per_visit: ${shownAmount('revenue_per_visit')}
      })::varchar as label
    from marts.rec_attendance
    where site_id = $1 and local_date::date between $2::date and $3::date`,
}

export const twins: Readonly<Record<ReportName, Twin>> = {
  sales: salesTwin,
  'attendance-with-revenue': attendanceTwin,
}
