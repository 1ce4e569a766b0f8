// Finds the records of a report again by their row, for evidence.
import { cleanText } from '../finance/cells.ts'
import { dateOf } from '../finance/dates.ts'
import type { ReportFile } from './file-rows.ts'
import { columnName } from './report-header.ts'
import type { ReportColumn, ReportProfile } from './report-profile.ts'
import type { WalkedRow } from './walk-report.ts'
import { textAt, walkReport } from './walk-report.ts'

/** A record under the file's own headers. */
export type RecordCells = Readonly<Record<string, string | number | null>>

/** What a workbook keeps of a day, a number of days or its midnight, nobody reads as a date; other cells are shown as they are. */
const workbookDay = /^(\d{5}(\.\d+)?|\d{4}-\d{2}-\d{2}T00:00:00)$/

const shownText = ({ kind }: ReportColumn, text: string): string =>
  kind === 'date' && workbookDay.test(text) ? (dateOf(text, 'mdy') ?? text) : text

const cellsOf = (profile: ReportProfile, walked: WalkedRow): RecordCells => {
  const { header, row } = walked
  const cells = profile.columns.map((column) => {
    const text = shownText(column, cleanText(textAt(column, walked)))
    return [columnName(header, column), text === '' ? null : text] as const
  })
  return { row: row.rowNumber, ...Object.fromEntries(cells) }
}

/**
 * Records of the file by row number, for evidence: the columns that the profile knows, under the headers the file writes. Names of
 * clients are no such columns.
 */
export const recordsAt = async (
  profile: ReportProfile,
  file: ReportFile,
  rowNumbers: ReadonlySet<number>,
): Promise<ReadonlyMap<number, RecordCells>> => {
  const found = new Map<number, RecordCells>()
  if (rowNumbers.size === 0) return found
  for await (const walked of walkReport(profile, file)) {
    if (!rowNumbers.has(walked.row.rowNumber)) continue
    found.set(walked.row.rowNumber, cellsOf(profile, walked))
    if (found.size === rowNumbers.size) break
  }
  return found
}
