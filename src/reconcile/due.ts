// Due reconciliations: every file of a parallel run's folder that was not compared yet, each for its day, also after a gap.
import type { Control } from '../control/database.ts'
import { daysOf, recordDay } from '../control/schedules.ts'
import type { ComparedDay } from '../control/schedules.ts'
import type { ReconcileSchedulesTable } from '../control/schema.ts'
import { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { addDays } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import { dayInName, dayOfFile, filesIn } from './day-file.ts'
import type { Given } from './given.ts'
import { profileFor } from './profile-for.ts'
import type { ProfileInUse } from './profile-for.ts'
import { putOnRecord } from './put-on-record.ts'
import type { OnRecord } from './put-on-record.ts'
import { isReadThrough, readThrough } from './read-through.ts'
import type { ReadThrough } from './read-through.ts'
import { reconcile } from './reconcile.ts'
import { sha256OfReport } from '../reports/report-file.ts'
import { settingsOf } from './scheduled-settings.ts'
import type { SurveyHints } from '../reports/survey-report.ts'

export interface DueInput {
  readonly control: Control
  readonly home: string
  readonly marts: string
  readonly log: Log
  readonly now: Date
  /** Stops between two files. */
  readonly signal?: AbortSignal
  /** Also files that were compared before: what was read since, or mended in the marts, counts. */
  readonly again?: boolean | undefined
}

/** A file that was compared now. */
export interface DueCompared extends OnRecord {
  readonly day: LocalDate
}

/** A file that was not, and why. */
export interface DueLeft {
  readonly file: string
  readonly why: string
  /** True where only time is missing; else a person must look at the file. */
  readonly isWaiting: boolean
}

export interface DueResult {
  readonly compared: readonly DueCompared[]
  readonly left: readonly DueLeft[]
}

const lastDayOf = ({ day_from: from, days }: ReconcileSchedulesTable): LocalDate => addDays(from, days - 1)

const hintsOf = (schedule: ReconcileSchedulesTable): SurveyHints => ({
  dateOrder: settingsOf(schedule).dateOrder?.value,
  from: schedule.day_from,
  to: lastDayOf(schedule),
})

/** Why a file's day cannot be compared; undefined where it can. */
const hindrance = (
  schedule: ReconcileSchedulesTable,
  day: LocalDate | undefined,
  through: ReadThrough,
): Omit<DueLeft, 'file'> | undefined => {
  if (day === undefined) {
    const why = 'It does not tell one day: write it into the name as YYYY-MM-DD, or export one day.'
    return { why, isWaiting: false }
  }
  const last = lastDayOf(schedule)
  if (day < schedule.day_from || day > last)
    return { why: `Its day ${day} is not in ${schedule.day_from} to ${last}.`, isWaiting: false }
  if (isReadThrough(through, day)) return undefined
  const read = through.lastReadAt?.toISOString() ?? 'never'
  return { why: `The marts were last read ${read}, before the end of ${day}.`, isWaiting: true }
}

const compareDay = async (
  input: DueInput,
  schedule: ReconcileSchedulesTable,
  { profile, origin }: ProfileInUse,
  { day, file }: { readonly day: LocalDate; readonly file: string },
): Promise<DueCompared> => {
  const { control, home, marts, log, now } = input
  const told = { value: day, source: 'flag' } as const
  const given: Given = { ...settingsOf(schedule), from: told, to: told }
  const reconciled = await reconcile({
    profile,
    origin,
    file,
    siteId: schedule.site_id,
    given,
    marts,
    log,
    now,
  })
  const record = await putOnRecord({ control, home }, reconciled)
  await recordDay(control, {
    report: schedule.report,
    site_id: schedule.site_id,
    day,
    file_sha256: reconciled.file_sha256,
    reconciliation_id: record.id,
    at: now.toISOString(),
  })
  return { day, ...record }
}

/** Exports of two quiet days are the same bytes: a name that tells another day makes another file. */
const isTaken = (compared: readonly ComparedDay[], file: string, hash: string): boolean => {
  const named = dayInName(file)
  return compared.some((row) => row.file_sha256 === hash && (named === undefined || row.day === named))
}

/**
 * Works off the folder of a parallel run, oldest file first. A file is compared once, unless all are to be compared again; a
 * corrected one of the same day counts in its place; no file is moved or deleted. A file that is refused is left with the reason and does not stop the others.
 * @throws Problem REPORT_SETTINGS without the folder, HOME_UNUSABLE without marts.
 */
export const workOff = async (input: DueInput, schedule: ReconcileSchedulesTable): Promise<DueResult> => {
  const inUse = await profileFor(input.home, schedule.report)
  const before = await daysOf(input.control, schedule)
  const files = await filesIn(schedule.folder)
  const compared: DueCompared[] = []
  const left: DueLeft[] = []
  if (files.length === 0) return { compared, left }
  const { siteId, mart } = { siteId: schedule.site_id, mart: inUse.profile.twin.mart }
  const through = await readThrough(input.marts, { mart, siteId, now: input.now })
  for (const file of files) {
    input.signal?.throwIfAborted()
    try {
      if (input.again !== true && isTaken(before, file, await sha256OfReport(file))) continue
      const day = await dayOfFile(inUse.profile, file, hintsOf(schedule))
      const hindered = hindrance(schedule, day, through)
      if (hindered !== undefined) left.push({ file, ...hindered })
      else if (day !== undefined) compared.push(await compareDay(input, schedule, inUse, { day, file }))
    } catch (error) {
      if (!(error instanceof Problem) || !error.code.startsWith('REPORT_')) throw error
      left.push({
        file,
        why: [error.what, error.why, error.remedy].filter(Boolean).join(' '),
        isWaiting: false,
      })
    }
  }
  return { compared, left }
}
