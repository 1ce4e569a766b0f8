// The migrations of the control database, in order. One that was released is never edited.
import type { Kysely, Migration, MigrationProvider } from 'kysely'
import { countCalls, portable } from './migration-engine.ts'
import { warehouseHome } from './migration-home.ts'
import { trail } from './migration-trail.ts'
import { webhooks } from './migration-webhooks.ts'

const first: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('runs')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('verb', 'text', (column) => column.notNull())
      .addColumn('started_at', 'text', (column) => column.notNull())
      .addColumn('finished_at', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('exit_code', 'integer')
      .addColumn('summary', 'text')
      .execute()
    await db.schema
      .createTable('calls')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addColumn('site_id', 'integer', (column) => column.notNull())
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('stream', 'text')
      .addColumn('local_day', 'text', (column) => column.notNull())
      .addColumn('reserved_at', 'text', (column) => column.notNull())
      .addColumn('finished_at', 'text')
      .addColumn('status', 'integer')
      .execute()
    await db.schema.createIndex('calls_by_run').on('calls').column('run_id').execute()
    await db.schema
      .createTable('call_days')
      .addColumn('site_id', 'integer', (column) => column.notNull())
      .addColumn('local_day', 'text', (column) => column.notNull())
      .addColumn('used', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('call_days_key', ['site_id', 'local_day'])
      .execute()
    await countCalls(db)
    await db.schema
      .createTable('leases')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('pid', 'integer', (column) => column.notNull())
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('since', 'text', (column) => column.notNull())
      .addColumn('heartbeat_at', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('tokens')
      .addColumn('site_id', 'integer', (column) => column.notNull())
      .addColumn('user_hash', 'text', (column) => column.notNull())
      .addColumn('token', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .addColumn('renewals', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('tokens_key', ['site_id', 'user_hash'])
      .execute()
    await db.schema
      .createTable('mirror')
      .addColumn('stream', 'text', (column) => column.notNull())
      .addColumn('site_id', 'integer', (column) => column.notNull())
      .addColumn('cursor', 'text')
      .addColumn('rows', 'integer', (column) => column.notNull())
      .addColumn('last_synced_at', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('mirror_key', ['stream', 'site_id'])
      .execute()
  },
}

const second: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    // Usage of a month, and the calls that are old enough to go, are found by day.
    await db.schema.createIndex('calls_by_day').on('calls').column('local_day').execute()
    await db.schema
      .alterTable('mirror')
      .addColumn('waiting', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
  },
}

const third: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('backfills')
      .addColumn('stream', 'text', (column) => column.notNull())
      .addColumn('site_id', 'integer', (column) => column.notNull())
      .addColumn('span_from', 'text', (column) => column.notNull())
      .addColumn('span_to', 'text', (column) => column.notNull())
      .addColumn('done_to', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('backfills_key', ['stream', 'site_id', 'span_from', 'span_to'])
      .execute()
  },
}

/** Handed to kysely's Migrator: a list in the code, so that nothing is looked up in a folder at run time. */
export const migrations: MigrationProvider = {
  getMigrations: () =>
    Promise.resolve({
      '0001_first': portable(first),
      '0002_usage_and_waiting': portable(second),
      '0003_backfills': portable(third),
      '0004_trail': portable(trail),
      '0005_webhooks': portable(webhooks),
      '0006_warehouse_home': portable(warehouseHome),
    }),
}
