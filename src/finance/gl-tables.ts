// All finance tables as they count now: the studio's own files where it has them, else those shipped with the product.
import { readdir } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { nearName } from '../core/near-name.ts'
import { Problem } from '../core/errors.ts'
import type { Fault, TableFile, TableRow } from './gl-file.ts'
import { readTableFile } from './gl-file.ts'
import { faultsBetweenRows, unknownAccounts } from './gl-sets.ts'
import { suspense } from './gl-words.ts'
import { tableNames } from './table-columns.ts'
import type { TableName } from './table-columns.ts'

export interface TablesFrom {
  /** The studio's folder; undefined = it has none. */
  readonly folder: string | undefined
  /** The dbt project, whose seeds are the shipped tables. */
  readonly projectDir: string
}

export interface FinanceTables {
  readonly folder: string | undefined
  /** Tables the studio brought itself. */
  readonly own: readonly TableName[]
  readonly tables: Readonly<Record<TableName, TableFile>>
  /** Rows of the map without an account, left out of it. */
  readonly undecided: readonly TableRow[]
  readonly faults: readonly Fault[]
}

const filesIn = async (folder: string | undefined): Promise<readonly string[]> => {
  if (folder === undefined) return []
  try {
    return (await readdir(folder)).filter((file) => !/^[.~]/.test(file)).toSorted()
  } catch (cause) {
    throw new Problem('FINANCE_TABLES_BROKEN', { what: `${folder} cannot be read.` }, { cause })
  }
}

/** Files that were meant to be a table and are not read: a misspelt name, or a workbook. */
const strayFiles = (files: readonly string[]): readonly Fault[] =>
  files.flatMap((file) => {
    const { name, ext } = parse(file)
    const near = nearName(name, tableNames)
    if (near === undefined || files.includes(`${near}.csv`)) return []
    if (/^\.csv$/i.test(ext))
      return [{ file, line: null, column: null, what: `is not read; did you mean ${near}.csv?` }]
    return /^\.(xlsx?|ods|numbers|tsv|txt)$/i.test(ext)
      ? [{ file, line: null, column: null, what: `is not read; save it as ${near}.csv (CSV, UTF-8)` }]
      : []
  })

/** What is shipped of the settings are the variables of the dbt project themselves. */
const noSettings: TableFile = { name: 'settings', header: [], separator: ',', rows: [], faults: [] }

/** Every chart has the account of what no rule fits, whether its owner thought of it or not. */
const withSuspense = (table: TableFile): TableFile =>
  table.rows.some(({ cells }) => cells['account_code'] === suspense)
    ? table
    : {
        ...table,
        rows: [
          ...table.rows,
          {
            line: 0,
            cells: {
              account_code: suspense,
              account_name: 'Suspense: no rule of the map fits',
              account_type: 'suspense',
            },
          },
        ],
      }

const isDecided = ({ cells }: TableRow): boolean => cells['account_code'] !== ''

/** Reads all tables; what is wrong with them is in `faults`. */
export const readFinanceTables = async ({ folder, projectDir }: TablesFrom): Promise<FinanceTables> => {
  const files = await filesIn(folder)
  const own = tableNames.filter((name) => files.includes(`${name}.csv`))
  const read = await Promise.all(
    tableNames.map((name) =>
      own.includes(name)
        ? readTableFile(name, join(folder ?? '', `${name}.csv`))
        : name === 'settings'
          ? noSettings
          : readTableFile(name, join(projectDir, 'seeds', `${name}.csv`)),
    ),
  )
  const found = Object.fromEntries(read.map((table) => [table.name, table])) as Record<TableName, TableFile>
  const map = { ...found.gl_map, rows: found.gl_map.rows.filter(isDecided) }
  const chart = withSuspense(found.gl_account)
  const tables = { ...found, gl_map: map, gl_account: chart }
  const accounts = new Set(chart.rows.map(({ cells }) => cells['account_code'] ?? ''))
  // Of a chart that could not be read in full it cannot be said which accounts it lacks.
  const isChartWhole = found.gl_account.faults.length === 0
  return {
    folder,
    own,
    tables,
    undecided: found.gl_map.rows.filter((row) => !isDecided(row)),
    faults: [
      ...strayFiles(files),
      ...Object.values(tables).flatMap((table) => [...table.faults, ...faultsBetweenRows(table)]),
      ...(isChartWhole ? unknownAccounts(map, accounts) : []),
    ],
  }
}

/** A fault as one line of text. */
export const faultLine = ({ file, line, column, what }: Fault): string => {
  const place = [file, ...(line === null ? [] : [`line ${line}`]), ...(column === null ? [] : [column])]
  return `${place.join(', ')}: ${what}`
}

/** The problem that faulty tables are, with every fault; undefined when there is none. */
export const problemOfTables = ({ folder, faults }: FinanceTables): Problem | undefined =>
  faults.length === 0
    ? undefined
    : new Problem('FINANCE_TABLES_BROKEN', {
        what: `The finance tables in ${folder ?? 'the package'} cannot be used: ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}.`,
        why: faults.map((fault) => `\n  ${faultLine(fault)}`).join(''),
      })

/**
 * Reads all tables.
 * @throws Problem FINANCE_TABLES_BROKEN naming every fault.
 */
export const assertFinanceTables = async (from: TablesFrom): Promise<FinanceTables> => {
  const tables = await readFinanceTables(from)
  const problem = problemOfTables(tables)
  if (problem !== undefined) throw problem
  return tables
}
