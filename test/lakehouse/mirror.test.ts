// What `status` is told while a sync runs and of how each stream ended, whatever became of it.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { readMirror } from '../../src/control/mirror.ts'
import type { MirrorEntry } from '../../src/control/mirror.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { syncOnce, tempHome } from './line.ts'
import type { LineOptions } from './line.ts'

let sandbox: Sandbox
let home: string
let remove: () => Promise<void>
beforeAll(async () => {
  sandbox = await startSandbox()
  ;({ home, remove } = await tempHome())
})
afterAll(async () => {
  await sandbox.close()
  await remove()
})

const run = (runId: string, streams: readonly string[], more: Partial<LineOptions> = {}) =>
  syncOnce({
    home,
    url: sandbox.url,
    runId,
    streams: ['sites', ...streams],
    config: { site_ids: [10_002], start_date: '2026-06-25' },
    ...more,
  })
const told = async (name: string): Promise<MirrorEntry | undefined> => {
  await using control = await openControl(join(home, 'control.db'))
  return (await readMirror(control)).find(({ stream }) => stream === name)
}

test('a stream that is lost says so, and when it was last synced stays', async () => {
  await run('r1', ['sales'])
  const before = await told('sales')
  expect(before).toMatchObject({ status: 'complete' })
  sandbox.advanceHours(2)
  sandbox.setFaults([{ name: 'not_activated', path: '/sale/sales', times: Infinity }])
  await run('r2', ['sales']).finally(() => sandbox.setFaults([]))
  expect(await told('sales')).toEqual({ ...before, status: 'incomplete', runId: 'r2' })
})

test('who waits is told as soon as its stream has ended, and of a stream for which no call was left', async () => {
  const first = await run('r3', ['clients', 'client_contracts'], { maxCalls: 40 })
  const waiting = first.streams.find(({ stream }) => stream === 'client_contracts')?.waiting ?? 0
  expect(waiting).toBeGreaterThan(100)
  expect(await told('client_contracts')).toMatchObject({ status: 'partial', waiting })
  await run('r4', ['clients', 'client_contracts', 'client_visits'], { maxCalls: 4 })
  expect(await told('client_visits')).toMatchObject({ cursor: undefined, rows: 0 })
  expect((await told('client_visits'))?.waiting).toBeGreaterThan(waiting)
})
