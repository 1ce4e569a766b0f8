// The ledger of closings: what was closed and reopened, in order; rows are appended and never changed.
import type { Duck } from '../lakehouse/duck.ts'

export interface ClosingEvent {
  readonly seq: number
  readonly site_id: number
  /** `YYYY-MM` of posting dates. */
  readonly period: string
  readonly event: 'closed' | 'reopened'
  /** ISO instant. */
  readonly at_utc: string
  readonly by_whom: string
  readonly reason: string | null
  /** SHA-256 of the frozen file, hex; a reopening names the file that it sets aside. */
  readonly journal_hash: string
  /** Relative to the home, so that a home may move. */
  readonly file_path: string
  /** Null for a reopening. */
  readonly line_n: number | null
}

/** A period as its newest event left it while it is closed. */
export type Closing = ClosingEvent & { readonly event: 'closed' }

/** All events of a home's warehouse, oldest first. */
export const readEvents = (duck: Duck): Promise<readonly ClosingEvent[]> =>
  duck.rows<ClosingEvent>(
    `select seq, site_id, period, event, strftime(at_utc, '%Y-%m-%dT%H:%M:%SZ') as at_utc, by_whom, reason, journal_hash,
       file_path, line_n
     from ledger.period_close where seq is not null order by seq`,
  )

/** The newest event of each site and period, in the order of the calendar. */
export const newestEvents = (events: readonly ClosingEvent[]): readonly ClosingEvent[] =>
  [...new Map(events.map((event) => [`${event.site_id} ${event.period}`, event])).values()].sort(
    (one, other) => one.site_id - other.site_id || one.period.localeCompare(other.period),
  )

const isClosing = (event: ClosingEvent): event is Closing => event.event === 'closed'

/** The periods that are closed now. */
export const closedNow = (events: readonly ClosingEvent[]): readonly Closing[] =>
  newestEvents(events).filter(isClosing)

/** The number the next event is to have. */
export const nextSeq = (events: readonly ClosingEvent[]): number => (events.at(-1)?.seq ?? 0) + 1

/** Appends one event; it is there whole or not at all. */
export const appendEvent = (duck: Duck, event: ClosingEvent): Promise<void> =>
  duck.transaction(() =>
    duck.run(
      `insert into ledger.period_close
         (seq, site_id, period, event, at_utc, by_whom, reason, journal_hash, file_path, line_n)
       values ($1, $2, $3, $4, cast($5 as timestamp), $6, $7, $8, $9, $10)`,
      [
        event.seq,
        event.site_id,
        event.period,
        event.event,
        event.at_utc.replace('T', ' ').replace(/(\.\d+)?Z$/, ''),
        event.by_whom,
        event.reason,
        event.journal_hash,
        event.file_path,
        event.line_n,
      ],
    ),
  )
