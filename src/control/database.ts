// The control database: SQLite in WAL or Postgres behind kysely, private to its owner, shared by the processes of one home.
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, Migrator, sql } from 'kysely'
import type Database from 'libsql'
import { Problem, toProblem } from '../core/errors.ts'
import { withCleanStatements } from './clean-statements.ts'
import { WholeDialect } from './dialect.ts'
import { migrations } from './migrations.ts'
import { isPostgres, postgresDialect, shownUrl } from './postgres.ts'
import type { ControlSchema } from './schema.ts'
import { openFile, toWal } from './sqlite.ts'

const defaultBusyTimeoutMs = 10_000
const openingTries = 20

/** An open control database. Every write through `db` is a single statement: see `ledger.ts` for the reason. */
export class Control {
  readonly db: Kysely<ControlSchema>
  /** Path of the file, or `:memory:`, or the Postgres database without user and password. */
  readonly path: string

  constructor(db: Kysely<ControlSchema>, path: string) {
    this.db = db
    this.path = path
  }

  async close(): Promise<void> {
    await this.db.destroy()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

export interface ControlOptions {
  /** How long a statement waits for another process; default 10 s. */
  readonly busyTimeoutMs?: number
}

/**
 * Opens (and creates or upgrades) a control database: a file, `:memory:` for runs without a home, or a Postgres URL, whose
 * database (or schema, by `?options=-csearch_path=...`) serves one home.
 * @throws Problem HOME_UNUSABLE when it cannot be made, reached, opened or upgraded; no password is in its text.
 */
export const openControl = async (target: string, options: ControlOptions = {}): Promise<Control> => {
  const { busyTimeoutMs = defaultBusyTimeoutMs } = options
  return isPostgres(target) ? openPostgres(target, busyTimeoutMs) : openSqlite(target, busyTimeoutMs)
}

const openSqlite = async (path: string, busyTimeoutMs: number): Promise<Control> => {
  let database: Database.Database | undefined
  try {
    const opened = await openFile(path, busyTimeoutMs)
    database = opened
    const db = new Kysely<ControlSchema>({
      dialect: new WholeDialect({ database: withCleanStatements(opened) }),
    })
    await whileOthersOpen(async () => {
      toWal(opened, path)
      await migrate(db)
    })
    return new Control(db, path)
  } catch (error) {
    database?.close()
    if (error instanceof Problem) throw error
    throw new Problem(
      'HOME_UNUSABLE',
      { what: `The control database ${path} cannot be opened.` },
      { cause: error },
    )
  }
}

const openPostgres = async (url: string, busyTimeoutMs: number): Promise<Control> => {
  const path = shownUrl(url)
  const db = new Kysely<ControlSchema>({ dialect: postgresDialect(url, busyTimeoutMs) })
  try {
    const schema = await currentSchema(db)
    await whileOthersOpen(() => migrate(db, schema))
    return new Control(db, path)
  } catch (error) {
    await db.destroy()
    if (error instanceof Problem) throw error
    throw new Problem(
      'HOME_UNUSABLE',
      {
        what: `The control database at ${path} cannot be used.`,
        ...whyOf(error),
        remedy:
          'Check MINDBODY_CONTROL_URL, that the server runs and can be reached from here, and that its user may create tables.',
      },
      { cause: error },
    )
  }
}

/** The server's own sentence, or the code where a connection failed in several ways at once and there is none. */
const whyOf = (error: unknown): { readonly why?: string } => {
  const { message, code } = error as NodeJS.ErrnoException
  const said = message === '' || message === undefined ? code : message
  return said === undefined ? {} : { why: `${said.replace(/\.$/, '')}.` }
}

const currentSchema = async (db: Kysely<ControlSchema>): Promise<string> => {
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db)
  const schema = rows[0]?.schema
  if (typeof schema === 'string') return schema
  throw new Problem('HOME_UNUSABLE', {
    what: 'The schema that MINDBODY_CONTROL_URL names does not exist.',
    remedy: 'Make it with `create schema`, or leave `options` out of the URL.',
  })
}

/** What Postgres says to the one who comes second: unique key, table or function there, deadlock, lock not got, changed meanwhile. */
const collisions = new Set(['23505', '42P07', '42723', '42710', '40P01', '40001', '55P03', 'XX000'])

/**
 * Processes that open a new home at once collide: SQLite's switch to WAL does not wait for the busy timeout, and a migration finds
 * its tables made meanwhile. Whoever loses finds the work done at its next try. A full disk is not waited for.
 */
const whileOthersOpen = async (prepare: () => Promise<void>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await prepare()
      return
    } catch (error) {
      if (attempt === openingTries || toProblem(error).code === 'DISK_FULL') throw error
      const { code } = error as NodeJS.ErrnoException
      if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !collisions.has(code)) throw error
    }
    await sleep(50 * Math.min(attempt, 5))
  }
}

/** `schema` keeps kysely from finding the tables of another home's schema in the same database. */
const migrate = async (db: Kysely<ControlSchema>, schema?: string): Promise<void> => {
  const migrator = new Migrator({
    db,
    provider: migrations,
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}
