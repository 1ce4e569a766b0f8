// The studio's own tables, checked, and written in full where dbt reads them.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { homePaths } from '../lakehouse/home.ts'
import { assertFinanceTables } from './gl-tables.ts'
import type { TableFile } from './gl-file.ts'
import type { TablesFrom } from './gl-tables.ts'
import { financeHash } from './published-from.ts'
import { tableColumns } from './table-columns.ts'
import type { TableName } from './table-columns.ts'

export interface PreparedTables {
  /** Paths of the tables a studio brought, by name: the dbt variable `finance`. */
  readonly finance: Readonly<Partial<Record<TableName, string>>>
  /** The studio's choices that hold for all sites: dbt variables by name, those it left open as shipped. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Of all tables, as {@link financeHash} gives it. */
  readonly hash: string
}

/** Settings that are lists, whatever the number of their values. */
const lists: ReadonlySet<string> = new Set(['consuming_outcomes', 'engaging_outcomes', 'return_windows'])

const plain = (text: string): string | number | boolean => {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d*\.?\d+$/.test(text) ? Number(text) : text
}

/** Settings as dbt takes them: lists, numbers and answers are no texts there. */
const settingsIn = ({ rows }: TableFile): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(rows[0]?.cells ?? {})
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, lists.has(name) ? value.split(',').map(plain) : plain(value)]),
  )

/**
 * Writes the tables of a finance folder into the home's work folder, each with all its columns, and names them. A table that is
 * not in the folder stays as shipped.
 * @throws Problem FINANCE_TABLES_BROKEN naming every fault.
 */
export const prepareOwnTables = async (home: string, from: TablesFrom): Promise<PreparedTables> => {
  const read = await assertFinanceTables(from)
  const { own, tables } = read
  const target = join(homePaths(home).work, 'finance')
  await rm(target, { recursive: true, force: true })
  await mkdir(target, { recursive: true, mode: 0o700 })
  const paths: Partial<Record<TableName, string>> = {}
  for (const name of own.filter((table) => table !== 'settings')) {
    const path = join(target, `${name}.csv`)
    const rows = tables[name].rows.map(({ cells }) => cells)
    await writeFile(path, stringify(rows, { header: true, columns: [...tableColumns[name]] }))
    paths[name] = path
  }
  return { finance: paths, settings: settingsIn(tables.settings), hash: financeHash(read) }
}
