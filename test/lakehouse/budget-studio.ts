// What the tests of the call budget share: one simulated studio, homes that are removed, and what a sync left waiting.
import { afterAll, beforeAll } from 'vitest'
import type { SyncResult } from '../../src/lakehouse/sync.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { query, tempHome } from './line.ts'

export const siteId = 10_002

export interface BudgetStudio {
  readonly sandbox: Sandbox
  newHome(): Promise<string>
}

/** Opens a studio for the tests of a file, and closes it with its homes after them. */
export const useStudio = (): BudgetStudio => {
  let sandbox: Sandbox | undefined
  const removals: (() => Promise<void>)[] = []
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(async () => {
    await sandbox?.close()
    for (const remove of removals) await remove()
  })
  return {
    get sandbox() {
      if (sandbox === undefined) throw new Error('the studio is opened before the first test')
      return sandbox
    },
    newHome: async () => {
      const { home, remove } = await tempHome()
      removals.push(remove)
      return home
    },
  }
}

export const resultOf = ({ streams }: SyncResult, name: string) =>
  streams.find(({ stream }) => stream === name)

/** Parents of a stream that were asked so far. */
export const asked = (home: string, stream: string) =>
  query<{ n: number }>(home, `select count(*)::int as n from meta.parent_reads where stream = '${stream}'`)
