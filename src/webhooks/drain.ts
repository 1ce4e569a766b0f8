// The drain: deliveries that wait in the inbox become rows of the lake and dirty keys, or dead letters.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Control } from '../control/database.ts'
import { receivedRows } from '../control/inbox.ts'
import type { ReceivedRow } from '../control/inbox-shape.ts'
import { markApplied, markDead, pruneInbox } from '../control/inbox-settle.ts'
import { groupBy } from '../core/group.ts'
import { collectGarbage } from '../core/heap.ts'
import type { Log } from '../core/log.ts'
import type { Warehouse } from '../lakehouse/warehouse.ts'
import type { ReceivedEvent } from './event-rows.ts'
import { judge } from './judge.ts'
import type { DeadEvent } from './judge.ts'
import { landEvents } from './land-events.ts'
import type { DeadReason } from './parse-event.ts'

export interface DrainInput {
  readonly control: Control
  /** Opened with `webhookEvents` among its streams, by the holder of the home's lease. */
  readonly warehouse: Warehouse
  readonly siteIds: readonly number[]
  readonly runId: string
  readonly now: () => Date
  readonly log: Log
  readonly signal: AbortSignal
  /** Days that bodies of applied events are kept. */
  readonly retentionDays?: number
}

export interface DrainResult {
  /** Events that came into the lake, and dead letters, of this drain. */
  readonly drained: number
  readonly dead: number
  readonly deadByReason: Readonly<Partial<Record<DeadReason, number>>>
}

/** One batch: what DuckDB types at once, with the bodies and what was read out of them in memory. */
const batch = { limit: 2_000, maxBytes: 8 * 1024 * 1024 }

const dayMs = 86_400_000

/** A subscription brings the events of all sites of its API key: those of sites nobody listed may be most of them. */
const levels: Readonly<Partial<Record<DeadReason, 'error' | 'debug'>>> = {
  conflict: 'error',
  unknown_site: 'debug',
}

/**
 * Works off the inbox batch by batch. Rows are settled after the lake has committed them, so a drain that was killed in between
 * lands the same events again, which changes nothing.
 * @throws Problem DISK_FULL; the signal's reason, between two batches.
 */
export const drain = async (input: DrainInput): Promise<DrainResult> => {
  const { control, warehouse, runId, now, signal, retentionDays } = input
  let drained = 0
  const deadByReason: Partial<Record<DeadReason, number>> = {}
  try {
    for (;;) {
      signal.throwIfAborted()
      const rows = await receivedRows(control, batch)
      if (rows.length === 0) break
      const { applied, dead } = await settleBatch(input, rows)
      drained += applied
      for (const { reason } of dead) deadByReason[reason] = (deadByReason[reason] ?? 0) + 1
      // A batch leaves its bodies and what was read out of them behind, which V8 keeps while it has room.
      if (rows.length === batch.limit) collectGarbage()
    }
  } finally {
    await rm(join(warehouse.paths.work, 'pages', runId, 'webhook_events'), { recursive: true, force: true })
  }
  if (retentionDays !== undefined) {
    const at = now()
    await pruneInbox(control, new Date(at.getTime() - retentionDays * dayMs), at)
  }
  const dead = Object.values(deadByReason).reduce((sum, count) => sum + count, 0)
  return { drained, dead, deadByReason }
}

const settleBatch = async (
  input: DrainInput,
  rows: readonly ReceivedRow[],
): Promise<{ readonly applied: number; readonly dead: readonly DeadEvent[] }> => {
  const { control, warehouse, runId, now, log } = input
  const { events, dead } = await judge(control, rows, new Set(input.siteIds))
  const unfit = new Set<ReceivedEvent>()
  for (const [siteId, own] of groupBy(events, ({ event }) => event.siteId)) {
    for (const event of await landEvents({ warehouse, siteId, runId, now }, own)) unfit.add(event)
  }
  const refused = [...unfit].map(({ row, event }) => ({
    id: row.id,
    reason: 'unparseable' as const,
    detail: 'The event cannot be stored as a row.',
    messageId: event.messageId,
    eventId: event.eventId,
    siteId: event.siteId,
  }))
  const applied = events.filter((event) => !unfit.has(event))
  await markApplied(
    control,
    runId,
    now(),
    applied.map(({ row, event }) => ({ ...event, id: row.id })),
  )
  const allDead = [...dead, ...refused]
  await markDead(control, runId, now(), allDead)
  for (const { id, eventId, reason } of allDead) {
    log[levels[reason] ?? 'warn']({ inboxId: id, eventId, reason }, `dead letter: ${reason}`)
  }
  return { applied: applied.length, dead: allDead }
}
