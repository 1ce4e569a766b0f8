// Which events have come, by their id.
import type { Control } from './database.ts'

export interface EventsSeen {
  readonly eventId: string
  readonly count: number
  readonly lastSeen: Date
}

/** Every event id that a drain has read in the inbox, most frequent first. */
export const eventsSeen = async ({ db }: Control): Promise<readonly EventsSeen[]> => {
  const rows = await db
    .selectFrom('webhook_inbox')
    .select(['event_id', (e) => e.fn.countAll().as('count'), (e) => e.fn.max('received_at').as('last_seen')])
    .where('event_id', 'is not', null)
    .groupBy('event_id')
    .orderBy('count', 'desc')
    .orderBy('event_id')
    .execute()
  return rows.map((row) => ({
    eventId: row.event_id ?? '',
    count: Number(row.count),
    lastSeen: new Date(row.last_seen),
  }))
}
