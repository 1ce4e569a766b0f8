// The opener of DuckDB files: bounded memory, rows as plain objects, quoting of names and values.
import {
  DuckDBConnection,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBStructValue,
} from '@duckdb/node-api'
import type { DuckDBValue } from '@duckdb/node-api'
import { access } from 'node:fs/promises'
import { Problem } from '../core/errors.ts'

/** Whole numbers are `number` (`bigint` beyond 2^53), decimals exact text, times DuckDB's own text, JSON text. */
export type Cell =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Cell[]
  | { readonly [name: string]: Cell }
export type Row = Readonly<Record<string, Cell>>

/** Values a statement takes by place (`$1`, `$2`). */
export type Bound = string | number | bigint | boolean | null

export interface DuckOptions {
  readonly readOnly?: boolean
  readonly memoryLimit?: string
  readonly threads?: number
  /** Where large sorts and joins spill. */
  readonly tempDir?: string
  /** Rows per row group of what is written; a multiple of 2048. A row group is held whole while it is written. */
  readonly rowGroupRows?: number
}

/** Names are never taken as SQL: quoted, with quotes doubled. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A text literal. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A list of text literals, `['a', 'b']`. */
export const quoteList = (texts: readonly string[]): string => `[${texts.map(quoteText).join(', ')}]`

const plain = (value: DuckDBValue): Cell => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value
  if (typeof value === 'bigint') {
    const narrow = Number(value)
    return Number.isSafeInteger(narrow) ? narrow : value
  }
  if (value instanceof DuckDBListValue) return value.items.map(plain)
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, plain(entry)]))
  }
  if (value instanceof DuckDBDecimalValue) return value.toString()
  return String(value)
}

/** An open DuckDB file with one connection. Statements of one connection run one after the other. */
export class Duck {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  readonly #memoryLimit: string

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, memoryLimit: string) {
    this.#instance = instance
    this.#connection = connection
    this.#memoryLimit = memoryLimit
  }

  /**
   * Opens or creates a file (`:memory:` for none).
   * @throws Problem HOME_LOCKED when another process writes it, HOME_UNUSABLE when it cannot be opened.
   */
  static async open(path: string, options: DuckOptions = {}): Promise<Duck> {
    const memoryLimit = options.memoryLimit ?? '256MB'
    const settings: Record<string, string> = {
      memory_limit: memoryLimit,
      threads: String(options.threads ?? 2),
      // Extensions are built in or not used: nothing is fetched at run time.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // Freed memory goes back to the system early: glibc keeps it otherwise, and a long sync would only ever grow.
      allocator_flush_threshold: '1MB',
      allocator_bulk_deallocation_flush_threshold: '1MB',
      ...(options.readOnly === true ? { access_mode: 'READ_ONLY' } : {}),
      ...(options.tempDir === undefined ? {} : { temp_directory: options.tempDir }),
    }
    const groups = options.rowGroupRows
    try {
      const instance = await DuckDBInstance.create(groups === undefined ? path : ':memory:', settings)
      const connection = await instance.connect()
      const duck = new Duck(instance, connection, memoryLimit)
      if (groups !== undefined) {
        // Only an attached file can be given a row group size.
        await duck.run(`attach ${quoteText(path)} as warehouse (row_group_size ${groups})`)
        await duck.run('use warehouse')
      }
      await duck.run("set timezone = 'UTC'")
      return duck
    } catch (cause) {
      throw openProblem(path, cause)
    }
  }

  /** Runs statements and drops what they answer. */
  async run(sql: string, values: readonly Bound[] = []): Promise<void> {
    await (values.length === 0 ? this.#connection.run(sql) : this.#connection.run(sql, [...values]))
  }

  /** Freed memory back to the system: DuckDB has no statement for it, but does so whenever its limit is set. */
  async trim(): Promise<void> {
    await this.run(`set memory_limit = ${quoteText(this.#memoryLimit)}`)
  }

  /** All rows of a query. */
  async rows<T = Row>(sql: string, values: readonly Bound[] = []): Promise<T[]> {
    const reader = await this.#connection.runAndReadAll(sql, [...values])
    return reader
      .getRowObjects()
      .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])) as T)
  }

  /** The only row of a query that always has one. */
  async row<T = Row>(sql: string, values: readonly Bound[] = []): Promise<T> {
    const [first] = await this.rows<T>(sql, values)
    if (first === undefined)
      throw new Problem('INTERNAL', { what: 'A query that always has a row had none.', why: sql })
    return first
  }

  /** Rows in chunks, for results that should not be held whole. No other statement may run before the last row is taken. */
  async *stream<T = Row>(sql: string, values: readonly Bound[] = []): AsyncGenerator<T> {
    // DuckDB waits for ever for the first chunk of a plan that ends in several pipelines, as a union or an outer join does, once the
    // first of them fills the result's buffer (duckdb/duckdb#22215). The scan of a table is one pipeline, and a temporary one spills.
    await this.run(`create or replace temp table streamed_rows as ${sql}`, values)
    try {
      const result = await this.#connection.stream('from temp.streamed_rows')
      const names = result.deduplicatedColumnNames()
      for (;;) {
        const chunk = await result.fetchChunk()
        if (chunk === null || chunk.rowCount === 0) return
        for (const row of chunk.getRowObjects(names)) {
          yield Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])) as T
        }
      }
    } finally {
      await this.run('drop table temp.streamed_rows')
    }
  }

  /** Runs `work` in one transaction; whatever it throws rolls everything back. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run('begin')
    try {
      const result = await work()
      await this.run('commit')
      return result
    } catch (error) {
      // A failed commit has already rolled back; the first error is the one that counts.
      await this.run('rollback').catch(() => undefined)
      throw error
    }
  }

  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }
}

const openProblem = (path: string, cause: unknown): Problem => {
  const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
  if (/Could not set lock/i.test(why)) {
    return new Problem('HOME_LOCKED', { what: `${path} is open in another process.`, why }, { cause })
  }
  return new Problem('HOME_UNUSABLE', { what: `${path} cannot be opened.`, why }, { cause })
}

/**
 * Opens a file that exists for reading only; nothing outside it can be reached from its SQL.
 * @throws Problem HOME_UNUSABLE when it is not there, HOME_LOCKED when another process writes it.
 */
export const openReadOnly = async (
  path: string,
  options: Omit<DuckOptions, 'readOnly'> = {},
): Promise<Duck> => {
  await access(path).catch((cause: unknown) => {
    throw new Problem(
      'HOME_UNUSABLE',
      { what: `${path} is not there yet.`, remedy: 'Run `sync` and `build` first.' },
      { cause },
    )
  })
  const duck = await Duck.open(path, { ...options, readOnly: true })
  await duck.run('set enable_external_access = false')
  await duck.run('set lock_configuration = true')
  return duck
}
