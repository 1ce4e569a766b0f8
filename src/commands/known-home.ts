// A home that must be there already: verbs that only look, or mend, make none.
import { access } from 'node:fs/promises'
import { isPostgres } from '../control/postgres.ts'
import { controlTarget } from '../control/target.ts'
import type { Environment } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import { isThere } from '../core/is-there.ts'
import { homePaths } from '../lakehouse/home.ts'

/**
 * With the control database on Postgres the folder of pages tells that a verb has worked here, which every one makes.
 * @throws Problem HOME_UNUSABLE when no verb has ever worked on this home.
 */
export const assertHome = async (home: string, env: Environment): Promise<void> => {
  const target = controlTarget(home, env)
  const { pages, warehouse } = homePaths(home)
  try {
    await access(isPostgres(target) ? pages : target)
  } catch (cause) {
    if (await isThere(warehouse)) {
      const remedy = 'Set MINDBODY_CONTROL_URL as it was set when this home was made.'
      throw new Problem('HOME_UNUSABLE', { what: `${home} has no control database.`, remedy }, { cause })
    }
    const remedy = 'Run `sync` first, or give the right --home.'
    throw new Problem('HOME_UNUSABLE', { what: `${home} is no home yet.`, remedy }, { cause })
  }
}
