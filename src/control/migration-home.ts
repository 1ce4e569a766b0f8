// Which home keeps its warehouse by a control database on Postgres; a file lies in its home.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'
import { engineOf } from './engine.ts'

export const warehouseHome: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    if (engineOf(db) === 'sqlite') return
    await db.schema
      .createTable('warehouse_home')
      .addColumn('nth', 'integer', (column) =>
        column
          .primaryKey()
          .defaultTo(1)
          .check(sql`nth = 1`),
      )
      .addColumn('home_id', 'text', (column) => column.notNull())
      .addColumn('claimed_at', 'text', (column) => column.notNull())
      .execute()
  },
}
