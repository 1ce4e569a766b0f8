// Which windows of days are due: the recent days, once a day the whole look-back, and now and then everything.
import { addDays, localDateOf } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import type { Cursor, WindowCursor } from './cursor.ts'
import { isVerifyDue, isDueAfterHours, oncePerDayHours } from './due.ts'
import type { DayWindow } from './slices.ts'
import type { EventWindow } from './stream.ts'

export interface WindowsInput {
  readonly incremental: EventWindow
  readonly cursor: Cursor | undefined
  /** The server's clock at the start of the pass. */
  readonly now: Date
  readonly zone: string
  readonly startDate: LocalDate
  /** Stands in for the stream's own look-back. */
  readonly lookbackDays?: number | undefined
  /** Days between verifying passes; 0 = none. */
  readonly verifyEveryDays: number
  /** Days of rows that a pass has missed: only a second reading tells whether they are gone. */
  readonly confirm: readonly LocalDate[]
}

/** A window to read, and the cursor once it and all windows planned before it are read. */
export interface PlannedWindow {
  readonly window: DayWindow
  readonly cursor: WindowCursor
}

/**
 * Plans a pass. What is new and what usually still changes comes first, so that a budget that ends the pass early costs old
 * days; then rows to be confirmed, days before an earlier start date, and what a verifying pass still has to read.
 */
export const planWindows = (input: WindowsInput): readonly PlannedWindow[] => {
  const { incremental, now, zone, startDate, confirm } = input
  const { stepDays } = incremental
  const today = localDateOf(now, zone)
  const at = now.toISOString()
  const before = input.cursor?.kind === 'window' ? input.cursor : undefined
  const isLookback =
    before?.lookbackAt === undefined || isDueAfterHours(before.lookbackAt, oncePerDayHours, now)
  const first = before === undefined ? startDate : firstDay(input, before.until, isLookback)
  const forward = { from: first, to: addDays(today, incremental.lookaheadDays) }
  if (forward.from > forward.to) return []

  const knownFrom = before?.from ?? startDate
  const isVerifying = before === undefined || isVerifyDue(before, input.verifyEveryDays, now)
  const verify = {
    from:
      before?.verifiedUntil === undefined ? later(startDate, knownFrom) : addDays(before.verifiedUntil, 1),
    to: addDays(forward.from, -1),
  }
  const older = isVerifying ? [...closedWindows(verify, stepDays)] : []
  const earlier = [...closedWindows({ from: startDate, to: addDays(knownFrom, -1) }, stepDays)].reverse()
  const missed = [...closedWindows({ from: startDate, to: addDays(forward.from, -1) }, stepDays)].filter(
    (window) => confirm.some((day) => isIn(day, window)) && !older.some((other) => overlaps(other, window)),
  )

  const plan: PlannedWindow[] = []
  let cursor: Partial<WindowCursor> = { ...before, from: knownFrom }
  const add = (window: DayWindow, change: Partial<WindowCursor>): void => {
    cursor = { ...cursor, ...change }
    plan.push({ window, cursor: { ...cursor, kind: 'window', until: cursor.until ?? window.to } })
  }

  if (isVerifying && before?.verifyingAt === undefined) cursor = { ...cursor, verifyingAt: at }
  const yesterday = addDays(today, -1)
  for (const window of closedWindows(forward, stepDays)) {
    const read = earliest(window.to, yesterday)
    const { until, verifiedUntil = addDays(verify.from, -1) } = cursor
    const isContiguous = cursor.verifyingAt !== undefined && window.from <= addDays(verifiedUntil, 1)
    add(window, {
      until: until === undefined ? read : later(until, read),
      ...(isContiguous ? { verifiedUntil: later(verifiedUntil, window.to) } : {}),
    })
  }
  if (isLookback) cursor = { ...cursor, lookbackAt: at }
  if ((cursor.verifiedUntil ?? '') >= forward.to) cursor = verified(cursor)
  settle(plan, cursor)

  for (const window of missed) add(window, {})
  for (const window of earlier) add(window, { from: window.from })
  for (const window of older) add(window, { verifiedUntil: window.to })
  if (older.length > 0) settle(plan, verified(cursor))
  return plan
}

/** The last planned window carries what is only true once all of its kind are read. */
const settle = (plan: PlannedWindow[], cursor: Partial<WindowCursor>): void => {
  const last = plan.pop()
  if (last !== undefined)
    plan.push({ ...last, cursor: { ...cursor, kind: 'window', until: last.cursor.until } })
}

const verified = ({
  verifyingAt,
  verifiedUntil: _done,
  ...cursor
}: Partial<WindowCursor>): Partial<WindowCursor> =>
  verifyingAt === undefined ? cursor : { ...cursor, wholeAt: verifyingAt }

const firstDay = (
  { incremental, startDate, lookbackDays = incremental.lookbackDays }: WindowsInput,
  until: LocalDate,
  isLookback: boolean,
): LocalDate => {
  const days = isLookback ? lookbackDays : Math.min(incremental.recentDays, lookbackDays)
  return later(startDate, addDays(until, 1 - days))
}

/** Cuts a span of days into windows of at most `stepDays`, oldest first. */
export const closedWindows = function* ({ from, to }: DayWindow, stepDays: number): Generator<DayWindow> {
  for (let first = from; first <= to; first = addDays(first, stepDays)) {
    const last = addDays(first, stepDays - 1)
    yield { from: first, to: last < to ? last : to }
  }
}

const earliest = (one: LocalDate, other: LocalDate): LocalDate => (one < other ? one : other)
const later = (one: LocalDate, other: LocalDate): LocalDate => (one > other ? one : other)
const isIn = (day: LocalDate, { from, to }: DayWindow): boolean => from <= day && day <= to
const overlaps = (one: DayWindow, other: DayWindow): boolean => one.from <= other.to && other.from <= one.to
