// The protocol as a platform meets it: the built program as a child, every line of every verb valid, stopped, held back, out of calls.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { createLineChecker } from '../source/airbyte-messages.ts'
import { catalogFor, sorted } from '../source/reading.ts'
import { ensureBuilt, entry, jsonFile, run, start, studioConfig } from './cli.ts'
import type { Ended } from './cli.ts'

let folder: string
let sandbox: Sandbox
beforeAll(async () => {
  ensureBuilt()
  folder = await mkdtemp(join(tmpdir(), 'protocol-'))
  sandbox = await startSandbox()
})
afterEach(() => sandbox.setFaults([]))
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const check = createLineChecker()
const linesOf = ({ stdout }: Ended): readonly string[] => stdout.split('\n').filter((line) => line !== '')
const configFile = (changes: object = {}): string =>
  jsonFile(folder, 'config.json', studioConfig(sandbox.url, { site_ids: [10_001], ...changes }))
const readArgs = (
  names: readonly string[],
  changes: object = {},
  mode = 'incremental',
): readonly string[] => [
  'read',
  '--config',
  configFile(changes),
  '--catalog',
  jsonFile(folder, 'catalog.json', catalogFor(names, mode)),
]

/** What must never be seen outside the configuration. */
const secrets = /demo-key|demo-password/

test.each([
  ['spec', () => ['spec'], 0],
  ['check', () => ['check', '--config', configFile()], 0],
  [
    'check of a wrong password',
    () => [
      'check',
      '--config',
      configFile({ credentials: { type: 'staff_user', username: 'owner', password: 'wrong' } }),
    ],
    0,
  ],
  ['discover', () => ['discover', '--config', configFile()], 0],
  ['read', () => readArgs(['sites', 'programs', 'promo_codes', 'sales'], { start_date: '2026-05-01' }), 0],
  [
    'read of no such stream',
    () => [
      'read',
      '--config',
      configFile(),
      '--catalog',
      jsonFile(folder, 'none.json', {
        streams: [{ stream: { name: '__AIRBYTE__stream_that_does_not_exist' }, sync_mode: 'INVALID' }],
      }),
    ],
    1,
  ],
  [
    'read of no catalog',
    () => ['read', '--config', configFile(), '--catalog', jsonFile(folder, 'no.json', {})],
    3,
  ],
  ['read out of calls', () => readArgs(['sites', 'sales'], { daily_call_budget: 5 }), 5],
] as const)('every line of %s is valid, and none has a secret', async (_, args, exitCode) => {
  const ended = await run(args())
  expect(ended.exitCode, ended.stderr).toBe(exitCode)
  const lines = linesOf(ended)
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.filter((line) => check(line).length > 0)).toEqual([])
  expect(lines.filter((line) => secrets.test(line))).toEqual([])
  if (exitCode !== 0) expect(ended.stdout).toContain('"type":"ERROR"')
})

test('out of calls: the state stands, the stream is INCOMPLETE, and the words say when to go on', async () => {
  const ended = await run(readArgs(['sales'], { daily_call_budget: 9, max_concurrency: 1 }))
  expect(ended.exitCode).toBe(5)
  const { statusesOf, state, messages } = sorted(linesOf(ended))
  expect(statusesOf('sales').at(-1)).toBe('INCOMPLETE')
  expect(JSON.stringify(state)).toContain('"until"')
  const errors = messages.flatMap(({ trace }) => trace?.error ?? [])
  expect(errors).toContainEqual(
    expect.objectContaining({
      failure_type: 'transient_error',
      message: expect.stringContaining('next local day'),
      stream_descriptor: { name: 'sales' },
    }),
  )
})

test('SIGTERM while it waits for a 429: INCOMPLETE with a state, exit code 143, within two seconds', async () => {
  sandbox.setFaults([
    { name: 'rate_limited_seconds', path: '/sale/sales', after: 4, times: Infinity, retryAfterSeconds: 100 },
  ])
  const reading = start(readArgs(['sales', 'programs'], { max_concurrency: 1 }))
  let seen = ''
  reading.child.stdout.on('data', (text: string) => (seen += text))
  while (!seen.includes('RATE_LIMITED')) await sleep(20)
  const stoppedAt = Date.now()
  reading.child.kill('SIGTERM')
  const ended = await reading.ended
  expect(Date.now() - stoppedAt).toBeLessThan(2_000)
  expect(ended.exitCode).toBe(143)
  const { statusesOf, state } = sorted(linesOf(ended))
  expect(statusesOf('sales').at(-1)).toBe('INCOMPLETE')
  expect(state.map((message) => message.state?.stream.stream_descriptor.name)).toContain('sales')
})

test('a second signal ends it at once', async () => {
  sandbox.setFaults([{ name: 'slow', path: '/sale/sales', times: Infinity, delayMs: 20_000 }])
  const reading = start(readArgs(['sales']))
  let seen = ''
  reading.child.stdout.on('data', (text: string) => (seen += text))
  while (!seen.includes('STARTED')) await sleep(20)
  reading.child.kill('SIGTERM')
  reading.child.kill('SIGTERM')
  const { exitCode } = await reading.ended
  expect(exitCode).toBe(143)
})

const rssOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

test('a platform that does not read is waited for: calls stop, and memory stays', async () => {
  const big = await startSandbox({ scale: { sales: 60_000 } })
  try {
    const config = jsonFile(folder, 'big.json', studioConfig(big.url, { site_ids: [10_001] }))
    const catalog = jsonFile(folder, 'big-catalog.json', catalogFor(['sales']))
    const child = spawn(process.execPath, [entry, 'read', '--config', config, '--catalog', catalog], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let calls = -1
    while (big.calls.length === 0 || calls !== big.calls.length) {
      calls = big.calls.length
      await sleep(1_500)
    }
    const mib = rssOf(child.pid ?? 0)
    expect(child.exitCode).toBeNull()
    child.kill('SIGKILL')
    expect(mib).toBeLessThan(250)
    // The pages of 60,000 sales are 300 or more.
    expect(calls).toBeLessThan(200)
  } finally {
    await big.close()
  }
})
