// The lines of one exported journal file, by entry or by day, with the names of what they carry.
import type { Duck } from '../lakehouse/duck.ts'
import { quoteText } from '../lakehouse/duck.ts'
import { journalNumber } from './journal-export-text.ts'

export type Basis = 'earned' | 'cash_books'
export type Grouping = 'entry' | 'day'

/** One side as it is exported. */
export interface ExportLine {
  /** Number of the journal the line belongs to; lines of a journal follow each other. */
  readonly journal: string
  readonly day: string
  readonly location_id: number
  /** Empty where the event told no place. */
  readonly location: string
  readonly account_code: string
  readonly account_name: string
  readonly department: string | null
  readonly tax_code: string | null
  /** Exact text; one of both is zero. */
  readonly debit: string
  readonly credit: string
  readonly currency: string
  readonly description: string
  readonly is_adjustment: boolean
  readonly rule_id: string | null
}

/** What identifies a file: lines of one site, month, basis and currency. */
export interface ExportSource {
  readonly site_id: number
  readonly period: string
  readonly basis: Basis
  readonly currency: string
  /** A relation with the columns of the published journal, with department and tax code, or the frozen file that was written of them. */
  readonly lines: string
}

type RawLine = Omit<ExportLine, 'journal'> & { readonly entry_id: string | null }

/** Sides with the names of what they carry; a place or an account that is gone from the marts leaves its number. */
const namedLines = ({ site_id: siteId, basis, currency, lines }: ExportSource): string => `(
  select lines.*, lines.posting_date::varchar as day,
    if(lines.location_id = 0, '', coalesce(places.location_name, 'Location ' || lines.location_id)) as location,
    coalesce(accounts.account_name, lines.account_code) as account_name,
    lower(replace(lines.posting_role, '_', ' ')) as role_text,
    'corrects ' || lines.adjusts_period || ' (' || replace(lines.cause, '_', ' ') || ')' as correction
  from ${lines} as lines
  left join marts.main.dim_location as places
    on lines.site_id = places.site_id and lines.location_id = places.location_id
  left join marts.main.dim_account as accounts on lines.account_code = accounts.account_code
  where lines.site_id = ${siteId} and lines.basis = ${quoteText(basis)} and lines.currency = ${quoteText(currency)})`

/** One line an account, department, tax code and side; debits are not netted with credits. */
const byDay = (source: ExportSource): string => `
  select null as entry_id, day, location_id, location, account_code, account_name, department, tax_code,
    sum(debit)::varchar as debit, sum(credit)::varchar as credit, currency,
    concat_ws('; ', string_agg(distinct role_text, ', ' order by role_text),
      string_agg(distinct correction, ', ' order by correction)) as description,
    is_adjustment, null as rule_id
  from ${namedLines(source)}
  group by day, location_id, location, account_code, account_name, department, tax_code, currency, is_adjustment, debit > 0
  order by day, location_id, is_adjustment, debit > 0 desc, account_code, department nulls first,
    tax_code nulls first`

/** Every side of every entry. An entry may touch several places; it stays one journal. */
const byEntry = (source: ExportSource): string => `
  select entry_id, day, location_id, location, account_code, account_name, department, tax_code,
    debit::varchar as debit, credit::varchar as credit, currency,
    coalesce(memo, role_text || ' of ' || replace(source_type, '_', ' ') || ' ' || source_id) as description,
    is_adjustment, rule_id
  from ${namedLines(source)}
  order by day, entry_id, line_no`

/** Lines in the order they are written; their number is bounded only by the journal's own. */
export const readLines = async (
  duck: Duck,
  source: ExportSource,
  grouping: Grouping,
): Promise<readonly ExportLine[]> => {
  const rows = await duck.rows<RawLine>(grouping === 'day' ? byDay(source) : byEntry(source))
  const numbers = new Map<string, string>()
  return rows.map(({ entry_id: entry, ...line }) => {
    const { day, location_id: place, is_adjustment: isAdjustment } = line
    const key = entry ?? `${day} ${place} ${isAdjustment}`
    let journal = numbers.get(key)
    if (journal === undefined) {
      const ofDay = [source.site_id, day.slice(2).replaceAll('-', ''), `${place}${isAdjustment ? 'A' : ''}`]
      // Twenty hex digits of an entry's id tell it from every other entry a studio will ever have.
      journal = journalNumber(source.basis, entry === null ? ofDay : [entry.slice(0, 20)])
      numbers.set(key, journal)
    }
    return { journal, ...line }
  })
}
