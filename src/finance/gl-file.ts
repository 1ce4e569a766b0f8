// One finance table read from its file: header and rows looked at, every fault with its line and column.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { nearName } from '../core/near-name.ts'
import { Problem } from '../core/errors.ts'
import { cleanText } from './cells.ts'
import { readRow } from './gl-rows.ts'
import type { Cells } from './gl-rows.ts'
import { readCsv, separatorOf } from './read-csv.ts'
import { neededColumns, tableColumns } from './table-columns.ts'
import type { TableName } from './table-columns.ts'

/** What keeps a table from being used. */
export interface Fault {
  readonly file: string
  /** As a spreadsheet counts, the header being 1; null where the file as a whole is meant. */
  readonly line: number | null
  readonly column: string | null
  readonly what: string
}

/** A row whose cells are the text dbt reads, by column. */
export interface TableRow {
  readonly line: number
  readonly cells: Cells
}

export interface TableFile {
  readonly name: TableName
  /** Columns in the order of the file. */
  readonly header: readonly string[]
  /** What parts its cells. */
  readonly separator: string
  readonly rows: readonly TableRow[]
  readonly faults: readonly Fault[]
}

/** For people: read past in every table. */
const noteColumn = 'note'

const headerOf = (cells: readonly string[]): readonly string[] =>
  cells.map((cell) =>
    cleanText(cell)
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  )

const headerFaults = (name: TableName, header: readonly string[]): readonly string[] => {
  const known: readonly string[] = tableColumns[name]
  const unknown = header.filter((column) => column !== '' && column !== noteColumn && !known.includes(column))
  const doubled = header.filter((column, nth) => column !== '' && header.indexOf(column) !== nth)
  const missing = neededColumns[name].filter((column) => !header.includes(column))
  return [
    ...unknown.map((column) => {
      const near = nearName(column, known)
      return `has no column "${column}"; ${near === undefined ? `its columns are ${known.join(', ')}` : `did you mean ${near}?`}`
    }),
    ...doubled.map((column) => `names the column "${column}" twice`),
    ...missing.map((column) => `lacks the column "${column}"`),
  ]
}

interface Checked {
  readonly row?: TableRow
  readonly faults: readonly Omit<Fault, 'file'>[]
}

const checkRow = (
  name: TableName,
  header: readonly string[],
  given: readonly string[],
  line: number,
): Checked => {
  const cells = given.map(cleanText)
  if (cells.some((cell, nth) => cell !== '' && (header[nth] ?? '') === ''))
    return {
      faults: [
        { line, column: null, what: 'has more cells than the header; put a text with commas into "quotes"' },
      ],
    }
  const byColumn = Object.fromEntries(
    tableColumns[name].map((column) => [column, cells[header.indexOf(column)] ?? '']),
  )
  const read = readRow(name, byColumn)
  return 'cells' in read
    ? { row: { line, cells: read.cells }, faults: [] }
    : { faults: read.faults.map((fault) => ({ line, ...fault })) }
}

interface Read {
  readonly separator: string
  readonly cells: readonly (readonly string[])[]
}

const cellsIn = async (path: string): Promise<Read | string> => {
  try {
    const bytes = await readFile(path)
    return { separator: separatorOf(bytes, 1), cells: readCsv(bytes, 1) }
  } catch (error) {
    if (error instanceof Problem) return error.message
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return `The file cannot be read (${code}).`
  }
}

/** Reads a table's file; faults are handed back, not thrown, so that a person mends all of them at once. */
export const readTableFile = async (name: TableName, path: string): Promise<TableFile> => {
  const file = basename(path)
  const found = await cellsIn(path)
  const broken = (what: string): TableFile => ({
    name,
    header: [],
    separator: ',',
    rows: [],
    faults: [{ file, line: null, column: null, what }],
  })
  if (typeof found === 'string') return broken(found)
  const {
    separator,
    cells: [first, ...others],
  } = found
  if (first === undefined || first.every((cell) => cleanText(cell) === ''))
    return broken(`begins without a header; its columns are ${tableColumns[name].join(', ')}`)
  const header = headerOf(first)
  const faults = headerFaults(name, header)
  // Rows under a wrong header would be faults of the header told once more for each of them.
  if (faults.length > 0)
    return {
      name,
      header,
      separator,
      rows: [],
      faults: faults.map((what) => ({ file, line: 1, column: null, what })),
    }
  const checked = others
    .map((cells, nth) => ({ cells, line: nth + 2 }))
    .filter(({ cells }) => cells.some((cell) => cleanText(cell) !== ''))
    .map(({ cells, line }) => checkRow(name, header, cells, line))
  return {
    name,
    header,
    separator,
    rows: checked.flatMap(({ row }) => (row === undefined ? [] : [row])),
    faults: checked.flatMap((row) => row.faults.map((fault) => ({ file, ...fault }))),
  }
}
