// The parts of migrations that SQLite and Postgres word differently.
import { sql } from 'kysely'
import type { CreateTableBuilder, Kysely, Migration } from 'kysely'
import { groupBy } from '../core/group.ts'
import { engineOf } from './engine.ts'

/** Adds `seq`, which numbers the rows in the order of their writing. `never again`: not even the number of a deleted row. */
export const addSeq = <T extends string, C extends string>(
  db: Kysely<unknown>,
  table: CreateTableBuilder<T, C>,
  numbers: 'may come again' | 'never again',
): CreateTableBuilder<T, C | 'seq'> =>
  engineOf(db) === 'postgres'
    ? table.addColumn('seq', sql`bigint generated always as identity`, (column) => column.primaryKey())
    : table.addColumn('seq', 'integer', (column) =>
        numbers === 'never again' ? column.primaryKey().autoIncrement() : column.primaryKey(),
      )

/** SQLite gives every table a `rowid` in the order of writing; Postgres gets one where it is asked for. */
export const addRowid = async (db: Kysely<unknown>, table: string): Promise<void> => {
  if (engineOf(db) === 'sqlite') return
  await db.schema
    .alterTable(table)
    .addColumn('rowid', sql`bigint generated always as identity`)
    .execute()
}

/** Whatever program opens the database: what was written stays as it was. */
export const refuseChange = async (db: Kysely<unknown>, table: string): Promise<void> => {
  if (engineOf(db) === 'postgres') {
    await sql
      .raw(
        `create function ${table}_is_append_only() returns trigger language plpgsql as
         $$ begin raise exception '${table} is append-only'; end $$`,
      )
      .execute(db)
    // By statement: a truncation is refused as well, which SQLite does not know.
    await sql
      .raw(
        `create trigger ${table}_no_change before update or delete or truncate on ${table}
         for each statement execute function ${table}_is_append_only()`,
      )
      .execute(db)
    return
  }
  for (const change of ['update', 'delete'])
    await sql
      .raw(
        `create trigger ${table}_no_${change} before ${change} on ${table}
         begin select raise(abort, '${table} is append-only'); end`,
      )
      .execute(db)
}

/** The counter of the day moves in the statement that writes the call: it can be neither skipped nor raced. */
export const countCalls = async (db: Kysely<unknown>): Promise<void> => {
  if (engineOf(db) === 'sqlite') {
    await sql`
      create trigger calls_are_counted after insert on calls begin
        insert into call_days (site_id, local_day, used) values (new.site_id, new.local_day, 1)
        on conflict (site_id, local_day) do update set used = used + 1;
      end`.execute(db)
    return
  }
  await sql`
    create function count_call() returns trigger language plpgsql as $$ begin
      insert into call_days (site_id, local_day, used) values (new.site_id, new.local_day, 1)
      on conflict (site_id, local_day) do update set used = call_days.used + 1;
      return null;
    end $$`.execute(db)
  await sql`create trigger calls_are_counted after insert on calls for each row execute function count_call()`.execute(
    db,
  )
}

/** Bytes decide the order of texts, as in SQLite: days, ids and names sort alike whatever the locale of the server is. */
const sortByBytes = async (db: Kysely<unknown>): Promise<void> => {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C'
      and table_name in (select tablename from pg_tables where schemaname = current_schema())`.execute(db)
  for (const [table, columns] of groupBy(rows, (row) => row.table)) {
    const actions = columns.map(({ column }) => sql`alter column ${sql.ref(column)} type text collate "C"`)
    await sql`alter table ${sql.table(table)} ${sql.join(actions)}`.execute(db)
  }
}

/** A migration that leaves every text of Postgres in the order of bytes. */
export const portable = ({ up }: Migration): Migration => ({
  up: async (db) => {
    await up(db)
    if (engineOf(db) === 'postgres') await sortByBytes(db)
  },
})
