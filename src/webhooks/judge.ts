// Sorting deliveries: events of ours, and dead letters with their reasons.
import type { Control } from '../control/database.ts'
import { knownMessages } from '../control/inbox-settle.ts'
import type { DeadRow, ReceivedRow } from '../control/inbox-shape.ts'
import type { ReceivedEvent } from './event-rows.ts'
import { parseEvent } from './parse-event.ts'
import type { DeadReason, Parsed } from './parse-event.ts'

export interface DeadEvent extends DeadRow {
  readonly reason: DeadReason
}

/** A batch sorted into events and dead letters. */
export interface Judged {
  readonly events: readonly ReceivedEvent[]
  readonly dead: readonly DeadEvent[]
}

/**
 * Sorts deliveries, those first that came first. A message that came before with other bytes is a conflict: one of the two is not
 * Mindbody's, or not as it was sent.
 * @param siteIds sites of this home.
 */
export const judge = async (
  control: Control,
  rows: readonly ReceivedRow[],
  siteIds: ReadonlySet<number>,
): Promise<Judged> => {
  const parsed = rows.map(({ body, ...row }) => ({ row, read: parseEvent(body, siteIds) }))
  const messageIds = parsed.flatMap(({ read }) => messageOf(read) ?? [])
  const holders = new Map(await knownMessages(control, messageIds))
  const events: ReceivedEvent[] = []
  const dead: DeadEvent[] = []
  for (const { row, read } of parsed) {
    if (read.kind === 'dead') {
      const { kind: _, ...letter } = read
      dead.push({ ...letter, id: row.id })
      // It has come, whatever became of it: as after the batch, where the inbox knows it.
      const { messageId } = letter
      if (messageId !== undefined && !holders.has(messageId)) holders.set(messageId, row.id)
      continue
    }
    const { event } = read
    const holder = holders.get(event.messageId)
    if (holder !== undefined && holder !== row.id) {
      const detail = `Message ${event.messageId} came before with other bytes (${holder.slice(0, 12)}).`
      const { messageId, eventId, siteId, originatedAt } = event
      dead.push({ id: row.id, reason: 'conflict', detail, messageId, eventId, siteId, originatedAt })
      continue
    }
    holders.set(event.messageId, row.id)
    events.push({ row, event })
  }
  return { events, dead }
}

const messageOf = (read: Parsed): string | undefined =>
  read.kind === 'event' ? read.event.messageId : read.messageId
