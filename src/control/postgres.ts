// Postgres as a control database: connections that wait no longer than asked, and commits that are durable.
import { CompiledQuery, PostgresDialect } from 'kysely'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { Problem } from '../core/errors.ts'

/** Few: the statements are short, and what writes takes turns. */
const connections = 4
/** A healthy statement ends long before; beyond it the server or the way to it is gone. */
const busyTimeoutsPerQuery = 3
/** `bigint`, as counts and sums come; none of ours exceeds 2^53. */
const int8 = 20

/** True for the target of a Postgres database. */
export const isPostgres = (target: string): boolean => /^postgres(ql)?:\/\//i.test(target)

/** A Postgres URL without user and password, fit to be shown. */
export const shownUrl = (url: string): string => {
  try {
    const { host, pathname } = new URL(url)
    return `postgres://${host}${pathname}`
  } catch {
    return 'the Postgres database of MINDBODY_CONTROL_URL'
  }
}

/**
 * Kysely's dialect over a small pool. A lock is waited for as long as SQLite waits for its file.
 * @throws Problem HOME_UNUSABLE where the URL cannot be read; its text is not told, as it may hold a password.
 */
export const postgresDialect = (url: string, busyTimeoutMs: number): PostgresDialect => {
  const pool = openPool(url, busyTimeoutMs)
  // A connection that breaks while nobody uses it (the server restarts) leaves the pool; the next statement opens another and
  // tells what is wrong, if it still is.
  pool.on('error', () => undefined)
  return new PostgresDialect({
    pool: droppingStuck(pool),
    onCreateConnection: async (connection) => {
      await connection.executeQuery(
        CompiledQuery.raw(
          // What was committed is answered for: a server that acknowledges before its flush is overruled, a stricter one is not.
          `select set_config('lock_timeout', $1, false),
            case when current_setting('synchronous_commit') in ('off', 'local')
              then set_config('synchronous_commit', 'on', false) end`,
          [String(busyTimeoutMs)],
        ),
      )
    },
  })
}

const openPool = (url: string, busyTimeoutMs: number): pg.Pool => {
  assertUrl(url)
  return new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: busyTimeoutMs,
    query_timeout: busyTimeoutsPerQuery * busyTimeoutMs,
    keepAlive: true,
    application_name: 'mindbody-elt',
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  })
}

/** A client reads its URL when it is made, a pool with its first connection only. */
const assertUrl = (url: string): void => {
  try {
    void new pg.Client({ connectionString: url })
  } catch {
    // The cause is left out on purpose: it may quote the URL.
    throw new Problem('HOME_UNUSABLE', {
      what: 'MINDBODY_CONTROL_URL is no Postgres URL.',
      remedy: 'Give it as postgres://USER:PASSWORD@HOST:5432/DATABASE.',
    })
  }
}

/** A connection whose statement got no answer still waits for it: it is closed instead of handed to the next one. */
const droppingStuck = (pool: pg.Pool): PostgresPool => {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const wrap = (client: pg.PoolClient): PostgresPoolClient => {
    let isStuck = false
    const query = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
      try {
        return await client.query(text, [...values])
      } catch (error) {
        if (error instanceof Error && error.message === 'Query read timeout') isStuck = true
        throw error
      }
    }
    return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(isStuck) }
  }
  return {
    connect: async () => {
      const client = await pool.connect()
      const wrapped = known.get(client) ?? wrap(client)
      known.set(client, wrapped)
      return wrapped
    },
    end: () => pool.end(),
  }
}
