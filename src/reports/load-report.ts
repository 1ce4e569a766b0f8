// Loads a surveyed report's records into the table `native`.
import { isBlank, isCutId, nameKey, normaliseId } from '../finance/cells.ts'
import { dateOf, minutesOf } from '../finance/dates.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { isUnlimitedCount, readAmount, refuseCell, underMark } from './amounts.ts'
import { readDate } from './date-column.ts'
import type { ReportFile } from './file-rows.ts'
import { remembering } from './memo.ts'
import { columnName } from './report-header.ts'
import type { KeyPart, ReportProfile } from './report-profile.ts'
import { nativeDdl } from './native-table.ts'
import type { ReportSurvey } from './survey-report.ts'
import type { WalkedRow } from './walk-report.ts'
import { textAt, walkReport } from './walk-report.ts'

/** A row of the table `native`. */
type NativeRow = Readonly<Record<string, string | number | null>>

const chunkRows = 5_000

const nativeShape = JSON.stringify([
  {
    row_no: 'INTEGER',
    local_date: 'DATE',
    parent: 'VARCHAR',
    item: 'VARCHAR',
    facet: 'VARCHAR',
    amount: 'BIGINT',
    client: 'VARCHAR',
    location: 'VARCHAR',
    category: 'VARCHAR',
  },
])

const nameOf = remembering(nameKey)
const idOf = remembering((text) => {
  const id = normaliseId(text)
  return isCutId(id) ? undefined : id
})
/** "TBD" is a time that is not known. */
const minutesIn = remembering((text) => {
  const minutes = minutesOf(text)
  return minutes === undefined ? undefined : String(minutes ?? '')
})

const filled = (text: string): string | null => (text === '' ? null : text)

/** Reads a field of a row as text to compare; a field the profile does not have is empty. */
type Reader = (walked: WalkedRow) => string

/** @param read makes of a filled cell what is compared; undefined for what cannot be read */
const cellReader = (
  profile: ReportProfile,
  field: string | undefined,
  read: (text: string) => string | undefined,
): Reader => {
  const column = profile.columns.find((each) => each.field === field)
  if (column === undefined) return () => ''
  return (walked) => {
    const text = textAt(column, walked)
    const value = isBlank(text) ? '' : read(text)
    if (value !== undefined) return value
    throw refuseCell(column, columnName(walked.header, column), { rowNumber: walked.row.rowNumber, text })
  }
}

const readers: Readonly<Record<Exclude<KeyPart['as'], 'day'>, (text: string) => string | undefined>> = {
  id: idOf,
  name: nameOf,
  minutes: minutesIn,
}

/** A report may write its dates one way in one column and the other way in the next. */
const dayReader = (profile: ReportProfile, field: string): Reader => {
  const order = profile.columns.find((each) => each.field === field)?.dateOrder ?? 'mdy'
  return cellReader(profile, field, (text) => dateOf(text, order))
}

const keyReader = (profile: ReportProfile, part: KeyPart | undefined): Reader => {
  if (part === undefined) return () => ''
  return part.as === 'day'
    ? dayReader(profile, part.native)
    : cellReader(profile, part.native, readers[part.as])
}

/**
 * The measure of a row: hundredths of money, a whole count. An empty cell is no money; neither it nor the sentinel of an option without
 * a count is a count.
 */
const amountReader = (
  profile: ReportProfile,
  survey: ReportSurvey,
): ((walked: WalkedRow) => number | null) => {
  const { native, unit } = profile.twin.measure
  const column = profile.columns.find(({ field }) => field === native)
  if (column === undefined) return () => 1
  const mark = survey.decimalMarks.get(native) ?? '.'
  return (walked) => {
    const text = textAt(column, walked)
    const hundredths = underMark(readAmount(text), mark) ?? null
    if (unit === 'money') return hundredths ?? 0
    if (hundredths === null || isUnlimitedCount(hundredths / 100)) return null
    if (hundredths % 100 === 0) return hundredths / 100
    throw refuseCell(column, columnName(walked.header, column), { rowNumber: walked.row.rowNumber, text })
  }
}

const nativeReader = (profile: ReportProfile, survey: ReportSurvey): ((walked: WalkedRow) => NativeRow) => {
  const { key, date, client, location, category } = profile.twin
  const [parent, item, facet] = [0, 1, 2].map((index) => keyReader(profile, key[index]))
  const amount = amountReader(profile, survey)
  const dateText = cellReader(profile, date?.native, (text) => text)
  const order = survey.dateOrder?.value
  const clientOf = cellReader(profile, client?.native, idOf)
  const locationOf = cellReader(profile, location?.native, nameOf)
  const categoryOf = cellReader(profile, category?.native, nameOf)
  return (walked) => ({
    row_no: walked.row.rowNumber,
    local_date:
      date === undefined || order === undefined ? null : (readDate(dateText(walked))[order] ?? null),
    parent: parent?.(walked) ?? '',
    item: item?.(walked) ?? '',
    facet: facet?.(walked) ?? '',
    amount: amount(walked),
    client: filled(clientOf(walked)),
    location: filled(locationOf(walked)),
    category: filled(categoryOf(walked)),
  })
}

/**
 * Makes the table `native` and fills it in chunks: one row per record of the file, keys cleaned as the twin's are.
 * @throws Problem REPORT_PROFILE for a cell of the key that cannot be read, by row, column and text.
 */
export const loadReport = async (
  duck: Duck,
  profile: ReportProfile,
  file: ReportFile,
  survey: ReportSurvey,
): Promise<void> => {
  await duck.run(nativeDdl)
  const rowOf = nativeReader(profile, survey)
  let chunk: NativeRow[] = []
  const flush = async (): Promise<void> => {
    if (chunk.length === 0) return
    await duck.run(
      `insert into native select unnest(from_json($1::json, '${nativeShape}'), recursive := true)`,
      [JSON.stringify(chunk)],
    )
    chunk = []
  }
  for await (const walked of walkReport(profile, file)) {
    if (walked.role !== 'record') continue
    chunk.push(rowOf(walked))
    if (chunk.length >= chunkRows) await flush()
  }
  await flush()
}
