// A home that must be there already: verbs that only look, or mend, make none.
import { access } from 'node:fs/promises'
import { isPostgres } from '../control/postgres.ts'
import { controlTarget } from '../control/target.ts'
import type { Environment } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import { homePaths } from '../lakehouse/home.ts'

/**
 * With the control database on Postgres the folder of pages tells that a verb has worked here, which every one makes.
 * @throws Problem HOME_UNUSABLE when no verb has ever worked on this home.
 */
export const assertHome = async (home: string, env: Environment): Promise<void> => {
  const target = controlTarget(home, env)
  await access(isPostgres(target) ? homePaths(home).pages : target).catch((cause: unknown) => {
    const remedy = 'Run `sync` first, or give the right --home.'
    throw new Problem('HOME_UNUSABLE', { what: `${home} is no home yet.`, remedy }, { cause })
  })
}
