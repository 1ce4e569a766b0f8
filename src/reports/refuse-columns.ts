// Refuses a file that is not the report it is taken for, naming what it lacks and what it has.
import { Problem } from '../core/errors.ts'
import { cleanText } from '../finance/cells.ts'
import type { ReportFile } from './file-rows.ts'
import type { ReportHeader } from './report-header.ts'
import type { ReportColumn, ReportProfile } from './report-profile.ts'

export interface ColumnsFound {
  readonly header: ReportHeader | undefined
  /** Fields that a header names or that some record fills. */
  readonly found: ReadonlySet<string>
  /** The widest row of a file without header. */
  readonly widest: readonly string[]
  readonly rows: number
  /** The first row below the header that is filled as a record is, and is none. */
  readonly unread: number | undefined
}

const sources: Readonly<Record<NonNullable<ReportColumn['from']>, string>> = {
  caption: ' (or the caption of its table)',
  heading: ' (or a heading above)',
  link: ' (or a link that carries it)',
}

const nameOf = ({ headers, field, from }: ReportColumn): string =>
  `"${headers[0] ?? field}"${from === undefined ? '' : sources[from]}`

const remedyOf = ({ name, title, isConfirmed }: ReportProfile): string =>
  isConfirmed
    ? `Export the ${title} report again in detail, with its standard columns, unedited.`
    : `The headers of this report are not confirmed: say once which is which with \`reconcile profile --report ${name} --file FILE --map FIELD="Header text"\`.`

const identityOf = ({ columns, identity }: ReportProfile): string =>
  columns
    .filter(({ field }) => identity.includes(field))
    .map(nameOf)
    .join(' or ')

const refuseUnread = ({ path }: ReportFile, profile: ReportProfile, row: number): Problem =>
  new Problem('REPORT_PROFILE', {
    what: `${path} has the header of a ${profile.title} report and rows below it, but none that can be read as one of it.`,
    why: `Row ${row} is the first: it has no ${identityOf(profile)}.`,
    remedy: remedyOf(profile),
  })

/**
 * The header of a file that has all that its report needs. A header with nothing below it is an empty report, as a quiet day has it.
 * @throws Problem REPORT_PROFILE naming each required column that the file does not have, or the first of rows that are none of its.
 */
export const refuseColumns = (
  profile: ReportProfile,
  file: ReportFile,
  columns: ColumnsFound,
): ReportHeader => {
  const { header, found, rows } = columns
  const unnamed = profile.columns.filter(({ field, required }) => required && !found.has(field))
  const lacking = unnamed.filter(({ from }) => from === undefined)
  // Captions, headings and links come with records only.
  const missing = rows > 0 || lacking.length > 0 || header === undefined ? unnamed : []
  if (header !== undefined && missing.length === 0) {
    if (rows === 0 && columns.unread !== undefined) throw refuseUnread(file, profile, columns.unread)
    return header
  }
  const texts = (header?.texts ?? columns.widest).map(cleanText)
  const listed = texts.slice(0, 40).map((text) => `"${text.slice(0, 60)}"`)
  throw new Problem('REPORT_PROFILE', {
    what: `The file is no ${profile.title} report: it has no column ${missing.map(nameOf).join(', ')}.`,
    why: file.suspicion ?? `Its headers are: ${listed.join(', ') || 'none'}.`,
    remedy:
      file.suspicion === undefined ? remedyOf(profile) : 'Sign in to Mindbody and export the report again.',
  })
}
