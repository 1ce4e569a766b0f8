// What of the inbox concerns whoever watches it: what waits, what is dead; cheap however much was applied before.
import { sql } from 'kysely'
import type { Control } from './database.ts'

export interface InboxWaiting {
  /** Events that wait for the drain, and their bytes. */
  readonly received: number
  readonly bytes: number
  readonly oldestReceivedAt: Date | undefined
  /** Dead letters by reason. */
  readonly dead: Readonly<Record<string, number>>
  /** When the newest of the applied ones was. */
  readonly lastAppliedAt: Date | undefined
}

/**
 * Reads it by the index over states alone: the receiver is asked for it every few seconds, on the thread that answers Mindbody, and
 * applied rows lie there for a year.
 */
export const inboxWaiting = async ({ db }: Control): Promise<InboxWaiting> => {
  const waiting = await db
    .selectFrom('webhook_inbox')
    .select((e) => [
      e.fn.countAll<number>().as('rows'),
      e.fn.coalesce(e.fn.sum<number>('bytes'), sql<number>`0`).as('bytes'),
      e.fn.min('received_at').as('oldest'),
    ])
    .where('state', '=', 'received')
    .executeTakeFirstOrThrow()
  const dead = await db
    .selectFrom('webhook_inbox')
    .select(['reason', (e) => e.fn.countAll<number>().as('rows')])
    .where('state', '=', 'dead')
    .groupBy('reason')
    .orderBy('reason')
    .execute()
  const applied = await db
    .selectFrom('webhook_inbox')
    .select('settled_at')
    .where('state', '=', 'applied')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    received: waiting.rows,
    bytes: waiting.bytes,
    oldestReceivedAt: dateOf(waiting.oldest),
    dead: Object.fromEntries(dead.map(({ reason, rows }) => [reason ?? 'unknown', rows])),
    lastAppliedAt: dateOf(applied?.settled_at ?? null),
  }
}

/**
 * When the first event came of those that wait for the drain; a replayed one waits since it came at first. One row of the index over
 * states and order: it may be asked often.
 */
export const oldestWaiting = async ({ db }: Control): Promise<Date | undefined> => {
  const first = await db
    .selectFrom('webhook_inbox')
    .select('received_at')
    .where('state', '=', 'received')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return dateOf(first?.received_at ?? null)
}

// An aggregate over no rows is null, which its type does not say.
const dateOf = (text: string | null): Date | undefined => (text === null ? undefined : new Date(text))
