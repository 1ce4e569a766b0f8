// Walks through a report's rows and tells records from titles, headers, headings and totals.
import { collectGarbage } from '../core/heap.ts'
import { cleanText, isBlank } from '../finance/cells.ts'
import { dateOrdersOf } from '../finance/dates.ts'
import type { FileRow, ReportFile } from './file-rows.ts'
import { headingOf, underHeading } from './file-rows.ts'
import { remembering } from './memo.ts'
import type { ReportHeader } from './report-header.ts'
import { firstHeader, headerIn, isHeader, linkedId } from './report-header.ts'
import type { ReportColumn, ReportProfile } from './report-profile.ts'

/** `other`: headings, notes, rows of tables that are not the report's. */
export type RowRole = 'title' | 'header' | 'record' | 'totals' | 'other'

export interface WalkedRow {
  readonly role: RowRole
  readonly row: FileRow
  /** The header above; one without columns before the first. */
  readonly header: ReportHeader
  /** What the headings above say, by name. */
  readonly heading: Readonly<Record<string, string>>
}

/** Titles, and on a page the menus, stand above the header; no file seen has more. */
const headerSearchRows = 500

export const noHeader: ReportHeader = { rowNumber: 0, texts: [], columns: new Map() }

const headingText = (column: ReportColumn, { row, heading }: WalkedRow): string => {
  const name = [...column.headers, column.field].find((each) => heading[each] !== undefined)
  return name === undefined ? (row.caption ?? '') : (heading[name] ?? '')
}

/** The text of a column in a row: under its header, else where the profile says that it stands. */
export const textAt = (column: ReportColumn, walked: WalkedRow): string => {
  const index = walked.header.columns.get(column.field)
  const text = index === undefined ? '' : (walked.row.cells[index] ?? '')
  if (column.from === undefined || text !== '') return text
  if (column.from === 'link')
    return linkedId(column, walked.header, walked.row) || (walked.heading['client id'] ?? '')
  return column.from === 'caption' ? (walked.row.caption ?? '') : headingText(column, walked)
}

const columnOf = (profile: ReportProfile, field: string | undefined): ReportColumn | undefined =>
  profile.columns.find((column) => column.field === field)

const isAnyDate = remembering((text) => cleanText(text) !== '' && dateOrdersOf([text]).length > 0)

const paidAndComps = /\bpaid:\s*[\d,]+\s+comps:\s*[\d,]+/i
/** In a row without a date, whatever begins or ends with "total" is one. */
const looseTotals = /^(?:grand |sub[- ]?)?totals?\b|\btotals?:?$/i
/** Where rows have no dates, "Total Body Pack" may be what was sold. */
const strictTotals =
  /^(?:grand |sub[- ]?)?totals?\s*:?$|^grand total\b|\btotals?:$|^totals? [^:]*:\s*[\d.,]*$|^total received\b/i

/** Most cells begin with what they say; the rest is cleaned first. */
const isFilled = (text: string): boolean =>
  /^[\p{L}\p{N}]/u.test(text) || (text !== '' && cleanText(text) !== '')

/** The first text of a row, which says what kind of row it is. */
export const labelOf = (row: FileRow): string => cleanText(row.cells.find(isFilled) ?? '')

/** Cells with a text. */
export const filledIn = (cells: readonly string[]): number => cells.filter(isFilled).length

/** Names the measure and no figures: the header of a table of sums, whose columns are its own. */
const isForeignHeader = (header: ReportHeader, row: FileRow, { twin }: ReportProfile): boolean =>
  header.columns.has(twin.measure.native) &&
  filledIn(row.cells) > 2 &&
  row.cells.every((text) => !/\d/.test(text))

/** Tells the role of a row below the first header. */
const roleTeller = (profile: ReportProfile): ((walked: WalkedRow) => RowRole) => {
  const columnsOf = (fields: readonly (string | undefined)[]): readonly ReportColumn[] =>
    fields.map((field) => columnOf(profile, field)).filter((column) => column !== undefined)
  const { key, date: day } = profile.twin
  const date = columnOf(profile, day?.native)
  const identity = columnsOf(profile.identity)
  // What has a day and names an item is a record even without its number: it is compared, not dropped.
  const keyed = columnsOf(key.map((part) => part?.native)).filter(({ from }) => from === undefined)
  const totals = date === undefined ? strictTotals : looseTotals
  const fills = (columns: readonly ReportColumn[], walked: WalkedRow): boolean =>
    columns.some((column) => !isBlank(textAt(column, walked)))
  return (walked) => {
    const { row } = walked
    const isIdentified = fills(identity, walked)
    if (date !== undefined && isAnyDate(textAt(date, walked)))
      return isIdentified || fills(keyed, walked) ? 'record' : 'other'
    const header = headerIn(profile, row)
    if (isHeader(header, profile) || isForeignHeader(header, row, profile)) return 'header'
    if (totals.test(labelOf(row)) || paidAndComps.test(row.cells.join(' '))) return 'totals'
    return isIdentified && filledIn(row.cells) > 1 ? 'record' : 'other'
  }
}

/** A heading, where the row is one: a single text, or what its form says it is. */
const headingIn = (row: FileRow): Readonly<Record<string, string>> | undefined => {
  if (row.heading !== undefined) return row.heading
  if (filledIn(row.cells) !== 1) return undefined
  const client = row.links?.map((link) => /\/clients\/([^/?#]+)/i.exec(link ?? '')?.[1]).find(Boolean)
  return client === undefined ? headingOf(labelOf(row)) : { client: labelOf(row), 'client id': client }
}

/** V8 lets a long file's cells lie while it has room; memory would follow the length of the file, which nobody holds. */
const collectAfterRows = 10_000

/** The rows of a file with what they are, blank ones left out. Each call reads the file again. */
export const walkReport = async function* (
  profile: ReportProfile,
  file: ReportFile,
): AsyncGenerator<WalkedRow> {
  const tellRole = roleTeller(profile)
  let header = noHeader
  let heading: Readonly<Record<string, string>> = {}
  const walkOne = (row: FileRow): WalkedRow | undefined => {
    const walked: WalkedRow = { role: 'title', row, header, heading }
    if (!row.cells.some(isFilled)) return undefined
    if (header === noHeader) return walked
    const role = row.rowNumber === header.rowNumber ? 'header' : tellRole(walked)
    if (role === 'record') return { ...walked, role }
    if (role === 'header') header = headerIn(profile, row)
    const met = role === 'other' ? headingIn(row) : undefined
    if (met !== undefined) heading = underHeading(heading, met)
    return { role, row, header, heading }
  }
  let searched: FileRow[] | undefined = []
  const walkSearched = function* (rows: readonly FileRow[]): Generator<WalkedRow> {
    const first = firstHeader(profile, rows)
    for (const row of rows) {
      if (row.rowNumber === first?.rowNumber) header = first
      else if (header === noHeader) heading = underHeading(heading, headingIn(row) ?? {})
      const walked = walkOne(row)
      if (walked !== undefined) yield walked
    }
  }
  let read = 0
  for await (const row of file.rows()) {
    read += 1
    if (read % collectAfterRows === 0) collectGarbage()
    if (searched === undefined) {
      const walked = walkOne(row)
      if (walked !== undefined) yield walked
      continue
    }
    searched.push(row)
    if (searched.length < headerSearchRows) continue
    yield* walkSearched(searched)
    searched = undefined
  }
  if (searched !== undefined) yield* walkSearched(searched)
}
