// The open warehouse: schemas raw, meta and ledger in warehouse.duckdb, and one lane for everything done to them.
import pLimit from 'p-limit'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cursor } from '../source/cursor.ts'
import type { Stream } from '../source/stream.ts'
import { typingMacros } from './column-sql.ts'
import { Duck } from './duck.ts'
import { ensureHome, ownerOnly } from './home.ts'
import type { HomePaths } from './home.ts'
import { metaDdl } from './meta-schema.ts'
import { rawDdl } from './raw-ddl.ts'

export interface WarehouseOptions {
  readonly memoryLimit?: string
  readonly threads?: number
}

/** Rows of raw are wide (a sale is a kilobyte), and a checkpoint holds whole groups: DuckDB's own 122,880 rows would be 150 MB. */
const rowGroupRows = 4_096

/** What a batch of 20 MiB needs, three times over (100 MB were too little for class visits); Node and the allocator come on top. */
const memoryLimit = '256MB'

/**
 * Set for a moment between batches, so that cached blocks are given back. A cache that is allowed to stay fills up as the table
 * grows: with 24 MB it held 11 MB after 20,000 sales and 22 MB after 200,000.
 */
const idleLimit = '1MB'

/** One process writes a warehouse at a time; inside it `exclusive` lines work up, so that no statement lands in a foreign transaction. */
export class Warehouse {
  readonly paths: HomePaths
  readonly streams: readonly Stream[]
  readonly #duck: Duck
  readonly #lane = pLimit(1)
  readonly #loads = pLimit(1)

  private constructor(paths: HomePaths, streams: readonly Stream[], duck: Duck) {
    this.paths = paths
    this.streams = streams
    this.#duck = duck
  }

  /**
   * Opens or creates the warehouse of a home. Every declared relation exists afterwards, empty and typed where it was never
   * read, so that models build; columns a card has gained are added and filled.
   * @throws Problem HOME_LOCKED, HOME_UNUSABLE.
   */
  static async open(
    home: string,
    streams: readonly Stream[],
    options: WarehouseOptions = {},
  ): Promise<Warehouse> {
    const paths = await ensureHome(home)
    const tempDir = join(paths.work, 'duckdb')
    await mkdir(tempDir, { recursive: true, mode: 0o700 })
    const duck = await Duck.open(paths.warehouse, { memoryLimit, ...options, tempDir, rowGroupRows })
    try {
      await ownerOnly(paths.warehouse)
      for (const macro of typingMacros) await duck.run(macro)
      await duck.transaction(async () => {
        for (const statement of metaDdl) await duck.run(statement)
        const present = await presentColumns(duck)
        for (const stream of streams) {
          for (const statement of rawDdl(stream, streams, present.get(stream.name))) await duck.run(statement)
        }
      })
      await ownerOnly(`${paths.warehouse}.wal`)
    } catch (error) {
      duck.close()
      throw error
    }
    return new Warehouse(paths, streams, duck)
  }

  /** Runs `work` alone; others wait their turn. */
  async exclusive<T>(work: (duck: Duck) => Promise<T>): Promise<T> {
    return this.#lane(() => work(this.#duck))
  }

  /**
   * Loads one batch at a time, from typing to rest: two side by side would each hold what it has written until both rest, and
   * the peak would depend on whether they happen to meet. `exclusive` is still open to others, and must be used by `work`.
   */
  async oneBatch<T>(work: () => Promise<T>): Promise<T> {
    return this.#loads(work)
  }

  /** Gives memory back between batches: what is committed goes to the file, and the cache of it is dropped. */
  async rest(): Promise<void> {
    await this.exclusive(async (duck) => {
      await duck.run('checkpoint')
      try {
        await duck.run(`set memory_limit = '${idleLimit}'`)
      } catch (error) {
        // Blocks in use stay: then the cache is simply larger for this time.
        if (!(error instanceof Error) || !/memory limit/i.test(error.message)) throw error
      }
      await duck.trim()
    })
  }

  /** Where a stream of a site stands, or undefined when it was never read. */
  async cursorOf(stream: Stream, siteId: number): Promise<Cursor | undefined> {
    const rows = await this.exclusive((duck) =>
      duck.rows<{ cursor: string }>('select cursor from meta.cursors where stream = $1 and site_id = $2', [
        stream.name,
        siteId,
      ]),
    )
    return rows[0] === undefined ? undefined : (JSON.parse(rows[0].cursor) as Cursor)
  }

  /** Number of the newest commit; 0 before the first. */
  async newestCommit(): Promise<number> {
    const { seq } = await this.exclusive((duck) =>
      duck.row<{ seq: number }>('select coalesce(max(seq), 0) as seq from meta.batches'),
    )
    return seq
  }

  /** Rows present per stream and site, deleted ones not counted. */
  async rowCount(stream: Stream, siteId: number): Promise<number> {
    const { rows } = await this.exclusive((duck) =>
      duck.row<{ rows: number }>(
        `select count(*) as rows from raw."${stream.name}" where "SiteId" = $1 and _deleted_at is null`,
        [siteId],
      ),
    )
    return rows
  }

  /** Waits for what is under way, writes the log into the file and closes it. */
  async close(): Promise<void> {
    await this.exclusive(async (duck) => {
      await duck.run('checkpoint').catch(() => undefined)
      duck.close()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** Columns of the relations that are there, by stream. */
const presentColumns = async (duck: Duck): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const tables = await duck.rows<{ stream: string; columns: string[] }>(
    `select table_name as stream, list(column_name) as columns from duckdb_columns()
     where database_name = current_database() and schema_name = 'raw' group by 1`,
  )
  return new Map(tables.map(({ stream, columns }) => [stream, new Set(columns)]))
}
