// A home that must be there already: verbs that only look, or mend, make none.
import { access } from 'node:fs/promises'
import { Problem } from '../core/errors.ts'
import { homePaths } from '../lakehouse/home.ts'

/** @throws Problem HOME_UNUSABLE when no verb has ever worked on this home. */
export const assertHome = async (home: string): Promise<void> => {
  await access(homePaths(home).control).catch((cause: unknown) => {
    const remedy = 'Run `sync` first, or give the right --home.'
    throw new Problem('HOME_UNUSABLE', { what: `${home} is no home yet.`, remedy }, { cause })
  })
}
