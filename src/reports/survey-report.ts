// Surveys a report file in one pass: its columns, how they are to be read, what it says of itself and of how it was run.
import type { DateOrder } from '../finance/dates.ts'
import type { DecimalMark } from '../finance/money.ts'
import type { AmountColumn } from './amounts.ts'
import { amountColumn } from './amounts.ts'
import type { DateHints, DecidedDates } from './date-column.ts'
import { dateColumn } from './date-column.ts'
import type { ReportFile } from './file-rows.ts'
import type { OwnTotal } from './file-totals.ts'
import { checkTotals } from './file-totals.ts'
import type { ToldByFile } from './told.ts'
import type { ControlTotal } from './control-total.ts'
import type { TotalledColumn } from './printed-totals.ts'
import { decideMarks } from './decimal-marks.ts'
import { gatherReport } from './gather-report.ts'
import { refuseColumns } from './refuse-columns.ts'
import type { ReportHeader } from './report-header.ts'
import { columnName, saysTaxExcluded } from './report-header.ts'
import type { ReportColumn, ReportProfile } from './report-profile.ts'
import { runSums } from './running-sums.ts'
import { readTitles } from './title-settings.ts'
import { textAt } from './walk-report.ts'

/** What is known before the file is read. */
export interface SurveyHints {
  readonly dateOrder?: DateOrder | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export interface ReportSurvey {
  /** The first header row; tables below may have others. */
  readonly header: ReportHeader
  /** Records of the file. */
  readonly rows: number
  /** Order of day and month, and who decided it; null for reports without dates. */
  readonly dateOrder: DecidedDates['order'] | null
  /** Decimal mark per numeric field. */
  readonly decimalMarks: ReadonlyMap<string, DecimalMark>
  /** What the records add up to: hundredths of money, or a count. */
  readonly total: number
  /** What the file itself says they add up to, and how many they are; null where it says nothing. */
  readonly own: { readonly total: number | null; readonly rows: number | null }
  readonly controlTotals: readonly ControlTotal[]
  /** The known cap that the count of records stands at, so that rows may be missing. */
  readonly cap: number | null
  readonly told: ToldByFile
}

const isNumeric = ({ kind }: ReportColumn): boolean => kind === 'money' || kind === 'count'

const columnNamed = (profile: ReportProfile, field: string | undefined): ReportColumn | undefined =>
  profile.columns.find((column) => column.field === field)

const totalledColumns = (
  numbers: readonly AmountColumn[],
  marks: readonly (DecimalMark | undefined)[],
  header: ReportHeader,
  measure: string,
): readonly (TotalledColumn | undefined)[] =>
  numbers.map(({ column }, index) => {
    const mark = marks[index]
    if (mark === undefined) return undefined
    return {
      header: columnName(header, column),
      unit: column.kind === 'money' ? 'money' : 'count',
      mark,
      isMeasure: column.field === measure,
    }
  })

/** Counts are whole; money is kept in hundredths. */
const measured = (hundredths: number, profile: ReportProfile): number =>
  profile.twin.measure.unit === 'count' ? hundredths / 100 : hundredths

const ownOf = (profile: ReportProfile, own: OwnTotal, isCounted: boolean): ReportSurvey['own'] => {
  const total = own.hundredths === null ? null : measured(own.hundredths, profile)
  return { total: isCounted ? own.records : total, rows: own.records }
}

/**
 * Surveys a report file by its profile. Memory stays flat, whatever the file's length.
 * @throws Problem REPORT_PROFILE naming each required column the file does not have, or a cell that cannot be read by row, column and
 * text; REPORT_SETTINGS where the order of day and month cannot be told.
 */
export const surveyReport = async (
  profile: ReportProfile,
  file: ReportFile,
  hints: SurveyHints = {},
): Promise<ReportSurvey> => {
  const { measure } = profile.twin
  const numbers = profile.columns.filter(isNumeric).map(amountColumn)
  const sums = runSums(numbers.length)
  const date = columnNamed(profile, profile.twin.date?.native)
  const dates = dateColumn()
  const gathered = await gatherReport(profile, file, numbers, sums, (walked) => {
    if (date !== undefined) dates.add(textAt(date, walked), walked.row.rowNumber)
  })
  const header = refuseColumns(profile, file, gathered)

  const early = readTitles(gathered.titles, gathered.notes, undefined)
  const dateHints: DateHints = {
    told: hints.dateOrder,
    profile: date?.dateOrder,
    style: header.texts.some(saysTaxExcluded) ? 'dmy' : undefined,
    from: hints.from ?? early.from,
    to: hints.to ?? early.to,
  }
  const decided = date && gathered.rows > 0 ? dates.decide(columnName(header, date), dateHints) : undefined
  const marks = decideMarks(numbers, header, measure.native, file.form)
  const totalled = totalledColumns(numbers, marks, header, measure.native)
  const own = checkTotals(gathered.totals, totalled, sums.levels.all)
  const measureAt = numbers.findIndex(({ column }) => column.field === measure.native)
  const all = marks[measureAt] === ',' ? sums.levels.all.comma : sums.levels.all.point
  const isCounted = measureAt < 0
  return {
    header,
    rows: gathered.rows,
    dateOrder: decided?.order ?? null,
    decimalMarks: new Map(
      numbers.flatMap(({ column }, index) => {
        const mark = marks[index]
        return mark === undefined ? [] : [[column.field, mark] as const]
      }),
    ),
    total: isCounted ? gathered.rows : measured(all[measureAt] ?? 0, profile),
    own: ownOf(profile, own, isCounted),
    controlTotals: own.controlTotals,
    cap: profile.caps.find((cap) => cap === gathered.rows) ?? null,
    told: {
      ...early,
      ...readTitles(gathered.titles, gathered.notes, decided?.order.value ?? hints.dateOrder),
      firstDate: decided?.first,
      lastDate: decided?.last,
    },
  }
}
