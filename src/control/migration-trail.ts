// The tables of the reconciliation's trail: comparisons, sign-offs and waivers that nobody can change, schedules and their days.
import type { Kysely, Migration } from 'kysely'
import { engineOf } from './engine.ts'
import { addRowid, addSeq, refuseChange } from './migration-engine.ts'

export const trail: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('reconciliations')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('report', 'text', (column) => column.notNull())
      .addColumn('site_id', 'integer', (column) => column.notNull())
      .addColumn('span_from', 'text', (column) => column.notNull())
      .addColumn('span_to', 'text', (column) => column.notNull())
      .addColumn('file', 'text', (column) => column.notNull())
      .addColumn('file_sha256', 'text', (column) => column.notNull())
      .addColumn('native_total', 'text', (column) => column.notNull())
      .addColumn('our_total', 'text', (column) => column.notNull())
      .addColumn('variance', 'text', (column) => column.notNull())
      .addColumn('explained_percent', engineOf(db) === 'postgres' ? 'double precision' : 'real', (column) =>
        column.notNull(),
      )
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('differences', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createIndex('reconciliations_by_scope')
      .on('reconciliations')
      .columns(['report', 'site_id', 'span_from', 'span_to', 'at'])
      .execute()
    await addSeq(db, db.schema.createTable('sign_offs'), 'may come again')
      .addColumn('reconciliation_id', 'text', (column) => column.notNull())
      .addColumn('signed_at', 'text', (column) => column.notNull())
      .addColumn('signed_by', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('comment', 'text', (column) => column.notNull())
      .addColumn('chain_hash', 'text', (column) => column.notNull().unique())
      .execute()
    await addSeq(db, db.schema.createTable('waivers'), 'may come again')
      .addColumn('report', 'text', (column) => column.notNull())
      .addColumn('site_id', 'integer', (column) => column.notNull())
      .addColumn('cause', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('max_amount', 'text')
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('waived_by', 'text', (column) => column.notNull())
      .addColumn('until', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('reconcile_schedules')
      .addColumn('report', 'text', (column) => column.notNull())
      .addColumn('site_id', 'integer', (column) => column.notNull())
      .addColumn('folder', 'text', (column) => column.notNull())
      .addColumn('day_from', 'text', (column) => column.notNull())
      .addColumn('days', 'integer', (column) => column.notNull())
      .addColumn('pass_days', 'integer', (column) => column.notNull())
      .addColumn('max_classed', 'text')
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('reconcile_schedules_key', ['report', 'site_id'])
      .execute()
    await db.schema
      .createTable('reconcile_days')
      .addColumn('report', 'text', (column) => column.notNull())
      .addColumn('site_id', 'integer', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('file_sha256', 'text', (column) => column.notNull())
      .addColumn('reconciliation_id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .execute()
    for (const table of ['reconciliations', 'reconcile_days']) await addRowid(db, table)
    for (const table of ['reconciliations', 'sign_offs', 'waivers', 'reconcile_days'])
      await refuseChange(db, table)
  },
}
