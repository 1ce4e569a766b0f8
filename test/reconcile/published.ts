// A home whose marts come from the real line: simulated studio, sync, dbt, publish.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { silentLog } from '../../src/core/log.ts'
import { dbtCacheDir, ensureDbt } from '../../src/lakehouse/dbt-env.ts'
import { runDbt } from '../../src/lakehouse/dbt.ts'
import { publish } from '../../src/lakehouse/publish.ts'
import { prepareOwnTables } from '../../src/finance/own-tables.ts'
import { simulatedMap } from '../../src/sandbox/chart.ts'
import { london } from '../../src/sandbox/plan-london.ts'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { syncOnce, tempHome } from '../lakehouse/line.ts'

const root = join(import.meta.dirname, '..', '..')
const projectDir = join(root, 'models')

const build = async (home: string): Promise<string> => {
  const log = silentLog()
  const env = await ensureDbt({ projectDir, cacheDir: await dbtCacheDir(root), log })
  const folder = join(home, 'finance')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'gl_map.csv'), simulatedMap([losAngeles, london]))
  const { finance } = await prepareOwnTables(home, { folder, projectDir })
  const { ok, failures } = await runDbt({
    home,
    env,
    projectDir,
    vars: { finance },
    log,
  })
  if (!ok) throw new Error(`dbt failed: ${JSON.stringify(failures)}`)
  return (await publish({ home, log })).path
}

export interface Published {
  readonly home: string
  readonly marts: string
  readonly sandbox: Sandbox
  /** Lives some days more and brings the marts up to date. */
  advance(days: number): Promise<void>
  remove(): Promise<void>
}

export const publishStudio = async (): Promise<Published> => {
  const { home, remove } = await tempHome()
  const sandbox = await startSandbox()
  let runs = 0
  const read = async (): Promise<unknown> => {
    runs += 1
    return syncOnce({ home, url: sandbox.url, runId: `finance-${runs}` })
  }
  await read()
  const marts = await build(home)
  return {
    home,
    marts,
    sandbox,
    advance: async (days) => {
      sandbox.advance(days)
      // A row that vanished is gone once a second run misses it too.
      await read()
      await read()
      await build(home)
    },
    remove: async () => {
      await sandbox.close()
      await remove()
    },
  }
}
