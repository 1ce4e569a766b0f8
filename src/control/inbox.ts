// The inbox: deliveries are kept durably before they are answered, and once each however often they come.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { groupBy } from '../core/group.ts'
import type { Control } from './database.ts'
import { againOnDeadlock } from './engine.ts'
import type { Delivery, InboxCounts, ReceivedRow } from './inbox-shape.ts'
import type { ControlSchema } from './schema.ts'

/** Rows of one statement: eight variables each, far below the limit of either engine. */
const rowsPerStatement = 500

/** Cuts a list into pieces of one statement each. */
export const inStatements = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / rowsPerStatement) }, (_, nth) =>
    list.slice(nth * rowsPerStatement, (nth + 1) * rowsPerStatement),
  )

/**
 * Keeps a group of deliveries in one transaction, and so with one flush; they are durable when it resolves. What Mindbody counts
 * as delivered on each path, and the last use of each key, move with it.
 * @returns for each delivery whether its body was new or has come before (in this group too).
 */
export const storeDeliveries = async (
  control: Control,
  deliveries: readonly Delivery[],
): Promise<readonly ('new' | 'repeat')[]> => {
  if (deliveries.length === 0) return []
  const groups = groupBy(deliveries, ({ id }) => id)
  const store = async (db: Transaction<ControlSchema>): Promise<ReadonlySet<string>> => {
    await countOnPaths(db, deliveries)
    await noteKeys(db, deliveries)
    const found = new Set<string>()
    for (const chunk of inStatements([...groups.values()])) {
      for (const id of await insertBodies(db, chunk)) found.add(id)
    }
    return found
  }
  const fresh = await againOnDeadlock(() => control.db.transaction().execute(store))
  return deliveries.map((delivery) =>
    fresh.has(delivery.id) && groups.get(delivery.id)?.[0] === delivery ? 'new' : 'repeat',
  )
}

const latest = (deliveries: readonly Delivery[]): string =>
  deliveries
    .map(({ receivedAt }) => receivedAt.toISOString())
    .reduce((one, other) => (one > other ? one : other))

const earliest = (deliveries: readonly Delivery[]): string =>
  deliveries
    .map(({ receivedAt }) => receivedAt.toISOString())
    .reduce((one, other) => (one < other ? one : other))

const countOnPaths = async (
  db: Transaction<ControlSchema>,
  deliveries: readonly Delivery[],
): Promise<void> => {
  const byPath = groupBy(deliveries, ({ path }) => path)
  const rows = [...byPath].map(([path, own]) => ({
    path,
    added_at: earliest(own),
    first_event_at: earliest(own),
    last_event_at: latest(own),
    accepted: own.length,
  }))
  await db
    .insertInto('webhook_paths')
    // In one order everywhere: two writers with the same paths cannot wait for each other.
    .values(rows.toSorted((one, other) => (one.path < other.path ? -1 : 1)))
    .onConflict((conflict) =>
      conflict.column('path').doUpdateSet({
        accepted: sql`webhook_paths.accepted + excluded.accepted`,
        first_event_at: sql`coalesce(webhook_paths.first_event_at, excluded.first_event_at)`,
        last_event_at: sql`excluded.last_event_at`,
      }),
    )
    .execute()
}

const noteKeys = async (db: Transaction<ControlSchema>, deliveries: readonly Delivery[]): Promise<void> => {
  const byKey = groupBy(deliveries, ({ keyId }) => keyId)
  for (const [keyId, own] of [...byKey].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    await db
      .updateTable('webhook_keys')
      .set({ last_used_at: latest(own) })
      .where('key_id', '=', keyId)
      .execute()
  }
}

/** @returns the ids that were not there: their count of deliveries is the group's own. */
const insertBodies = async (
  db: Transaction<ControlSchema>,
  groups: readonly (readonly Delivery[])[],
): Promise<readonly string[]> => {
  const rows = groups.flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    return {
      id: first.id,
      received_at: first.receivedAt.toISOString(),
      path: first.path,
      key_id: first.keyId,
      deliveries: own.length,
      last_delivery_at: latest(own),
      body: first.body,
      bytes: first.body.byteLength,
    }
  })
  const counted = await db
    .insertInto('webhook_inbox')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        deliveries: sql`webhook_inbox.deliveries + excluded.deliveries`,
        last_delivery_at: sql`excluded.last_delivery_at`,
      }),
    )
    .returning(['id', 'deliveries'])
    .execute()
  const own = new Map(rows.map(({ id, deliveries }) => [id, deliveries]))
  return counted.filter(({ id, deliveries }) => own.get(id) === deliveries).map(({ id }) => id)
}

export interface ReceivedLimits {
  readonly limit: number
  /** Of the bodies together; the first row comes whatever its size. */
  readonly maxBytes: number
}

/** A body as read back: libsql hands out an ArrayBuffer, whatever the types say, and pg a Buffer. */
export const bytesOf = (body: Uint8Array | ArrayBuffer): Uint8Array =>
  body instanceof Uint8Array ? body : new Uint8Array(body)

/** Deliveries that wait, in the order of their arrival. */
export const receivedRows = async (
  { db }: Control,
  { limit, maxBytes }: ReceivedLimits,
): Promise<readonly ReceivedRow[]> => {
  const waiting = db
    .selectFrom('webhook_inbox')
    .select(['seq', 'bytes'])
    .where('state', '=', 'received')
    .orderBy('seq')
    .limit(limit)
    .as('waiting')
  const summed = db
    .selectFrom(waiting)
    .select(['seq', sql<number>`sum(bytes) over (order by seq) - bytes`.as('bytes_before')])
    .select(sql<number>`sum(bytes) over (order by seq)`.as('bytes_with'))
    .as('summed')
  const rows = await db
    .selectFrom('webhook_inbox')
    .innerJoin(summed, 'summed.seq', 'webhook_inbox.seq')
    .select(['webhook_inbox.seq', 'id', 'received_at', 'path', 'key_id', 'deliveries', 'replays', 'body'])
    .where((e) => e.or([e('bytes_with', '<=', maxBytes), e('bytes_before', '=', 0)]))
    .orderBy('webhook_inbox.seq')
    .execute()
  return rows.flatMap(({ body, ...row }) =>
    body === null
      ? []
      : {
          seq: row.seq,
          id: row.id,
          receivedAt: new Date(row.received_at),
          path: row.path,
          keyId: row.key_id,
          deliveries: row.deliveries,
          replays: row.replays,
          body: bytesOf(body),
        },
  )
}

/** What waits, what was applied and what is dead. */
export const inboxCounts = async ({ db }: Control): Promise<InboxCounts> => {
  const counts = await db
    .selectFrom('webhook_inbox')
    .select(['state', (e) => e.fn.countAll<number>().as('rows')])
    .groupBy('state')
    .execute()
  const waiting = await db
    .selectFrom('webhook_inbox')
    .select((e) => [
      e.fn.coalesce(e.fn.sum<number>('bytes'), sql<number>`0`).as('bytes'),
      e.fn.min('received_at').as('oldest'),
    ])
    .where('state', '=', 'received')
    .executeTakeFirstOrThrow()
  const applied = await db
    .selectFrom('webhook_inbox')
    .select((e) => e.fn.max('settled_at').as('newest'))
    .where('state', '=', 'applied')
    .executeTakeFirstOrThrow()
  const of = (state: string): number => counts.find((row) => row.state === state)?.rows ?? 0
  return {
    received: of('received'),
    applied: of('applied'),
    dead: of('dead'),
    bytes: waiting.bytes,
    oldestReceivedAt: dateOf(waiting.oldest),
    newestAppliedAt: dateOf(applied.newest),
  }
}

// An aggregate over no rows is null, which its type does not say.
const dateOf = (text: string | null): Date | undefined => (text === null ? undefined : new Date(text))
