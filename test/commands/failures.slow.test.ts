// A sync in trouble, as a user or a scheduler meets it: the right exit code, plain words, no secret, and nothing lost.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { ensureBuilt, entry, jsonFile, run, start, studioConfig } from './cli.ts'
import type { Ended, RunOptions } from './cli.ts'

const streams = ['sites', 'clients', 'classes', 'class_visits', 'sales', 'client_services']
/** Enough to be read in a few seconds and to be interrupted in the middle. */
const changes = { start_date: '2026-05-01' }

let folder: string
let sandbox: Sandbox
/** Rows of each stream after an undisturbed sync. */
let undisturbed: unknown

beforeAll(async () => {
  ensureBuilt()
  folder = await mkdtemp(join(tmpdir(), 'failures-'))
  sandbox = await startSandbox()
  const home = join(folder, 'undisturbed')
  await done(home)
  undisturbed = await rowsOf(home)
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

let home: string
let homes = 0
beforeEach(() => {
  homes += 1
  home = join(folder, `home-${homes}`)
})
afterEach(() => sandbox.setFaults([]))

const argsOf = (into: string, more: object = {}): readonly string[] => {
  const config = jsonFile(folder, 'config.json', studioConfig(sandbox.url, { ...changes, ...more }))
  return ['sync', '--config', config, '--home', into, '--streams', streams.join(','), '--json']
}

const sync = async (into: string, more: object = {}, options: RunOptions = {}): Promise<Ended> =>
  run(argsOf(into, more), options)

/** A run to the end; what it says stands in the failure. */
const done = async (into: string): Promise<void> => {
  const { exitCode, stdout, stderr } = await sync(into)
  expect(exitCode, stdout + stderr).toBe(0)
}

const rowsOf = async (of: string): Promise<unknown> => {
  const { stdout } = await run(['status', '--home', of, '--json'])
  const { streams: found } = JSON.parse(stdout) as { streams: Record<string, unknown>[] }
  return found.map(({ stream, site_id, rows, status }) => ({ stream, site_id, rows, status }))
}

/** Waits until the studio was asked so many more times. */
const calls = async (count: number): Promise<void> => {
  const before = sandbox.calls.length
  while (sandbox.calls.length < before + count) await sleep(5)
}

/** Makes the studio slow enough to be caught in the act. */
const slowDown = (): void => sandbox.setFaults([{ name: 'slow', delayMs: 40, times: Infinity }])

const errorOf = ({ stdout }: Ended): { code: string; message: string; remedy: string } =>
  (JSON.parse(stdout) as { error: { code: string; message: string; remedy: string } }).error

const secretFree = ({ stdout, stderr }: Ended): void => {
  for (const secret of ['demo-key', 'demo-password', 'canary']) expect(stdout + stderr).not.toContain(secret)
  expect(stdout + stderr).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m)
}

describe('refused before anything is read', () => {
  test.each([
    ['a wrong key', { api_key: 'canary-key' }, 4, 'CREDENTIALS_REFUSED', 'API key'],
    [
      'a wrong password',
      { credentials: { type: 'staff_user', username: 'owner', password: 'canary-password' } },
      4,
      'CREDENTIALS_REFUSED',
      'password',
    ],
    ['a wrong site', { site_ids: [424_242] }, 4, 'SITE_NOT_ACTIVATED', '424242'],
    ['a malformed configuration', { site_ids: 'canary' }, 3, 'CONFIG_INVALID', 'site_ids'],
    ['no server', { base_url: 'http://127.0.0.1:9/public/v6' }, 6, 'MINDBODY_UNAVAILABLE', 'ECONNREFUSED'],
  ])('%s', async (_name, more, exitCode, code, words) => {
    const ended = await sync(home, more)
    expect(ended.exitCode).toBe(exitCode)
    expect(errorOf(ended)).toMatchObject({ code, message: expect.stringContaining(words) as unknown })
    expect(errorOf(ended).remedy.length).toBeGreaterThan(10)
    secretFree(ended)
  })

  test('without --json the same is told on stderr', async () => {
    const args = argsOf(home, { api_key: 'canary-key' }).filter((arg) => arg !== '--json')
    const ended = await run(args)
    expect(ended.stdout).toBe('')
    expect(ended.stderr).toMatch(/\nCREDENTIALS_REFUSED: .*\n {2}-> Check api_key/)
    secretFree(ended)
  })
})

test('a second run on the same home: 8, naming the holder; the first is not disturbed', async () => {
  slowDown()
  const first = start(argsOf(home))
  await calls(10)
  const second = await sync(home)
  expect(second.exitCode).toBe(8)
  expect(errorOf(second).message).toContain(`process ${first.child.pid ?? ''} on ${hostname()}`)
  const { exitCode } = await run(['status', '--home', home])
  expect(exitCode).toBe(0)
  sandbox.setFaults([])
  expect(await first.ended).toMatchObject({ exitCode: 0 })
  expect(await rowsOf(home)).toEqual(undisturbed)
})

test('--wait waits for the other run', async () => {
  slowDown()
  const first = start(argsOf(home))
  await calls(10)
  const second = start([...argsOf(home), '--wait', '300'])
  sandbox.setFaults([])
  expect([(await first.ended).exitCode, (await second.ended).exitCode]).toEqual([0, 0])
})

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s: %i after a commit; the next run goes on', async (signal, exitCode) => {
  slowDown()
  const running = start(argsOf(home))
  await calls(60)
  running.child.kill(signal)
  const ended = await running.ended
  expect(ended.exitCode).toBe(exitCode)
  expect(JSON.parse(ended.stdout)).toMatchObject({ verb: 'sync', ok: false, exit_code: exitCode })
  expect(errorOf(ended)).toMatchObject({ code: 'STOPPED', message: `Stopped by ${signal}.` })
  const { stdout } = await run(['status', '--home', home, '--json'])
  expect((JSON.parse(stdout) as { runs: unknown[] }).runs[0]).toMatchObject({
    status: 'stopped',
    exit_code: exitCode,
  })
  secretFree(ended)
  sandbox.setFaults([])
  await done(home)
  expect(await rowsOf(home)).toEqual(undisturbed)
})

test('a server that goes away in the middle: 6 within a minute; the next run goes on', async () => {
  const port = Number(new URL(sandbox.url).port)
  slowDown()
  const running = start(argsOf(home))
  await calls(60)
  await sandbox.close()
  const stoppedAtMs = performance.now()
  const ended = await running.ended
  expect(ended.exitCode).toBe(6)
  expect(performance.now() - stoppedAtMs).toBeLessThan(90_000)
  secretFree(ended)
  sandbox = await startSandbox({ port })
  await done(home)
  expect(await rowsOf(home)).toEqual(undisturbed)
})

test('a spent budget: 5, and a later run goes on', async () => {
  const ended = await sync(home, { daily_call_budget: 20 })
  expect(ended.exitCode).toBe(5)
  expect(errorOf(ended)).toMatchObject({ code: 'BUDGET_SPENT' })
  secretFree(ended)
  await done(home)
  expect(await rowsOf(home)).toEqual(undisturbed)
})

test('--max-calls ends the run the same way', async () => {
  const ended = await run([...argsOf(home), '--max-calls', '15'])
  expect(ended.exitCode).toBe(5)
  await done(home)
  expect(await rowsOf(home)).toEqual(undisturbed)
})

test('a file-size limit: 9; without it the next run goes on', async () => {
  // In KiB: the lake's parts fit, the warehouse does not.
  const limited = ['bash', '-c', 'ulimit -f 2048; exec "$0" "$@"', process.execPath, entry] as const
  const ended = await sync(home, {}, { command: [...limited] })
  expect(ended.exitCode, ended.stdout).toBe(9)
  expect(errorOf(ended)).toMatchObject({ code: 'DISK_FULL' })
  secretFree(ended)
  await done(home)
  expect(await rowsOf(home)).toEqual(undisturbed)
})

const system = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** Mounting needs root; without it the file-size limit above stands alone. */
const canMount = process.getuid?.() === 0 && system('unshare', '-m', 'true')

test.runIf(canMount)('a full disk: 9; moved to a larger one the home goes on, nothing lost', async () => {
  const small = join(folder, 'small')
  await mkdir(small)
  expect(system('mount', '-t', 'tmpfs', '-o', 'size=5m', 'tmpfs', small)).toBe(true)
  try {
    const ended = await sync(join(small, 'home'))
    expect(ended.exitCode, ended.stdout).toBe(9)
    expect(errorOf(ended)).toMatchObject({ code: 'DISK_FULL' })
    secretFree(ended)
    await cp(join(small, 'home'), home, { recursive: true })
    // It was full in the middle: something is committed, and not all of it.
    const committed = await rowsOf(home)
    expect(committed).not.toEqual([])
    expect(committed).not.toEqual(undisturbed)
  } finally {
    system('umount', small)
  }
  await done(home)
  expect(await rowsOf(home)).toEqual(undisturbed)
})

test('no secret is in any file of a home but the staff token in control.db', async () => {
  const ended = await run([...argsOf(join(folder, 'undisturbed')), '--verbose'])
  secretFree(ended)
  await using control = await openControl(join(folder, 'undisturbed', 'control.db'))
  const tokens = (await control.db.selectFrom('tokens').selectAll().execute()).map(({ token }) => token)
  expect(tokens.length).toBeGreaterThan(0)
  const files = readdirSync(join(folder, 'undisturbed'), { recursive: true, withFileTypes: true }).filter(
    (file) => file.isFile(),
  )
  expect(files.length).toBeGreaterThan(20)
  for (const file of files) {
    const path = join(file.parentPath, file.name)
    const bytes = readFileSync(path)
    const text = (file.name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
    for (const secret of ['demo-key', 'demo-password']) expect(text.includes(secret), path).toBe(false)
    if (file.name.startsWith('control.db')) continue
    for (const token of tokens) expect(text.includes(token), path).toBe(false)
  }
})

test('a home that cannot be written: 3', async () => {
  await writeFile(home, 'a file, not a folder')
  const ended = await sync(home)
  expect(ended.exitCode).toBe(3)
  expect(errorOf(ended)).toMatchObject({
    code: 'HOME_UNUSABLE',
    message: expect.stringContaining(home) as unknown,
  })
})
