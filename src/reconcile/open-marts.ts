// The published marts opened for reading, with the tables that are asked of them.
import { Problem } from '../core/errors.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { openReadOnly } from '../lakehouse/duck.ts'

/**
 * Opens the published marts. Those of an earlier version, or of a build of some models only, may lack a table.
 * @param path of marts.duckdb
 * @throws Problem HOME_UNUSABLE where there are none, or one of the tables is missing.
 */
export const openMarts = async (path: string, tables: readonly string[]): Promise<Duck> => {
  const duck = await openReadOnly(path)
  try {
    const found = await duck.rows<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'main'",
    )
    const names = new Set(found.map(({ name }) => name))
    const missing = tables.filter((table) => !names.has(table))
    if (missing.length === 0) return duck
    throw new Problem('HOME_UNUSABLE', {
      what: `The marts in ${path} hold no ${missing.join(', ')}.`,
      why: 'They were built by an earlier version, or not all of them were built.',
      remedy: 'Run `build`, without naming models.',
    })
  } catch (error) {
    duck.close()
    throw error
  }
}
