// Where a stream of one site stands, and where it stands after a pass.
import { addDays, localDateOf, type LocalDate } from '../core/time.ts'
import type { Slice } from './slices.ts'
import type { Stream } from './stream.ts'

/**
 * The position of one stream in one site, as it is kept by the warehouse and in Airbyte states.
 * `since`, `readAt`, `lookbackAt` and `wholeAt` are UTC (`...Z`); `until` is the last site-local day up to which every window was
 * read when that day was over. `lookbackAt` = when the whole look-back was last read; `wholeAt` = when the last verifying pass,
 * over everything since the start date, began.
 */
export type Cursor =
  | { readonly kind: 'full'; readonly readAt: string }
  | { readonly kind: 'modified'; readonly since: string; readonly wholeAt?: string }
  | {
      readonly kind: 'window'
      readonly until: LocalDate
      readonly lookbackAt?: string
      readonly wholeAt?: string
    }
  | { readonly kind: 'snapshot'; readonly day: LocalDate }
  | { readonly kind: 'parents'; readonly readAt: string }

/** When a pass over a stream of a site began: the server's clock before its first call, and the site's zone. */
export interface PassStart {
  readonly startedAt: Date
  readonly zone: string
}

/**
 * The cursor once `slice` and every slice planned before it is read.
 * It is the start of the pass minus the stream's lag, never the greatest value seen: a row modified while we page moves in the
 * order and may be missed now, so the next pass must ask for it again.
 */
export const cursorAfter = (slice: Slice, pass: PassStart): Cursor => {
  const { stream } = slice
  if (stream.parent !== undefined) return { kind: 'parents', readAt: pass.startedAt.toISOString() }
  const { incremental } = stream
  switch (incremental.kind) {
    case 'full':
      return { kind: 'full', readAt: pass.startedAt.toISOString() }
    case 'modified': {
      const since = new Date(pass.startedAt.getTime() - incremental.lagHours * 3_600_000)
      return { kind: 'modified', since: since.toISOString() }
    }
    case 'snapshot':
      return { kind: 'snapshot', day: localDateOf(pass.startedAt, pass.zone) }
    case 'window':
      return { kind: 'window', until: lastDayRead(slice, pass) }
  }
}

/** Today is not over and days ahead are only a forecast: neither counts as read. */
const lastDayRead = (slice: Slice, pass: PassStart): LocalDate => {
  const yesterday = addDays(localDateOf(pass.startedAt, pass.zone), -1)
  const to = slice.window?.to ?? yesterday
  return to < yesterday ? to : yesterday
}

/** The cursor kind a stream has; a state of another kind is of no use to it. */
export const cursorKind = (stream: Stream): Cursor['kind'] =>
  stream.parent === undefined ? stream.incremental.kind : 'parents'
