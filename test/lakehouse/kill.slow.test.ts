// A sync killed at 40 random moments, or left without disk, and run again to its end: raw must equal an undisturbed run's.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { buildSyncChild, exitOf } from './child.ts'
import type { SyncChild } from './child.ts'
import { defaultStreams } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { differences } from './homes.ts'
import { syncOnce, tempHome } from './line.ts'

const kills = 40

/** What the child reads. */
const names = defaultStreams(streams).map(({ name }) => name)

let sandbox: Sandbox
let child: SyncChild
let undisturbed: string
const removals: (() => Promise<void>)[] = []

const newHome = async (): Promise<string> => {
  const { home, remove } = await tempHome()
  removals.push(remove)
  return home
}

beforeAll(async () => {
  sandbox = await startSandbox()
  child = await buildSyncChild('kill-test')
  undisturbed = await newHome()
  await syncOnce({ home: undisturbed, url: sandbox.url, runId: 'undisturbed', streams: names })
})
afterAll(async () => {
  await sandbox.close()
  await child.remove()
  for (const remove of removals) await remove()
})

/** Runs a child; it is killed after `killAfterMs` unless it ends before. */
const runAndKill = async (home: string, runId: string, killAfterMs: number): Promise<'ended' | 'killed'> => {
  const running = child.start(home, sandbox.url, runId)
  const end = exitOf(running)
  const first = await Promise.race([end.then(() => 'ended'), sleep(killAfterMs, 'due')])
  if (first === 'due') running.kill('SIGKILL')
  const code = await end
  if (code === null) return 'killed'
  expect(code).toBe(0)
  return 'ended'
}

test('killed 40 times, the warehouse is the one an undisturbed run makes', async () => {
  let home = await newHome()
  let killed = 0
  for (let run = 0; killed < kills; run += 1) {
    // From before the warehouse is open to several commits later.
    const how = await runAndKill(home, `k${run}`, 200 + Math.random() * 2_300)
    if (how === 'killed') {
      killed += 1
    } else {
      expect(await differences(undisturbed, home)).toEqual([])
      home = await newHome()
    }
  }
  expect(await exitOf(child.start(home, sandbox.url, 'last'))).toBe(0)
  expect(await differences(undisturbed, home)).toEqual([])
})

// The limit is in blocks of 1 KiB and holds for each file: the lowest strike the control database (its first migration, at 64),
// the highest the warehouse.
test.each([4, 64, 600, 2_000, 6_000])('out of disk at %i KiB a file, nothing is lost', async (limit) => {
  const home = await newHome()
  expect(await exitOf(child.start(home, sandbox.url, 'full', `ulimit -f ${limit} && exec`))).toBe(9)
  expect(await exitOf(child.start(home, sandbox.url, 'again'))).toBe(0)
  expect(await differences(undisturbed, home)).toEqual([])
})
