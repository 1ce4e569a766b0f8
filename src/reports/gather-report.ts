// The one pass over a report file that a survey makes: what it counts, sums and keeps on the way.
import { cleanText } from '../finance/cells.ts'
import type { AmountColumn } from './amounts.ts'
import { readAmount } from './amounts.ts'
import type { ReportFile } from './file-rows.ts'
import type { TotalsRow } from './printed-totals.ts'
import type { ReportHeader } from './report-header.ts'
import type { ReportProfile } from './report-profile.ts'
import type { RunningSums } from './running-sums.ts'
import { readTotals } from './totals-row.ts'
import type { WalkedRow } from './walk-report.ts'
import { filledIn, textAt, walkReport } from './walk-report.ts'

/** What the pass gathers. */
export interface Gathered {
  readonly header: ReportHeader | undefined
  /** Fields that a header names or that some record fills. */
  readonly found: ReadonlySet<string>
  /** Texts of the rows above the header; with them the widest of these rows, which a refusal shows. */
  readonly titles: readonly string[]
  readonly widest: readonly string[]
  /** Texts of rows below the header that are no records. */
  readonly notes: readonly string[]
  readonly rows: number
  /** The first row below the header that is filled as a record is, and is none. */
  readonly unread: number | undefined
  readonly totals: readonly TotalsRow[]
}

/** Of each kind, so that memory stays flat. */
const textsKept = 500

/** Notes below a table fill a cell or two; what fills half of its columns was meant as a row of it. */
const isMeantAsRecord = ({ header, row }: WalkedRow): boolean => {
  const columns = filledIn(header.texts)
  return columns > 0 && filledIn(row.cells) > Math.max(1, columns / 2)
}

/** Walks the file once, feeding the columns. */
export const gatherReport = async (
  profile: ReportProfile,
  file: ReportFile,
  numbers: readonly AmountColumn[],
  sums: RunningSums,
  addDate: (walked: WalkedRow) => void,
): Promise<Gathered> => {
  const sourced = profile.columns.filter(({ from }) => from !== undefined)
  const found = new Set<string>()
  const titles: string[] = []
  const notes: string[] = []
  const totals: TotalsRow[] = []
  let header: ReportHeader | undefined
  let widest: readonly string[] = []
  let rows = 0
  let unread: number | undefined
  for await (const walked of walkReport(profile, file)) {
    const { role, row } = walked
    if (role === 'record') {
      rows += 1
      const amounts = numbers.map(({ column, add }) => {
        const text = textAt(column, walked)
        const amount = readAmount(text)
        add(amount, { rowNumber: row.rowNumber, text })
        return amount
      })
      sums.add(walked, amounts)
      addDate(walked)
      for (const column of sourced) {
        if (!found.has(column.field) && textAt(column, walked) !== '') found.add(column.field)
      }
    } else if (role === 'header') {
      header ??= walked.header
      for (const field of walked.header.columns.keys()) found.add(field)
    } else if (role === 'totals') {
      totals.push(readTotals(walked, numbers, profile.twin.measure.native, sums.copy()))
      sums.passTotals()
    } else {
      if (role === 'other' && isMeantAsRecord(walked)) unread ??= row.rowNumber
      const texts = role === 'title' ? titles : notes
      if (texts.length < textsKept) texts.push(row.cells.filter((cell) => cleanText(cell) !== '').join(' '))
      if (header === undefined && row.cells.length > widest.length) widest = row.cells
    }
  }
  return { header, found, titles, notes, widest, rows, unread, totals }
}
