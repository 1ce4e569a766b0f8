// Where a stream of one site stands, and where it stands after a pass.
import { addDays, localDateOf, type LocalDate } from '../core/time.ts'
import type { Slice } from './slices.ts'
import type { Stream } from './stream.ts'

/** A position over windows of days. */
export interface WindowCursor {
  readonly kind: 'window'
  /** Last site-local day up to which every window was read when that day was over. */
  readonly until: LocalDate
  /** First day that was read; unknown in cursors of older versions. */
  readonly from?: LocalDate
  /** When the whole look-back was last read. */
  readonly lookbackAt?: string
  /** When the last verifying pass, over everything since the start date, began. */
  readonly wholeAt?: string
  /** When the verifying pass began that is under way, and the day up to which it has read. */
  readonly verifyingAt?: string
  readonly verifiedUntil?: LocalDate
}

/** A position in rows modified since some time. */
export interface ModifiedCursor {
  readonly kind: 'modified'
  readonly since: string
  /** When everything was last read. */
  readonly wholeAt?: string
}

/** A position over parents, who are asked one by one: `from` = the first day they were asked for, where the stream has a span. */
export interface ParentsCursor {
  readonly kind: 'parents'
  readonly readAt: string
  readonly from?: LocalDate
}

/**
 * The position of one stream in one site, as it is kept by the warehouse and in Airbyte states. All times are UTC (`...Z`), all
 * days site-local.
 */
export type Cursor =
  | { readonly kind: 'full'; readonly readAt: string }
  | ModifiedCursor
  | WindowCursor
  | { readonly kind: 'snapshot'; readonly day: LocalDate }
  | ParentsCursor

/** When a pass over a stream of a site began: the server's clock before its first call, and the site's zone. */
export interface PassStart {
  readonly startedAt: Date
  readonly zone: string
}

/**
 * The cursor once `slice` and every slice planned before it is read. Plans over windows and modified rows say it themselves.
 * It is the start of the pass minus the stream's lag, never the greatest value seen: a row modified while we page moves in the
 * order and may be missed now, so the next pass must ask for it again.
 */
export const cursorAfter = (slice: Slice, pass: PassStart): Cursor => {
  if (slice.cursor !== undefined) return slice.cursor
  const { stream } = slice
  const readAt = pass.startedAt.toISOString()
  if (stream.parent !== undefined) return { kind: 'parents', readAt }
  const { incremental } = stream
  switch (incremental.kind) {
    case 'full':
      return { kind: 'full', readAt }
    case 'modified':
      return { kind: 'modified', since: sinceOf(pass.startedAt, incremental.lagHours) }
    case 'snapshot':
      return { kind: 'snapshot', day: localDateOf(pass.startedAt, pass.zone) }
    case 'window':
      return { kind: 'window', until: lastDayRead(slice, pass) }
  }
}

/** A cursor over modified rows: the start of the pass, held back by the lag. */
export const sinceOf = (startedAt: Date, lagHours: number): string =>
  new Date(startedAt.getTime() - lagHours * 3_600_000).toISOString()

/** Today is not over and days ahead are only a forecast: neither counts as read. */
const lastDayRead = (slice: Slice, pass: PassStart): LocalDate => {
  const yesterday = addDays(localDateOf(pass.startedAt, pass.zone), -1)
  const to = slice.window?.to ?? yesterday
  return to < yesterday ? to : yesterday
}

/** The cursor kind a stream has; a state of another kind is of no use to it. */
export const cursorKind = (stream: Stream): Cursor['kind'] =>
  stream.parent === undefined ? stream.incremental.kind : 'parents'
