// A sync killed with SIGKILL at 40 random moments and run again to its end: raw must equal an undisturbed run's.
import { execFile, spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Duck, quoteText } from '../../src/lakehouse/duck.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { streams } from '../../streams/index.ts'
import { syncOnce, tempHome } from './line.ts'

const kills = 40
const root = join(import.meta.dirname, '..', '..')
// Below node_modules, so that the compiled child finds its libraries.
const built = join(root, 'node_modules', '.cache', 'kill-test')

let sandbox: Sandbox
const removals: (() => Promise<void>)[] = []

const newHome = async (): Promise<string> => {
  const { home, remove } = await tempHome()
  removals.push(remove)
  return home
}

beforeAll(async () => {
  sandbox = await startSandbox()
  await mkdir(built, { recursive: true })
  const project = join(built, 'tsconfig.json')
  await writeFile(
    project,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        rootDir: root,
        outDir: join(built, 'out'),
        typeRoots: [join(root, 'node_modules/@types')],
      },
      include: [join(root, 'src'), join(root, 'streams'), join(root, 'test/lakehouse/kill-child.ts')],
    }),
  )
  await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', project], { cwd: root })
})
afterAll(async () => {
  await sandbox.close()
  for (const remove of removals) await remove()
  await rm(built, { recursive: true, force: true })
})

/** Runs a child; it is killed after `killAfterMs` unless it ends before. */
const runChild = async (
  home: string,
  runId: string,
  killAfterMs: number | undefined,
): Promise<'ended' | 'killed'> => {
  const child = spawn(
    process.execPath,
    [join(built, 'out', 'test', 'lakehouse', 'kill-child.js'), home, sandbox.url, runId],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const end = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  if (killAfterMs !== undefined) {
    const winner = await Promise.race([end.then(() => 'ended'), sleep(killAfterMs, 'due')])
    if (winner === 'due') child.kill('SIGKILL')
  }
  const code = await end
  if (code === null) return 'killed'
  expect(code).toBe(0)
  return 'ended'
}

/** Rows of each relation that only one of two homes has, bookkeeping apart. */
const differences = async (one: string, other: string): Promise<readonly object[]> => {
  const duck = await Duck.open(':memory:')
  try {
    await duck.run(`attach ${quoteText(join(one, 'warehouse.duckdb'))} as one (read_only)`)
    await duck.run(`attach ${quoteText(join(other, 'warehouse.duckdb'))} as other (read_only)`)
    const found: object[] = []
    for (const { name } of streams) {
      const rows = (home: string): string =>
        `(select * exclude (_batch_id, _extracted_at, _request_id) from ${home}.raw.${name})`
      const [row] = await duck.rows<{ missing: number; extra: number }>(`select
        (select count(*) from (${rows('one')} except all ${rows('other')})) as missing,
        (select count(*) from (${rows('other')} except all ${rows('one')})) as extra`)
      if (row !== undefined && row.missing + row.extra > 0) found.push({ name, ...row })
    }
    return found
  } finally {
    duck.close()
  }
}

test('killed 40 times, the warehouse is the one an undisturbed run makes', async () => {
  const undisturbed = await newHome()
  await syncOnce({ home: undisturbed, url: sandbox.url, runId: 'undisturbed' })
  let home = await newHome()
  let killed = 0
  for (let run = 0; killed < kills; run += 1) {
    // From before the warehouse is open to several commits later.
    const how = await runChild(home, `k${run}`, 200 + Math.random() * 2_300)
    if (how === 'killed') {
      killed += 1
    } else {
      expect(await differences(undisturbed, home)).toEqual([])
      home = await newHome()
    }
  }
  await runChild(home, 'last', undefined)
  expect(await differences(undisturbed, home)).toEqual([])
})
