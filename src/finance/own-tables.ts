// The studio's own finance tables: CSV files in its finance folder, checked and written in full for dbt.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { homePaths } from '../lakehouse/home.ts'
import { tableColumns, tableNames, type TableName } from './table-columns.ts'

/** Paths of the tables a studio brought, by name: the dbt variable `finance`. */
export type OwnTables = Readonly<Partial<Record<TableName, string>>>

type Row = Readonly<Record<string, string>>

const readTable = async (folder: string, name: TableName): Promise<readonly Row[] | undefined> => {
  const text = await readFile(join(folder, `${name}.csv`), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : parse(text, { columns: true, bom: true, trim: true })
}

/**
 * Writes the tables of a finance folder into the home's work folder, each with all its columns, and names them.
 * @param folder the studio's folder; a table that is not in it stays as shipped
 */
export const prepareOwnTables = async (home: string, folder: string | undefined): Promise<OwnTables> => {
  const target = join(homePaths(home).work, 'finance')
  await rm(target, { recursive: true, force: true })
  const paths: Partial<Record<TableName, string>> = {}
  for (const name of folder === undefined ? [] : tableNames) {
    const rows = await readTable(folder ?? '', name)
    if (rows === undefined) continue
    await mkdir(target, { recursive: true, mode: 0o700 })
    const path = join(target, `${name}.csv`)
    await writeFile(path, stringify([...rows], { header: true, columns: [...tableColumns[name]] }))
    paths[name] = path
  }
  return paths
}
