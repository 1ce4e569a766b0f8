// The call budget over days: per-client streams take their share of what the others leave, until nobody waits.
import { describe, expect, test } from 'vitest'
import { problemOf } from '../../src/lakehouse/sync.ts'
import type { SyncResult } from '../../src/lakehouse/sync.ts'
import { asked, resultOf, siteId, useStudio } from './budget-studio.ts'
import { query, syncOnce } from './line.ts'

const config = { site_ids: [siteId], start_date: '2026-06-15' }
const perClient = ['client_contracts', 'client_visits']

const studio = useStudio()
const { newHome } = studio

describe('streams that cost a call per client', () => {
  const dailyBudget = 500
  let home: string
  const run = (runId: string): Promise<SyncResult> =>
    syncOnce({
      home,
      url: studio.sandbox.url,
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
      studio.sandbox.advance(1)
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
