// Status after a sync under a budget: what is fresh, what is due, who waits and what it cost.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
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
  const { stdout } = await runHere(['status', '--home', home])
  expect(stdout).toMatch(/Last sync: Calls: \d+ used, \d+ saved against reading everything, \d+ left/)
})
