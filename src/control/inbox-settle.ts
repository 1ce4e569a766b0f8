// What becomes of deliveries: applied or dead, found again, replayed, and gone when their time is over.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { Problem } from '../core/errors.ts'
import type { Control } from './database.ts'
import { againOnDeadlock } from './engine.ts'
import { bytesOf, inStatements } from './inbox.ts'
import type { AppliedRow, DeadRow, InboxEntry, KnownOfEvent } from './inbox-shape.ts'

/** Rows are kept so long after they were settled; of applied ones only the bodies go earlier. */
const keptDays = 400
const dayMs = 86_400_000

const entryColumns = [
  'seq',
  'id',
  'received_at',
  'path',
  'key_id',
  'deliveries',
  'last_delivery_at',
  'bytes',
  'state',
  'message_id',
  'event_id',
  'site_id',
  'originated_at',
  'fact_id',
  'reason',
  'detail',
  'settled_at',
  'run_id',
  'replays',
] as const

interface Settled extends KnownOfEvent {
  readonly id: string
  readonly reason?: string
  readonly detail?: string
}

/** Only waiting rows are settled: a second settling of the same rows changes nothing. */
const settle = async (
  { db }: Control,
  state: 'applied' | 'dead',
  { runId, at }: { readonly runId: string; readonly at: Date },
  rows: readonly Settled[],
): Promise<void> => {
  // A statement a piece and no transaction around them: the receiver writes in between.
  for (const chunk of inStatements(rows)) {
    const values: readonly RawBuilder<unknown>[] = chunk.map(
      (row) => sql`(${row.id}, ${row.messageId ?? null}, ${row.eventId ?? null}, ${row.siteId ?? null},
        ${row.originatedAt ?? null}, ${row.factId ?? null}, ${row.reason ?? null}, ${row.detail ?? null})`,
    )
    const statement = sql`
      with settled (id, message_id, event_id, site_id, originated_at, fact_id, reason, detail) as (
        values ${sql.join(values)}
      )
      update webhook_inbox set state = ${state}, settled_at = ${at.toISOString()}, run_id = ${runId},
        message_id = settled.message_id, event_id = settled.event_id, site_id = cast(settled.site_id as integer),
        originated_at = settled.originated_at, fact_id = settled.fact_id,
        reason = settled.reason, detail = settled.detail
      from settled where webhook_inbox.id = settled.id and webhook_inbox.state = 'received'`
    await againOnDeadlock(() => statement.execute(db))
  }
}

/** Notes that rows are in the lake. */
export const markApplied = (
  control: Control,
  runId: string,
  at: Date,
  rows: readonly AppliedRow[],
): Promise<void> => settle(control, 'applied', { runId, at }, rows)

/** Sets rows aside, with the reason. */
export const markDead = (
  control: Control,
  runId: string,
  at: Date,
  rows: readonly DeadRow[],
): Promise<void> => settle(control, 'dead', { runId, at }, rows)

/**
 * Which of these messages were settled before, and by which row: the applied one before a dead one, then the first. A row that is
 * dead as a conflict does not count: the row it is in conflict with would be one with it when replayed.
 */
export const knownMessages = async (
  { db }: Control,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const known = new Map<string, string>()
  for (const chunk of inStatements(messageIds)) {
    const rows = await db
      .selectFrom('webhook_inbox')
      .select(['message_id', 'id'])
      .where('message_id', 'in', chunk)
      .where('state', 'in', ['applied', 'dead'])
      .where((e) => e.or([e('reason', 'is', null), e('reason', '<>', 'conflict')]))
      .orderBy('state')
      .orderBy('seq')
      .execute()
    for (const { message_id: messageId, id } of rows) {
      if (messageId !== null && !known.has(messageId)) known.set(messageId, id)
    }
  }
  return known
}

export interface DeadFilter {
  readonly ids?: readonly string[] | undefined
  readonly reason?: string | undefined
  /** By the time of receipt, both included. */
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  readonly limit?: number | undefined
}

/** Dead letters, in the order of their arrival. */
export const deadRows = async (
  { db }: Control,
  { ids, reason, since, until, limit }: DeadFilter = {},
): Promise<readonly InboxEntry[]> => {
  // Postgres knows no empty list.
  if (ids?.length === 0) return []
  let query = db.selectFrom('webhook_inbox').select(entryColumns).where('state', '=', 'dead').orderBy('seq')
  if (ids !== undefined) query = query.where('id', 'in', ids)
  if (reason !== undefined) query = query.where('reason', '=', reason)
  if (since !== undefined) query = query.where('received_at', '>=', since.toISOString())
  if (until !== undefined) query = query.where('received_at', '<=', until.toISOString())
  if (limit !== undefined) query = query.limit(limit)
  return query.execute()
}

/**
 * One row with its body (null once its retention is over), by its id or by how that begins; undefined where there is none.
 * @throws Problem USAGE where several ids begin so.
 */
export const inboxRow = async (
  { db }: Control,
  idOrPrefix: string,
): Promise<(InboxEntry & { readonly body: Uint8Array | null }) | undefined> => {
  // The range of all texts with this beginning: ids are hexadecimal, and `g` comes after all of it.
  const [row, other] = await db
    .selectFrom('webhook_inbox')
    .select([...entryColumns, 'body'])
    .where('id', '>=', idOrPrefix)
    .where('id', '<', `${idOrPrefix}g`)
    .orderBy('id')
    .limit(2)
    .execute()
  if (other !== undefined) {
    throw new Problem('USAGE', {
      what: `More than one delivery begins with ${idOrPrefix}.`,
      remedy: 'Give more of the id.',
    })
  }
  return row === undefined ? undefined : { ...row, body: row.body === null ? null : bytesOf(row.body) }
}

/** Puts settled rows back among those that wait; rows without a body stay as they are. @returns rows put back. */
export const replay = async ({ db }: Control, ids: readonly string[]): Promise<number> => {
  let count = 0
  for (const chunk of inStatements(ids)) {
    const { numUpdatedRows } = await db
      .updateTable('webhook_inbox')
      .set({
        state: 'received',
        replays: sql`replays + 1`,
        reason: null,
        detail: null,
        settled_at: null,
        run_id: null,
      })
      .where('id', 'in', chunk)
      .where('state', '<>', 'received')
      .where('body', 'is not', null)
      .executeTakeFirstOrThrow()
    count += Number(numUpdatedRows)
  }
  return count
}

/**
 * Drops the bodies of rows applied before a time, and whole rows settled 400 days before `now`. What waits never goes.
 * @returns bodies and rows that went.
 */
export const pruneInbox = async (
  { db }: Control,
  before: Date,
  now: Date = new Date(),
): Promise<{ readonly bodies: number; readonly rows: number }> => {
  const { numUpdatedRows } = await db
    .updateTable('webhook_inbox')
    .set({ body: null })
    // Written out, not as a value: only so does SQLite use the index of kept bodies.
    .where(sql<boolean>`state = 'applied' and body is not null`)
    .where('settled_at', '<', before.toISOString())
    .executeTakeFirstOrThrow()
  const { numDeletedRows } = await db
    .deleteFrom('webhook_inbox')
    .where('state', 'in', ['applied', 'dead'])
    .where('settled_at', '<', new Date(now.getTime() - keptDays * dayMs).toISOString())
    .executeTakeFirstOrThrow()
  return { bodies: Number(numUpdatedRows), rows: Number(numDeletedRows) }
}
