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
  readonly totals: readonly unknown[]
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

const refuseEmpty = ({ path }: ReportFile, { title }: ReportProfile): Problem =>
  new Problem('REPORT_PROFILE', {
    what: `${path} has the header of a ${title} report and no rows below it.`,
    remedy:
      'Check the days and filters it was run with, and export it again; with truly no rows there is nothing to compare.',
  })

/**
 * The header of a file that has all that its report needs. A file that prints a total of no rows is an empty report, and passes.
 * @throws Problem REPORT_PROFILE naming each required column that the file does not have, or saying that it has no rows.
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
    if (rows === 0 && columns.totals.length === 0) throw refuseEmpty(file, profile)
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
