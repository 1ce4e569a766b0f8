// Postgres as a control database: connections that wait no longer than asked, and commits that are durable.
import { PostgresDialect } from 'kysely'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { Problem } from '../core/errors.ts'

/** Few: the statements are short, and what writes takes turns. */
const connections = 4
/** A healthy statement ends long before; beyond it the server or the way to it is gone. */
const busyTimeoutsPerQuery = 3
/** However short locks are waited for: a way over the network takes its time, TLS and signing in above all. */
const shortestConnectMs = 4_000
const shortestQueryMs = 5_000
/** Longer than anything of ours pauses within a transaction. */
const idleInTransactionMs = 30_000
/** The driver's own text: it gives no code. */
const noAnswer = 'Query read timeout'
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
 * Kysely's dialect over a small pool. A lock is waited for as long as SQLite waits for its file, an answer of the server a few times
 * as long.
 * @throws Problem HOME_UNUSABLE where the URL cannot be read; its text is not told, as it may hold a password.
 */
export const postgresDialect = (url: string, busyTimeoutMs: number): PostgresDialect => {
  const pool = openPool(url, busyTimeoutMs)
  // A connection that breaks while nobody uses it (the server restarts) leaves the pool; the next statement opens another and
  // tells what is wrong, if it still is.
  pool.on('error', () => undefined)
  return new PostgresDialect({ pool: droppingStuck(pool, busyTimeoutMs) })
}

const openPool = (url: string, busyTimeoutMs: number): pg.Pool => {
  assertUrl(url)
  return new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: Math.max(busyTimeoutMs, shortestConnectMs),
    query_timeout: Math.max(busyTimeoutsPerQuery * busyTimeoutMs, shortestQueryMs),
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
const droppingStuck = (pool: pg.Pool, busyTimeoutMs: number): PostgresPool => {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    connect: async () => {
      const client = await pool.connect()
      const wrapped = known.get(client) ?? (await prepared(client, busyTimeoutMs))
      known.set(client, wrapped)
      return wrapped
    },
    end: () => pool.end(),
  }
}

const prepared = async (client: pg.PoolClient, busyTimeoutMs: number): Promise<PostgresPoolClient> => {
  // One that breaks between two statements of a transaction says so here, and to the second statement.
  client.on('error', () => undefined)
  try {
    // What was committed is answered for: a server that acknowledges before its flush is overruled, a stricter one is not. And a
    // machine that vanishes within a transaction must not hold its rows until TCP notices, two hours later.
    await client.query(
      `select set_config('lock_timeout', $1, false),
        set_config('idle_in_transaction_session_timeout', '${idleInTransactionMs}', false),
        case when current_setting('synchronous_commit') in ('off', 'local')
          then set_config('synchronous_commit', 'on', false) end`,
      [String(busyTimeoutMs)],
    )
  } catch (error) {
    client.release(true)
    throw error
  }
  return wrap(client)
}

const wrap = (client: pg.PoolClient): PostgresPoolClient => {
  let isStuck = false
  const query = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    // A rollback would only wait behind the statement that got no answer; closing the connection ends both.
    if (isStuck) throw new Error(noAnswer)
    try {
      return await client.query(text, [...values])
    } catch (error) {
      if (error instanceof Error && error.message === noAnswer) isStuck = true
      throw error
    }
  }
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(isStuck) }
}
