// The board of a parallel run: each day's state, and whether the last days in a row pass.
import type { ComparedDay } from '../control/schedules.ts'
import type { ReconcileSchedulesTable } from '../control/schema.ts'
import { addDays } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import { centsOf, centsText } from '../finance/money.ts'
import { openCauses } from './causes.ts'
import type { Difference } from './outcome.ts'

export interface BoardDay {
  readonly day: LocalDate
  /** `missing`: its day is over and no file was there; `ahead`: not over yet. */
  readonly state: 'passed' | 'failed' | 'missing' | 'ahead'
  readonly file: string | null
  readonly fileSha256: string | null
  readonly nativeTotal: string | null
  readonly ourTotal: string | null
  readonly variance: string | null
  /** Rows and money without a cause that settles them. */
  readonly openCount: number
  readonly openAmount: string
  /** Money with a named cause, added up without sign. */
  readonly classedAmount: string
  readonly causes: readonly Difference[]
  /** Files of this day that a later one has replaced. */
  readonly superseded: number
}

export interface Board {
  readonly report: string
  readonly siteId: number
  readonly days: readonly BoardDay[]
  readonly passDays: number
  /** Passed days in a row up to the last day that is over. */
  readonly streak: number
  /** The first days in a row that fulfilled the rule; null until then. */
  readonly fulfilledBy: readonly BoardDay[] | null
}

const sizeOf = (differences: readonly Difference[]): number =>
  differences.reduce((sum, { amount }) => sum + Math.abs(centsOf(amount) ?? 0), 0)

const dayWithout = (day: LocalDate, state: BoardDay['state']): BoardDay => ({
  day,
  state,
  file: null,
  fileSha256: null,
  nativeTotal: null,
  ourTotal: null,
  variance: null,
  openCount: 0,
  openAmount: centsText(0),
  classedAmount: centsText(0),
  causes: [],
  superseded: 0,
})

/** A day passes where no difference is open and the named ones stay within the policy. */
const dayOf = (
  schedule: ReconcileSchedulesTable,
  day: LocalDate,
  compared: readonly ComparedDay[],
  today: LocalDate,
): BoardDay => {
  const newest = compared.at(-1)
  if (newest === undefined) return dayWithout(day, day < today ? 'missing' : 'ahead')
  const causes = JSON.parse(newest.differences) as readonly Difference[]
  const open = causes.filter(({ cause }) => openCauses.includes(cause))
  const classed = sizeOf(causes) - sizeOf(open)
  const most = schedule.max_classed === null ? Infinity : (centsOf(schedule.max_classed) ?? 0)
  return {
    day,
    state: open.length === 0 && classed <= most ? 'passed' : 'failed',
    file: newest.file,
    fileSha256: newest.file_sha256,
    nativeTotal: newest.native_total,
    ourTotal: newest.our_total,
    variance: newest.variance,
    openCount: open.reduce((sum, { count }) => sum + count, 0),
    openAmount: centsText(sizeOf(open)),
    classedAmount: centsText(classed),
    causes,
    superseded: new Set(compared.map(({ file_sha256: hash }) => hash)).size - 1,
  }
}

/** A missing day breaks the row: nobody knows what it would have shown. */
const streakBefore = (days: readonly BoardDay[]): number => {
  const broken = days.findLastIndex(({ state }) => state !== 'passed')
  return days.length - 1 - broken
}

/**
 * The board of a parallel run on a day. The rule: no open difference, and named ones within the policy, on `pass_days` days in a
 * row; the newest file of a day counts.
 */
export const boardOf = (
  schedule: ReconcileSchedulesTable,
  compared: readonly ComparedDay[],
  today: LocalDate,
): Board => {
  const { report, site_id: siteId, day_from: from, pass_days: passDays } = schedule
  const days = Array.from({ length: schedule.days }, (_, nth) => {
    const day = addDays(from, nth)
    return dayOf(
      schedule,
      day,
      compared.filter((row) => row.day === day),
      today,
    )
  })
  const over = days.filter(({ state }) => state !== 'ahead')
  const ends = over.findIndex((_, index) => streakBefore(over.slice(0, index + 1)) >= passDays)
  return {
    report,
    siteId,
    days,
    passDays,
    streak: streakBefore(over),
    fulfilledBy: ends < 0 ? null : over.slice(ends + 1 - passDays, ends + 1),
  }
}
