// A libsql database whose statements never wait for a lock themselves: the lock is taken before them, by one that cleans up.
import type Database from 'libsql'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

const isOwnWrite = (sql: string): boolean => /^\s*(with\b.*\b)?(insert|update|delete|replace)\b/is.test(sql)
const isBracket = (sql: string): boolean => /^\s*(begin|commit|rollback)\b/i.test(sql)

/**
 * The driver does not reset a statement that failed with SQLITE_BUSY: until it is garbage it counts as under way, and every COMMIT
 * of the connection fails with "SQL statements in progress". What runs by `exec` is finalised. So the write lock is always taken by
 * `exec`, and a single write becomes a transaction of its own, as SQLite would make it one.
 */
export const withCleanStatements = (database: Database.Database): SqliteDatabase => {
  const locked = <T>(work: () => T): T => {
    database.exec('begin immediate')
    try {
      const result = work()
      database.exec('commit')
      return result
    } catch (error) {
      // A full disk has ended the transaction already.
      if (database.inTransaction) database.exec('rollback')
      throw error
    }
  }
  return {
    close: () => void database.close(),
    prepare: (sql): SqliteStatement => {
      if (isBracket(sql)) {
        const run = () => {
          database.exec(sql)
          return { changes: 0, lastInsertRowid: 0 }
        }
        return { reader: false, run, all: () => [], iterate: () => [][Symbol.iterator]() }
      }
      const statement = database.prepare(sql) as SqliteStatement
      if (!isOwnWrite(sql) || database.inTransaction) return statement
      return {
        reader: statement.reader,
        run: (parameters) => locked(() => statement.run(parameters)),
        all: (parameters) => locked(() => statement.all(parameters)),
        iterate: (parameters) => statement.iterate(parameters),
      }
    },
  }
}
