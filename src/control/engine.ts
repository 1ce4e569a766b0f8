// What the two engines of the control database do differently, so that everything else is written once.
import { PostgresAdapter, sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import type { Control } from './database.ts'
import type { ControlSchema } from './schema.ts'

export type Engine = 'sqlite' | 'postgres'

/** The engine behind a database. */
export const engineOf = (db: Kysely<ControlSchema> | Kysely<unknown>): Engine =>
  db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'

/**
 * Runs one statement that checks and writes, such that no other process writes between its check and its write. SQLite has one
 * writer at a time anyway. Postgres would let two such statements check side by side: there they take turns by a lock of that
 * name, and the statement begins, and looks, once it has the lock.
 */
export const inTurn = <T>(
  { db }: Control,
  name: string,
  statement: (db: Kysely<ControlSchema>) => Promise<T>,
): Promise<T> => {
  if (engineOf(db) === 'sqlite') return statement(db)
  return db.transaction().execute(async (own) => {
    await sql`select pg_advisory_xact_lock(hashtext(current_schema() || ${` ${name}`}))`.execute(own)
    return statement(own)
  })
}

const deadlock = '40P01'
const deadlockTries = 5

/**
 * Does it again where Postgres has ended it because it and another writer waited for each other's rows: nothing of it was kept.
 * Writers of SQLite wait for one another before they begin.
 */
export const againOnDeadlock = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === deadlockTries || (error as NodeJS.ErrnoException).code !== deadlock) throw error
    }
  }
}

/** Milliseconds from one column of UTC times (ISO text) to another. */
export const msBetween = (
  db: Kysely<ControlSchema>,
  from: RawBuilder<string | null>,
  to: RawBuilder<string | null>,
): RawBuilder<number | null> =>
  engineOf(db) === 'sqlite'
    ? sql`((julianday(${to}) - julianday(${from})) * 86400000)`
    : sql`(extract(epoch from cast(${to} as timestamptz) - cast(${from} as timestamptz))::double precision * 1000)`
