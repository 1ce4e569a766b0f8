// Where the marts of a home are published.
import { join } from 'node:path'
import type { Context } from './session.ts'
import { configFor } from './work.ts'

/** Path of marts.duckdb: in the folder the configuration publishes to, else in the home. */
export const martsOf = async (
  context: Context,
  home: string,
  config: string | undefined,
): Promise<string> => {
  const folder = config === undefined ? home : ((await configFor(context, config)).publish_dir ?? home)
  return join(folder, 'marts.duckdb')
}
