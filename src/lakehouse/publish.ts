// Publishing: the marts copied into a file of their own, built beside the old one and renamed over it.
import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'
import { isThere } from '../core/is-there.ts'
import type { Log } from '../core/log.ts'
import { Duck, quoteName, quoteText } from './duck.ts'
import { flush } from './durable.ts'
import { homePaths } from './home.ts'

export interface Publication {
  readonly path: string
  readonly marts: readonly { readonly mart: string; readonly rows: number }[]
}

/** Schema of transform.duckdb that holds what is published. */
const martsSchema = 'marts'

/**
 * Publishes the marts of a home: tables only, in schema `main`, so that `fct_visit` and `marts.fct_visit` both resolve (a
 * schema called like its file is an ambiguous name). A reader that has the old file open keeps it. Call it only after a build
 * without failed tests: whatever is thrown here leaves the published file as it was.
 * @throws Problem INTERNAL when a mart is no table, HOME_UNUSABLE when nothing was built.
 */
export const publish = async (options: {
  readonly home: string
  /** Folder of marts.duckdb; the home by default. */
  readonly publishDir?: string | undefined
  readonly log: Log
}): Promise<Publication> => {
  const { home, publishDir = home, log } = options
  const transform = homePaths(home).transform
  await mkdir(publishDir, { recursive: true })
  const path = join(publishDir, 'marts.duckdb')
  const next = join(publishDir, 'marts.next.duckdb')
  await removeDatabase(next)
  try {
    const marts = await copyMarts(transform, next)
    if (await isThere(`${next}.wal`)) {
      throw new Problem('INTERNAL', { what: 'The new marts were closed with changes left in their log.' })
    }
    await chmod(next, 0o644)
    await flush(next)
    await rename(next, path)
    await flush(publishDir)
    log.info({ path, marts: marts.length }, 'marts published')
    return { path, marts }
  } catch (error) {
    await removeDatabase(next)
    throw error
  }
}

const removeDatabase = async (path: string): Promise<void> => {
  for (const file of [path, `${path}.wal`]) await rm(file, { force: true })
}

const copyMarts = async (transform: string, next: string): Promise<Publication['marts']> => {
  if (!(await isThere(transform))) {
    throw new Problem('HOME_UNUSABLE', { what: 'No marts were built yet.', remedy: 'Run `build` first.' })
  }
  const duck = await Duck.open(next)
  try {
    await duck.run(`attach ${quoteText(transform)} as transform (read_only)`)
    const relations = await duck.rows<{ mart: string; kind: string }>(
      `select table_name as mart, table_type as kind from information_schema.tables
       where table_catalog = 'transform' and table_schema = '${martsSchema}' order by 1`,
    )
    const view = relations.find(({ kind }) => kind !== 'BASE TABLE')
    if (view !== undefined) {
      throw new Problem('INTERNAL', { what: `The mart ${view.mart} is a ${view.kind}, not a table.` })
    }
    if (relations.length === 0) {
      throw new Problem('HOME_UNUSABLE', { what: 'No marts were built yet.', remedy: 'Run `build` first.' })
    }
    const marts = []
    for (const { mart } of relations) {
      const name = quoteName(mart)
      await duck.run(`create table main.${name} as select * from transform.${quoteName(martsSchema)}.${name}`)
      const { rows } = await duck.row<{ rows: number }>(`select count(*) as rows from main.${name}`)
      marts.push({ mart, rows })
    }
    await duck.run('detach transform')
    await duck.run('checkpoint')
    return marts
  } finally {
    duck.close()
  }
}
