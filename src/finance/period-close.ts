// Closing a period: its journal frozen to a file, the file's hash appended to the ledger; and reopening the newest one.
import { Problem } from '../core/errors.ts'
import type { Duck } from '../lakehouse/duck.ts'
import type { Warehouse } from '../lakehouse/warehouse.ts'
import { freezeJournal } from './closed-files.ts'
import { openJournalMarts, publishedLines } from './journal-marts.ts'
import {
  assertClosable,
  chosenSites,
  isOpen,
  monthsToClose,
  readSites,
  readTimes,
} from './period-close-checks.ts'
import { appendEvent, closedNow, nextSeq, readEvents } from './period-close-ledger.ts'
import type { ClosingEvent } from './period-close-ledger.ts'
import { assertBalanced, journalSums } from './period-close-sums.ts'
import type { JournalSums } from './period-close-sums.ts'

export interface CloseRequest {
  readonly warehouse: Warehouse
  readonly home: string
  /** Path of the published marts. */
  readonly marts: string
  readonly period: string
  /** All sites when left out. */
  readonly siteId?: number | undefined
  readonly by: string
  readonly now: Date
}

export interface ClosedPeriod extends ClosingEvent {
  readonly totals: readonly JournalSums[]
}

/**
 * The marts must know all that was loaded, and every reopening: what is frozen is what the next build compares with.
 * @throws Problem MARTS_STALE.
 */
const assertFresh = async (
  warehouse: Warehouse,
  marts: Duck,
  events: readonly ClosingEvent[],
): Promise<void> => {
  const { built } = await marts.row<{ built: string | null }>(
    "select strftime(max(built_at), '%Y-%m-%dT%H:%M:%SZ') as built from marts.main.mart_freshness",
  )
  const { committed } = await warehouse.exclusive((duck) =>
    duck.row<{ committed: string | null }>(
      "select strftime(max(committed_at), '%Y-%m-%dT%H:%M:%SZ') as committed from meta.batches",
    ),
  )
  const reopened = events.filter(({ event }) => event === 'reopened').at(-1)?.at_utc ?? null
  for (const [since, what] of [
    [committed, 'the newest sync'],
    [reopened, 'a period was reopened'],
  ] as const) {
    if (since === null || (built !== null && built >= since)) continue
    throw new Problem('MARTS_STALE', {
      what: `The marts were built ${built ?? 'never'}, before ${what} (${since}): what would be frozen is not what is known.`,
    })
  }
}

/**
 * Closes a period, and with it the open months before it, at one site or at all sites where it is open. All are looked at before
 * the first is frozen; each month has a file of its own.
 * @throws Problem USAGE, MARTS_STALE, JOURNAL_UNBALANCED, HOME_UNUSABLE.
 */
export const closePeriod = async (request: CloseRequest): Promise<readonly ClosedPeriod[]> => {
  const { warehouse, period, siteId } = request
  await using marts = await openJournalMarts(request.marts)
  const events = await warehouse.exclusive(readEvents)
  await assertFresh(warehouse, marts, events)
  const asked = chosenSites(await readSites(marts), siteId)
  const open = asked.filter((site) => isOpen(site, period, events))
  // Without --site, a close that ended half way goes on with the rest; where nothing is left, the first check says so.
  const sites = siteId === undefined && open.length > 0 ? open : asked
  const readAt = await warehouse.exclusive(readTimes)
  for (const site of sites) assertClosable(site, period, events, readAt)
  const months = sites.flatMap((site) =>
    monthsToClose(site, period, events).map((month) => ({ siteId: site.site_id, month })),
  )
  for (const { siteId: id, month } of months) await assertBalanced(marts, publishedLines(id, month))
  const closed: ClosedPeriod[] = []
  for (const { siteId: id, month } of months) {
    const event = await closeMonth(request, marts, id, month)
    closed.push({ ...event, totals: await journalSums(marts, publishedLines(id, month)) })
  }
  return closed
}

/** The file first, durably; then the row that makes it count. */
const closeMonth = async (
  request: CloseRequest,
  marts: Duck,
  siteId: number,
  period: string,
): Promise<ClosingEvent> => {
  const { warehouse, home } = request
  return warehouse.exclusive(async (duck) => {
    const seq = nextSeq(await readEvents(duck))
    const frozen = await freezeJournal(marts, home, { siteId, period, seq })
    const event: ClosingEvent = {
      ...frozen,
      seq,
      site_id: siteId,
      period,
      event: 'closed',
      at_utc: request.now.toISOString(),
      by_whom: request.by,
      reason: null,
    }
    await appendEvent(duck, event)
    return event
  })
}

/**
 * Opens the newest closed period of a site again; its frozen file stays.
 * @throws Problem USAGE when it is not closed, or a later one is.
 */
export const reopenPeriod = async (request: {
  readonly warehouse: Warehouse
  readonly period: string
  readonly siteId: number
  readonly reason: string
  readonly by: string
  readonly now: Date
}): Promise<ClosingEvent> => {
  const { warehouse, period, siteId } = request
  return warehouse.exclusive(async (duck) => {
    const events = await readEvents(duck)
    const closings = closedNow(events).filter(({ site_id: id }) => id === siteId)
    const newest = closings.at(-1)
    if (newest?.period !== period) {
      const isClosed = closings.some((closing) => closing.period === period)
      throw new Problem('USAGE', {
        what: `${period} of site ${siteId} ${isClosed ? 'is not the newest closed period' : 'is not closed'}.`,
        remedy:
          newest === undefined
            ? 'Nothing of this site is closed; `close list` shows all.'
            : `Only the newest closed period may be reopened: ${newest.period}.`,
      })
    }
    const event: ClosingEvent = {
      seq: nextSeq(events),
      site_id: siteId,
      period,
      event: 'reopened',
      at_utc: request.now.toISOString(),
      by_whom: request.by,
      reason: request.reason,
      journal_hash: newest.journal_hash,
      file_path: newest.file_path,
      line_n: null,
    }
    await appendEvent(duck, event)
    return event
  })
}
