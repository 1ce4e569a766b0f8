// The call budget over days: per-client streams take their share of what the others leave, until nobody waits.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemOf } from '../../src/lakehouse/sync.ts'
import type { SyncResult } from '../../src/lakehouse/sync.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { query, syncOnce, tempHome } from './line.ts'

const siteId = 10_002
const config = { site_ids: [siteId], start_date: '2026-06-15' }
const perClient = ['client_contracts', 'client_visits']

let sandbox: Sandbox
const removals: (() => Promise<void>)[] = []

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
  for (const remove of removals) await remove()
})

const newHome = async (): Promise<string> => {
  const { home, remove } = await tempHome()
  removals.push(remove)
  return home
}
const resultOf = ({ streams }: SyncResult, name: string) => streams.find(({ stream }) => stream === name)
const asked = (home: string, stream: string) =>
  query<{ n: number }>(home, `select count(*)::int as n from meta.parent_reads where stream = '${stream}'`)

describe('streams that cost a call per client', () => {
  const dailyBudget = 500
  let home: string
  const run = (runId: string): Promise<SyncResult> =>
    syncOnce({
      home,
      url: sandbox.url,
      runId,
      config,
      dailyBudget,
      streams: ['sites', 'clients', 'sales', ...perClient],
    })

  test('take their share of what the others leave, one after the other; the rest waits', async () => {
    home = await newHome()
    const first = await run('d1')
    expect(first.callsUsed).toBeLessThanOrEqual(dailyBudget)
    const contracts = resultOf(first, 'client_contracts')
    const visits = resultOf(first, 'client_visits')
    expect(contracts).toMatchObject({ status: 'partial', waiting_for: 'clients' })
    expect(contracts?.calls).toBeGreaterThan(200)
    expect(visits?.calls).toBe(Math.floor((dailyBudget - (first.callsUsed - (visits?.calls ?? 0))) / 2))
    expect(first.waiting).toBe((contracts?.waiting ?? 0) + (visits?.waiting ?? 0))
    expect(problemOf(first)).toMatchObject({ code: 'BUDGET_SPENT', exitCode: 5 })
    expect(problemOf(first)?.message).toMatch(
      /have spent their share.* \d+ clients wait in client_contracts \(site 10002\), .*; the next run goes on with them\./,
    )
  })

  test('are read to their end over the next days, each day within its budget', async () => {
    let last: SyncResult | undefined
    for (const day of ['d2', 'd3']) {
      sandbox.advance(1)
      last = await run(day)
      expect(last.callsUsed).toBeLessThanOrEqual(dailyBudget)
    }
    expect(last?.waiting).toBe(0)
    expect(last && problemOf(last)).toBeUndefined()
    const [clients] = await query<{ n: number }>(
      home,
      'select count(*)::int as n from raw.clients where _deleted_at is null',
    )
    for (const stream of perClient) expect(await asked(home, stream)).toEqual([clients])
  })
})
