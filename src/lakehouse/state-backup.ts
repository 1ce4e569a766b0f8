// Backups of the state: all cursors and all readings of parents in one file, and the way back.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'
import type { Duck } from './duck.ts'
import { quoteName, quoteText } from './duck.ts'
import { renameDurably, writeFlushed } from './durable.ts'
import type { Warehouse } from './warehouse.ts'

/** Where a sync stands: which tables of `meta` say so. */
export const stateTables = ['cursors', 'parent_reads'] as const

type StateTable = (typeof stateTables)[number]

export interface SavedState {
  readonly version: 1
  readonly saved_at: string
  /** Rows as objects, by table of `meta`. */
  readonly tables: Readonly<Record<StateTable, readonly object[]>>
}

/**
 * Writes all state of a home to `HOME/state-backups/<time>.json`, readable by the owner only.
 * @returns its path.
 */
export const backupState = async (warehouse: Warehouse, now: Date): Promise<string> => {
  const folder = join(warehouse.paths.home, 'state-backups')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const saved = await warehouse.exclusive((duck) => readState(duck, now))
  const path = join(folder, `${saved.saved_at.replaceAll(/[:.]/g, '-')}.json`)
  const unfinished = `${path}.tmp`
  await writeFlushed(unfinished, Buffer.from(`${JSON.stringify(saved)}\n`))
  await renameDurably(unfinished, path)
  return path
}

const readState = async (duck: Duck, now: Date): Promise<SavedState> => {
  const rowsOf = async (table: StateTable): Promise<readonly object[]> => {
    const rows = await duck.rows<{ row: string }>(
      `select to_json(held)::varchar as row from meta.${quoteName(table)} as held order by 1`,
    )
    return rows.map(({ row }) => JSON.parse(row) as object)
  }
  return {
    version: 1,
    saved_at: now.toISOString(),
    tables: { cursors: await rowsOf('cursors'), parent_reads: await rowsOf('parent_reads') },
  }
}

/** @throws Problem USAGE when the value is no backup of a state. */
export const assertSavedState = (value: unknown, path: string): SavedState => {
  const saved = value as Partial<SavedState> | null
  if (saved?.version === 1 && stateTables.every((table) => Array.isArray(saved.tables?.[table]))) {
    return saved as SavedState
  }
  throw new Problem('USAGE', {
    what: `${path} is no backup of a state.`,
    remedy: 'Give a file of HOME/state-backups.',
  })
}

/** Replaces all state by that of a backup, whole or not at all. */
export const restoreState = (warehouse: Warehouse, saved: SavedState): Promise<void> =>
  warehouse.exclusive((duck) =>
    duck.transaction(async () => {
      for (const table of stateTables) await restoreTable(duck, table, saved.tables[table])
    }),
  )

/** By name: a backup of an older version lacks columns, which stay null. */
const restoreTable = async (duck: Duck, table: StateTable, rows: readonly object[]): Promise<void> => {
  const columns = await duck.rows<{ name: string; type: string }>(
    `select column_name as name, data_type as type from duckdb_columns()
     where database_name = current_database() and schema_name = 'meta' and table_name = $1`,
    [table],
  )
  const form = JSON.stringify([Object.fromEntries(columns.map(({ name, type }) => [name, type]))])
  await duck.run(`delete from meta.${quoteName(table)}`)
  await duck.run(
    `insert into meta.${quoteName(table)} by name
     select unnest(from_json($1::json, ${quoteText(form)}), recursive := true)`,
    [JSON.stringify(rows)],
  )
}
