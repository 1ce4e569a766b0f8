// The plan over all default streams of a studio's year: a first run, the day after, and a week later, each within 15 %.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { jsonFile, studioConfig } from './cli.ts'
import { jsonHere } from './in-process.ts'

let folder: string
let sandbox: Sandbox
let options: readonly string[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plan-'))
  sandbox = await startSandbox()
  const config = jsonFile(folder, 'config.json', studioConfig(sandbox.url))
  options = ['--config', config, '--home', join(folder, 'home')]
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

test.each([
  ['a first run', 0],
  ['the day after', 1],
  ['six days later, with a verifying pass', 6],
])('%s', async (_name, days) => {
  if (days > 0) sandbox.advance(days)
  const plan = await jsonHere(['plan', ...options])
  const run = await jsonHere(['sync', ...options])
  expect(run, JSON.stringify(run['error'])).toMatchObject({ exit_code: 0 })
  const [planned, used] = [Number(plan['calls']), Number(run['calls_used'])]
  expect(planned / used).toBeGreaterThan(0.85)
  expect(planned / used).toBeLessThan(1.15)
  // Probing may not cost what it is to save.
  expect(Number(plan['probes'])).toBeLessThan(Math.max(10, used * 0.02))
})
