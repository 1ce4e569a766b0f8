// Status after a sync under a budget: what is fresh, what is due, who waits and what it cost.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { storeDeliveries } from '../../src/control/inbox.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { deliveryOf, sampleBody } from '../webhooks/event-samples.ts'
import { jsonFile, studioConfig } from './cli.ts'
import { jsonHere, runHere } from './in-process.ts'

let folder: string
let sandbox: Sandbox
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'status-'))
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

test('freshness, next due and waiting parents, in text and as JSON', async () => {
  const home = join(folder, 'home')
  const changes = { site_ids: [10_001], start_date: '2026-06-20', daily_call_budget: 60 }
  const config = jsonFile(folder, 'config.json', studioConfig(sandbox.url, changes))
  const streams = 'sites,locations,clients,client_memberships,client_contracts'
  const synced = await jsonHere(['sync', '--config', config, '--home', home, '--streams', streams])
  expect(synced).toMatchObject({ exit_code: 5, error: { code: 'BUDGET_SPENT' } })
  expect(synced['waiting']).toBeGreaterThan(100)

  const told = await jsonHere(['status', '--home', home])
  const rows = told['streams'] as Record<string, unknown>[]
  const of = (stream: string) => rows.find((row) => row['stream'] === stream)
  expect(of('locations')).toMatchObject({
    status: 'complete',
    next_due: expect.stringMatching(/^fresh until /),
  })
  expect(of('clients')).toMatchObject({ next_due: 'every sync', waiting: 0 })
  expect(of('clients')?.['cursor']).toMatch(/^2026-06-30T/)
  expect(of('client_memberships')?.['cursor']).toMatch(/^2026-07-01T/)
  expect(of('client_memberships')).toMatchObject({ next_due: 'first sync of the next local day' })
  expect(of('client_contracts')).toMatchObject({
    status: 'partial',
    waiting: synced['waiting'],
    next_due: `next sync: ${Number(synced['waiting'])} clients wait`,
  })
  expect(told['last_sync']).toEqual({
    calls_used: synced['calls_used'],
    calls_saved: synced['calls_saved'],
    waiting: synced['waiting'],
    budget_left: synced['budget_left'],
  })
  expect(told['webhooks']).toBeNull()
  const { stdout } = await runHere(['status', '--home', home])
  expect(stdout).toMatch(/Last sync: Calls: \d+ used, \d+ saved against reading everything, \d+ left/)
})

test('with webhooks: what waits, what is dead and dirty, and when clients were read whole', async () => {
  const home = join(folder, 'told')
  await mkdir(home)
  const control = await openControl(join(home, 'control.db'))
  const at = new Date('2026-06-30T10:00:00Z')
  const deliveries = ['class.updated', 'client.updated'].map((eventId) =>
    deliveryOf(sampleBody(eventId, { messageId: eventId }), at),
  )
  await storeDeliveries(control, deliveries)
  await control.close()
  const changes = { site_ids: [10_001], start_date: '2026-06-20', webhooks: {} }
  const config = jsonFile(folder, 'told.json', studioConfig(sandbox.url, changes))
  const before = await jsonHere(['status', '--home', home])
  expect(before['webhooks']).toEqual({
    received: 2,
    dead: 0,
    dirty: null,
    last_event_at: at.toISOString(),
    last_applied_at: null,
  })
  const drained = await jsonHere(['webhooks', 'drain', '--config', config, '--home', home])
  const { left } = drained['events'] as { readonly left: number }
  expect(left).toBeGreaterThan(0)
  const after = await jsonHere(['status', '--home', home])
  expect(after['webhooks']).toMatchObject({ received: 0, dirty: left, last_applied_at: expect.any(String) })
  const { stdout } = await runHere(['status', '--home', home])
  expect(stdout).toContain(
    `${left} keys wait to be pulled, 0 dead letters; the last came ${at.toISOString()}`,
  )
  expect(stdout).toContain('Clients were last read whole: never (daily beside webhooks)')
})
