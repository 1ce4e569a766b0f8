// One control database and several real processes: the budget, and who holds the lease, also when some are killed.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { inboxCounts } from '../../src/control/inbox.ts'
import { takeLease } from '../../src/control/leases.ts'
import { callsUsed } from '../../src/control/ledger.ts'
import { pathsKnown } from '../../src/control/webhook-paths.ts'
import { compileScript } from '../compiled.ts'
import type { CompiledScript } from '../compiled.ts'
import { startPostgres } from './postgres-server.mjs'
import type { PostgresServer } from './postgres-server.mjs'

let script: CompiledScript
let server: PostgresServer
let folder: string
let started: ChildProcess[] = []
// A test that fails leaves holders behind that would live for ever.
afterEach(() => {
  for (const child of started) child.kill('SIGKILL')
  started = []
})
beforeAll(async () => {
  script = await compileScript('control-processes', 'test/control/control-child.ts')
  folder = await mkdtemp(join(tmpdir(), 'processes-'))
  server = await startPostgres()
})
afterAll(async () => {
  await script.remove()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Child {
  readonly process: ChildProcess
  readonly lines: readonly string[]
  readonly exit: Promise<number | null>
}

const start = (...args: readonly (string | number)[]): Child => {
  const process_ = spawn(process.execPath, [script.path, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(process_)
  const lines: string[] = []
  let rest = ''
  process_.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  const exit = new Promise<number | null>((resolve) => process_.once('close', (code) => resolve(code)))
  return { process: process_, lines, exit }
}

const newHome = (): string => join(folder, randomUUID(), 'control.db')

/** A new home on each engine. */
const engines: readonly (readonly [string, () => Promise<string>])[] = [
  ['a file', async () => newHome()],
  ['Postgres', () => server.freshUrl()],
]

const until = async (isSo: () => boolean, withinMs: number): Promise<void> => {
  const deadline = performance.now() + withinMs
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`not so within ${withinMs} ms`)
    await sleep(10)
  }
}

const reservedIn = async (path: string): Promise<{ ids: Set<string>; used: number; unfinished: number }> => {
  await using control = await openControl(path)
  const rows = await control.db.selectFrom('calls').select(['id', 'status']).execute()
  return {
    ids: new Set(rows.map(({ id }) => id)),
    used: await callsUsed(control, 10001, '2026-07-01'),
    unfinished: rows.filter(({ status }) => status === null).length,
  }
}

test.each(engines)(
  'on %s eight processes that open a new home at once spend one budget to the last call, and not one more',
  async (_, home) => {
    const path = await home()
    const children = Array.from({ length: 8 }, () => start('reserve', path, 500, 100))
    expect(await Promise.all(children.map(({ exit }) => exit))).toEqual(Array.from({ length: 8 }, () => 0))
    const granted = children.flatMap(({ lines }) => lines)
    const { ids, used, unfinished } = await reservedIn(path)
    expect(granted).toHaveLength(500)
    expect(ids).toEqual(new Set(granted))
    expect([used, unfinished]).toEqual([500, 0])
  },
)

test('no reservation is lost when processes are killed in the middle, and the rest spend what is left', async () => {
  const path = newHome()
  const children = Array.from({ length: 8 }, () => start('reserve', path, 600, 400))
  for (const child of children.slice(0, 4)) {
    await until(() => child.lines.length >= 10, 60_000)
    child.process.kill('SIGKILL')
  }
  const exits = await Promise.all(children.map(({ exit }) => exit))
  expect(exits.slice(4)).toEqual([0, 0, 0, 0])
  const granted = children.flatMap(({ lines }) => lines)
  const { ids, used } = await reservedIn(path)
  expect([used, ids.size]).toEqual([600, 600])
  for (const id of granted) expect(ids.has(id)).toBe(true)
  // A killed process may have been granted a call that it could not tell of any more: one each.
  expect(granted.length).toBeGreaterThanOrEqual(596)
})

test('a loop of kills: eight workers at a time, none left to end, and at no moment one call above the budget', async () => {
  const path = newHome()
  const budget = 700
  const granted = new Set<string>()
  const seen: number[] = []
  for (let round = 0; round < 10 && (seen.at(-1) ?? 0) < budget - 100; round += 1) {
    const children = Array.from({ length: 8 }, () => start('reserve', path, budget, 1_000))
    await until(() => children.some(({ lines }) => lines.length >= 3), 60_000)
    await sleep(20 * (round % 4))
    for (const child of children) child.process.kill('SIGKILL')
    await Promise.all(children.map(({ exit }) => exit))
    for (const line of children.flatMap(({ lines }) => lines)) granted.add(line)
    const { ids, used } = await reservedIn(path)
    expect(used).toBe(ids.size)
    seen.push(used)
  }
  const last = Array.from({ length: 8 }, () => start('reserve', path, budget, budget))
  expect(await Promise.all(last.map(({ exit }) => exit))).toEqual(Array.from({ length: 8 }, () => 0))
  for (const line of last.flatMap(({ lines }) => lines)) granted.add(line)
  const { ids, used } = await reservedIn(path)
  expect([used, ids.size]).toEqual([budget, budget])
  expect(Math.max(...seen)).toBeLessThanOrEqual(budget)
  for (const id of granted) expect(ids.has(id)).toBe(true)
})

test.each(engines)(
  'on %s eight processes deliver the same events while a ninth settles them: each once, none refused',
  async (_, home) => {
    const path = await home()
    const events = 200
    const senders = Array.from({ length: 8 }, () => start('deliver', path, events))
    const drain = start('settle', path, events)
    expect(await Promise.all([...senders, drain].map(({ exit }) => exit))).toEqual(
      Array.from({ length: 9 }, () => 0),
    )
    expect(senders.flatMap(({ lines }) => lines).reduce((sum, line) => sum + Number(line), 0)).toBe(events)
    await using control = await openControl(path)
    expect(await inboxCounts(control)).toMatchObject({ received: 0, applied: events, dead: 0 })
    expect((await pathsKnown(control)).map(({ accepted }) => accepted)).toEqual([4 * events, 4 * events])
  },
)

test('of two processes that race for the lease one gets it; the other follows when the first is killed', async () => {
  for (let round = 0; round < 5; round += 1) {
    const path = newHome()
    const racers = [start('hold', path, 60_000), start('hold', path, 60_000)]
    await until(() => racers.some(({ lines }) => lines.length > 0), 30_000)
    await sleep(500)
    const holders = racers.filter(({ lines }) => lines.includes('held'))
    expect(holders).toHaveLength(1)
    const [holder] = holders
    const other = racers.find((racer) => racer !== holder)

    const refused = start('hold', path, 0)
    expect(await refused.exit).toBe(8)
    expect(refused.lines[0]).toContain(`process ${holder?.process.pid} on `)

    holder?.process.kill('SIGKILL')
    await holder?.exit
    await until(() => other?.lines.includes('held') === true, 5_000)
    other?.process.kill('SIGKILL')
    await other?.exit
  }
})

test('five processes taking turns are never inside together', async () => {
  const path = newHome()
  const children = Array.from({ length: 5 }, () => start('turns', path, 6))
  const exits = await Promise.all(children.map(({ exit }) => exit))
  expect(children.flatMap(({ lines }) => lines).filter((line) => line !== 'turn')).toEqual([])
  expect(exits).toEqual([0, 0, 0, 0, 0])
})

test('a process that stood still for 90 s learns at its next beat that its home was taken over', async () => {
  const path = newHome()
  const sleeper = start('hold', path, 0)
  await until(() => sleeper.lines.includes('held'), 30_000)
  sleeper.process.kill('SIGSTOP')
  await using control = await openControl(path)
  await expect(takeLease(control)).rejects.toMatchObject({ code: 'HOME_LOCKED' })
  const lease = await takeLease(control, { clock: () => new Date(Date.now() + 91_000) })
  sleeper.process.kill('SIGCONT')
  expect(await sleeper.exit).toBe(0)
  expect(sleeper.lines.at(-1)).toMatch(/^lost: Another run took this home over/)
  await lease.release()
})
