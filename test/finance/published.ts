// A home whose marts come from the real line: simulated studio, sync, dbt, tables copied as publish copies them.
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Duck, quoteName, quoteText } from '../../src/lakehouse/duck.ts'
import { homePaths } from '../../src/lakehouse/home.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { syncOnce, tempHome } from '../lakehouse/line.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')

const buildModels = async (home: string): Promise<void> => {
  const [environment = 'missing'] = await readdir(join(root, '.dbt'))
  const paths = homePaths(home)
  const work = ['--target-path', join(paths.work, 'target'), '--log-path', join(paths.work, 'log')]
  await run(
    join(root, '.dbt', environment, 'bin', 'dbt'),
    ['build', '--project-dir', join(root, 'models'), ...work],
    {
      env: {
        ...process.env,
        DBT_PROFILES_DIR: join(root, 'models'),
        DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
        MINDBODY_WAREHOUSE: paths.warehouse,
        MINDBODY_TRANSFORM: paths.transform,
        MINDBODY_THREADS: '2',
      },
      cwd: join(root, 'models'),
    },
  )
}

const copyMarts = async (home: string): Promise<string> => {
  const { transform, marts } = homePaths(home)
  await using duck = await Duck.open(marts)
  await duck.run(`attach ${quoteText(transform)} as transform (read_only)`)
  const tables = await duck.rows<{ name: string }>(
    "select table_name as name from duckdb_tables() where database_name = 'transform' and schema_name = 'marts'",
  )
  for (const { name } of tables) {
    await duck.run(`create or replace table ${quoteName(name)} as from transform.marts.${quoteName(name)}`)
  }
  return marts
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
  const refresh = async (): Promise<string> => {
    runs += 1
    await syncOnce({ home, url: sandbox.url, runId: `finance-${runs}` })
    await buildModels(home)
    return copyMarts(home)
  }
  const marts = await refresh()
  return {
    home,
    marts,
    sandbox,
    advance: async (days) => {
      sandbox.advance(days)
      await refresh()
    },
    remove: async () => {
      await sandbox.close()
      await remove()
    },
  }
}
