// The control database: SQLite in WAL behind kysely, private to its owner, shared by the processes of one home.
import { chmod, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, Migrator } from 'kysely'
import Database from 'libsql'
import { Problem, toProblem } from '../core/errors.ts'
import { WholeDialect } from './dialect.ts'
import { migrations } from './migrations.ts'
import type { ControlSchema } from './schema.ts'

const defaultBusyTimeoutMs = 10_000
const openingTries = 20

/** An open control database. Every write through `db` is a single statement: see `ledger.ts` for the reason. */
export class Control {
  readonly db: Kysely<ControlSchema>
  /** Path of the file, or `:memory:`. */
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
  /** How long a statement waits for another process. */
  readonly busyTimeoutMs?: number
}

/**
 * Opens (and creates or upgrades) a control database; `:memory:` for runs without a home.
 * The file is 0600 before SQLite sees it; SQLite gives its -wal and -shm files the mode of the database.
 * @throws Problem HOME_UNUSABLE when the file cannot be made, opened or upgraded.
 */
export const openControl = async (
  path: string,
  { busyTimeoutMs = defaultBusyTimeoutMs }: ControlOptions = {},
): Promise<Control> => {
  let database: Database.Database | undefined
  try {
    if (path !== ':memory:') await createPrivate(path)
    database = new Database(path, { timeout: busyTimeoutMs })
    return new Control(await prepare(database, path, busyTimeoutMs), path)
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

const prepare = async (
  database: Database.Database,
  path: string,
  busyTimeoutMs: number,
): Promise<Kysely<ControlSchema>> => {
  // By exec: the driver's pragma() leaves a statement behind that keeps the file open until it is collected.
  database.exec(`pragma busy_timeout = ${busyTimeoutMs}`)
  database.exec('pragma synchronous = full')
  const db = new Kysely<ControlSchema>({ dialect: new WholeDialect({ database }) })
  await whileOthersOpen(async () => {
    if (path !== ':memory:') database.exec('pragma journal_mode = wal')
    await migrate(db)
  })
  return db
}

const createPrivate = async (path: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a', 0o600)
  await file.close()
  await chmod(path, 0o600)
}

/**
 * Processes that open a new home at once collide: the switch to WAL does not wait for the busy timeout, and a migration finds
 * its tables made meanwhile. Whoever loses finds the work done at its next try. A full disk is not waited for.
 */
const whileOthersOpen = async (prepare: () => Promise<void>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await prepare()
      return
    } catch (error) {
      if (attempt === openingTries || toProblem(error).code === 'DISK_FULL') throw error
    }
    await sleep(50 * Math.min(attempt, 5))
  }
}

const migrate = async (db: Kysely<ControlSchema>): Promise<void> => {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest()
  if (error !== undefined) throw error
}
