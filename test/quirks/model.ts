// Runs one model of the dbt project on hand-made relations.
import { readdir } from 'node:fs/promises'
import { Duck } from '../../src/lakehouse/duck.ts'
import { modelFile } from '../models/macro.ts'
import { renderModel } from '../models/render-model.ts'

const plainSql = async (path: string): Promise<string> =>
  (await modelFile(path))
    .replace(/\{\{ config\(.*?\) \}\}/, '')
    .replace(/\{%.*?%\}(?:.*?\{% endif %\})?/gs, '')
    .replace(/\{\{ ref\('(\w+)'\) \}\}/g, '$1')

/**
 * Rows of a model; each relation it refers to is given as a SELECT. Blocks that depend on settings are left out, unless the files of
 * its macros are named: then it is rendered with them, and may hold no such block.
 */
export const rowsOfModel = async <T>(
  path: string,
  relations: Readonly<Record<string, string>>,
  macroPaths: readonly string[] = [],
): Promise<readonly T[]> => {
  const sql = macroPaths.length === 0 ? await plainSql(path) : await renderModel(path, macroPaths)
  const duck = await Duck.open(':memory:')
  try {
    for (const [name, select] of Object.entries(relations))
      await duck.run(`create table ${name} as ${select}`)
    return await duck.rows<T>(sql)
  } finally {
    duck.close()
  }
}

/** A SELECT of rows, given as JSON, with the columns and types named. */
export const selectOf = (rows: readonly object[], columns: Readonly<Record<string, string>>): string => {
  const shape = JSON.stringify(
    Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, type])),
  )
  const text = JSON.stringify(rows).replaceAll("'", "''")
  return `select unnest(from_json('${text}'::json, '[${shape}]'), max_depth := 2)`
}

/** Models beyond staging whose SQL names something. */
export const modelsNaming = async (pattern: RegExp): Promise<readonly string[]> => {
  const files = await readdir(new URL('../../models/', import.meta.url), { recursive: true })
  const naming: string[] = []
  for (const file of files) {
    if (!file.endsWith('.sql') || file.startsWith('staging')) continue
    if (pattern.test(await modelFile(file))) naming.push(file)
  }
  return naming
}
