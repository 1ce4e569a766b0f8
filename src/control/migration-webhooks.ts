// The tables of webhooks: the inbox, the paths and keys of subscriptions, what Mindbody counts, and gaps.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

/** SQLite numbers rows by `integer primary key autoincrement`, Postgres by an identity; bytes are `blob` and `bytea`. */
const isSqlite = async (db: Kysely<unknown>): Promise<boolean> => {
  const { rows } = await sql<{ version: string }>`select cast(version() as text) as version`
    .execute(db)
    .catch(() => ({ rows: [] }))
  return rows.length === 0
}

export const webhooks: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    const sqlite = await isSqlite(db)
    await db.schema
      .createTable('webhook_inbox')
      .addColumn('seq', sqlite ? 'integer' : sql`bigint generated always as identity`, (column) =>
        sqlite ? column.primaryKey().autoIncrement() : column.primaryKey(),
      )
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('received_at', 'text', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('deliveries', 'integer', (column) => column.notNull().defaultTo(1))
      .addColumn('last_delivery_at', 'text', (column) => column.notNull())
      .addColumn('body', sqlite ? 'blob' : 'bytea')
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull().defaultTo('received'))
      .addColumn('message_id', 'text')
      .addColumn('event_id', 'text')
      .addColumn('site_id', 'integer')
      .addColumn('originated_at', 'text')
      .addColumn('fact_id', 'text')
      .addColumn('reason', 'text')
      .addColumn('detail', 'text')
      .addColumn('settled_at', 'text')
      .addColumn('run_id', 'text')
      .addColumn('replays', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema
      .createIndex('webhook_inbox_by_state')
      .on('webhook_inbox')
      .columns(['state', 'seq'])
      .execute()
    await db.schema
      .createIndex('webhook_inbox_by_settling')
      .on('webhook_inbox')
      .columns(['state', 'settled_at'])
      .execute()
    // Rows stay for 400 days, their bodies go earlier: without it every drain would look through all of them.
    await db.schema
      .createIndex('webhook_inbox_bodies')
      .on('webhook_inbox')
      .column('settled_at')
      .where(sql<boolean>`state = 'applied' and body is not null`)
      .execute()
    await db.schema.createIndex('webhook_inbox_by_message').on('webhook_inbox').column('message_id').execute()
    await db.schema
      .createTable('webhook_paths')
      .addColumn('path', 'text', (column) => column.primaryKey())
      .addColumn('subscription_id', 'text')
      .addColumn('added_at', 'text', (column) => column.notNull())
      .addColumn('head_seen_at', 'text')
      .addColumn('first_event_at', 'text')
      .addColumn('last_event_at', 'text')
      .addColumn('accepted', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema
      .createTable('webhook_keys')
      .addColumn('key_id', 'text', (column) => column.primaryKey())
      .addColumn('subscription_id', 'text', (column) => column.notNull())
      .addColumn('signature_key', 'text', (column) => column.notNull())
      .addColumn('added_at', 'text', (column) => column.notNull())
      .addColumn('retired_at', 'text')
      .addColumn('last_used_at', 'text')
      .execute()
    await db.schema
      .createTable('webhook_subscriptions')
      .addColumn('subscription_id', 'text', (column) => column.primaryKey())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('reference_id', 'text', (column) => column.notNull())
      .addColumn('event_ids', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('status_at', 'text', (column) => column.notNull())
      .addColumn('activated_at', 'text')
      .addColumn('replaces', 'text')
      .execute()
    await db.schema
      .createTable('webhook_metrics')
      .addColumn('subscription_id', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('attempted', 'integer', (column) => column.notNull())
      .addColumn('delivered', 'integer', (column) => column.notNull())
      .addColumn('undelivered', 'integer', (column) => column.notNull())
      .addColumn('failed', 'integer', (column) => column.notNull())
      .addColumn('accepted', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('webhook_metrics_key', ['subscription_id', 'at'])
      .execute()
    await db.schema
      .createTable('webhook_gaps')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('subscription_id', 'text', (column) => column.notNull())
      .addColumn('from_at', 'text', (column) => column.notNull())
      .addColumn('to_at', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .addColumn('found_at', 'text', (column) => column.notNull())
      .addColumn('pulled_at', 'text')
      .execute()
  },
}
