// Finds a report's header row and which column stands for which field; refuses a file by the header it lacks.
import { Problem } from '../core/errors.ts'
import type { ProfileColumn, ReportProfile } from './profile.ts'
import { headerKey } from './profile.ts'

export interface ReportHeader {
  /** Index of the header row in the file's rows. */
  readonly rowIndex: number
  /** Field to column index. */
  readonly columns: ReadonlyMap<string, number>
  readonly texts: readonly string[]
}

/** Some exports have title rows above the header; none seen has more than a few. */
const headerSearchRows = 20

const positionsOf = (profile: ReportProfile, row: readonly string[]): Map<string, number> => {
  const keys = row.map(headerKey)
  const positions = new Map<string, number>()
  for (const column of profile.columns) {
    const index = keys.findIndex((key) => column.headers.includes(key))
    if (index >= 0) positions.set(column.field, index)
  }
  return positions
}

/**
 * The header row: the one that names most of the profile's columns.
 * @throws Problem REPORT_PROFILE naming each required column that the file does not have.
 */
export const findHeader = (profile: ReportProfile, rows: readonly (readonly string[])[]): ReportHeader => {
  let best: ReportHeader = { rowIndex: 0, columns: new Map(), texts: rows[0] ?? [] }
  for (const [rowIndex, row] of rows.slice(0, headerSearchRows).entries()) {
    const columns = positionsOf(profile, row)
    if (columns.size > best.columns.size) best = { rowIndex, columns, texts: row }
  }
  const isMissing = (column: ProfileColumn): boolean => column.required && !best.columns.has(column.field)
  const missing = profile.columns.filter(isMissing)
  if (missing.length > 0) {
    const names = missing.map(({ headers }) => `"${headers[0] ?? ''}"`).join(', ')
    throw new Problem('REPORT_PROFILE', {
      what: `The file is no ${profile.title} report: it has no column ${names}.`,
      why: `Its headers are: ${best.texts.map((text) => `"${text.trim()}"`).join(', ') || 'none'}.`,
      remedy: `Export the ${profile.title} report again in detail, with its standard columns, unedited.`,
    })
  }
  return best
}
