// What the models in transform.duckdb were last built from, kept in that file: where it goes, its record goes.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isThere } from '../core/is-there.ts'
import { sha256Of } from './durable.ts'
import { Duck, openReadOnly, quoteText } from './duck.ts'
import type { SourceStates } from './source-states.ts'

export interface BuiltFrom {
  /** Of the models themselves and everything they were told; see {@link projectHash}. */
  readonly project: string
  readonly sources: SourceStates
}

const table = 'main.built_from'

/** The record of the last published build of all that was out of date; undefined where there is none. */
export const readBuiltFrom = async (transform: string): Promise<BuiltFrom | undefined> => {
  if (!(await isThere(transform))) return undefined
  await using duck = await openReadOnly(transform)
  const present = await duck.rows(
    `select 1 from duckdb_tables() where schema_name = 'main' and table_name = 'built_from'`,
  )
  if (present.length === 0) return undefined
  const [row] = await duck.rows<{ record: string }>(`select record from ${table}`)
  return row === undefined ? undefined : (JSON.parse(row.record) as BuiltFrom)
}

/** Puts on record what a build that was published was made from. */
export const recordBuiltFrom = async (transform: string, from: BuiltFrom): Promise<void> => {
  await using duck = await Duck.open(transform)
  await duck.run(`create or replace table ${table} as select ${quoteText(JSON.stringify(from))} as record`)
}

/** Before a build with other models or settings: whatever becomes of it, what is in the file is no longer of one piece. */
export const forgetBuiltFrom = async (transform: string): Promise<void> => {
  if (!(await isThere(transform))) return
  await using duck = await Duck.open(transform)
  await duck.run(`drop table if exists ${table}`)
}

/** Files of a dbt project that say what its models are; what dbt writes beside them is none. */
const isModelFile = (path: string): boolean =>
  /\.(sql|yml|csv)$/.test(path) && !/(^|[/\\])(target|logs|dbt_packages)[/\\]/.test(path)

/**
 * SHA-256 of the files of a dbt project and of the variables it is run with: with another one, models that read nothing new
 * are out of date as well.
 */
export const projectHash = async (
  projectDir: string,
  vars: Readonly<Record<string, unknown>>,
): Promise<string> => {
  const files = (await readdir(projectDir, { recursive: true })).filter(isModelFile).toSorted()
  const hashes = await Promise.all(
    files.map(async (file) => [file, sha256Of(await readFile(join(projectDir, file)))]),
  )
  return sha256Of(JSON.stringify([hashes, vars]))
}
