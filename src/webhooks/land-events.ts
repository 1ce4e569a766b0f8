// Events of one site into the lake, and what they make out of date with them, in one transaction.
import { join } from 'node:path'
import { markDirty } from '../lakehouse/dirty-marks.ts'
import { keepHeldIds, noteClientIds } from '../lakehouse/client-ids.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { loadBatch } from '../lakehouse/load-batch.ts'
import type { Warehouse } from '../lakehouse/warehouse.ts'
import { marksOf } from './dirty.ts'
import { spoolEvents } from './event-rows.ts'
import type { ReceivedEvent } from './event-rows.ts'
import { webhookEvents } from './event-stream.ts'
import { noteMerges } from './merges.ts'
import { readingsOf } from './recall.ts'
import { seenIdsOf } from './seen-ids.ts'

export interface Landing {
  readonly warehouse: Warehouse
  readonly siteId: number
  readonly runId: string
  readonly now: () => Date
}

/**
 * Lands events: rows of `raw.webhook_events`, dirty keys, public ids and mergers become visible together or not at all. Landing
 * the same events again changes nothing but the count of marks.
 * @returns events that cannot be stored; the others are, however many of these stand between them.
 * @throws Problem DISK_FULL, and whatever else is not the fault of an event.
 */
export const landEvents = async (
  landing: Landing,
  events: readonly ReceivedEvent[],
): Promise<readonly ReceivedEvent[]> => {
  if (events.length === 0 || (await isLanded(landing, events))) return []
  if (events.length === 1) return events
  // One of them cannot be stored. Which one is found by halves, so that it stops no other.
  const middle = Math.ceil(events.length / 2)
  return [
    ...(await landEvents(landing, events.slice(0, middle))),
    ...(await landEvents(landing, events.slice(middle))),
  ]
}

/** What DuckDB says of a value it cannot take. */
const ofValue = /\b(Conversion|Invalid Input|Parser|Out of Range) Error\b/

/** One commit. False: one of the events stands in its way, and nothing was committed. */
const isLanded = async (landing: Landing, events: readonly ReceivedEvent[]): Promise<boolean> => {
  const { warehouse, siteId, runId, now } = landing
  const at = now()
  const folder = join(warehouse.paths.work, 'pages', runId, webhookEvents.name)
  const pages = await spoolEvents(events, folder, runId)
  try {
    const loaded = await loadBatch(warehouse, {
      stream: webhookEvents,
      siteId,
      runId,
      slices: [{ slice: sliceOf(siteId, events), pages }],
      cursor: undefined,
      acceptsEmpty: false,
      knownSeq: await warehouse.newestCommit(),
      passStartedAt: at,
      now,
      keepPages: false,
      also: (duck) => applyEvents(duck, landing, events, at),
    })
    return loaded.kind === 'committed'
  } catch (error) {
    if (error instanceof Error && ofValue.test(error.message)) return false
    throw error
  }
}

const sliceOf = (siteId: number, events: readonly ReceivedEvent[]) => ({
  stream: webhookEvents,
  siteId,
  id: `events=${events[0]?.row.seq ?? 0}..${events.at(-1)?.row.seq ?? 0}`,
  query: [],
  concludes: false,
})

const applyEvents = async (
  duck: Duck,
  { warehouse, siteId }: Landing,
  events: readonly ReceivedEvent[],
  at: Date,
): Promise<void> => {
  const relations = new Set(warehouse.streams.map(({ name }) => name))
  const readings = await readingsOf(duck, siteId, events, relations)
  const today = at.toISOString().slice(0, 10)
  const marks = events.flatMap((received) => {
    const { event, row } = received
    const { type } = event
    if (type === undefined) return []
    const told = (readings.get(received) ?? [event.data]).flatMap((data) => marksOf(type, data, today))
    return told.map((mark) => ({ ...mark, siteId, since: row.receivedAt, messageId: event.messageId }))
  })
  await markDirty(duck, marks)
  const seen = events.flatMap(seenIdsOf)
  if (relations.has('clients')) {
    await keepHeldIds(
      duck,
      siteId,
      seen.map(({ uniqueId }) => uniqueId),
    )
  }
  await noteClientIds(duck, siteId, seen, 'webhook')
  await noteMerges(duck, siteId, events)
}
