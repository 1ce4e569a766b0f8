// The call budget: never passed, spent on what is cheap first, and every next day goes on where the last one stopped.
import { describe, expect, test } from 'vitest'
import { problemOf } from '../../src/lakehouse/sync.ts'
import type { SyncResult } from '../../src/lakehouse/sync.ts'
import { asked, resultOf, siteId, useStudio } from './budget-studio.ts'
import { query, syncOnce } from './line.ts'

const config = { site_ids: [siteId], start_date: '2026-06-25' }

const studio = useStudio()
const { newHome } = studio

describe('a budget that ends in the middle', () => {
  const streams = ['sites', 'classes', 'class_visits', 'clients', 'client_contracts']

  test('keeps what is whole, spends not one call more, and tells who waits', async () => {
    const home = await newHome()
    const run = (runId: string, dailyBudget: number, only = streams): Promise<SyncResult> =>
      syncOnce({ home, url: studio.sandbox.url, runId, config, streams: only, dailyBudget })
    const before = studio.sandbox.calls.length
    const cut = await run('c1', 60)
    // The token is asked for before Mindbody's clock is known, and counts for the day of this machine.
    expect(studio.sandbox.calls.length - before).toBe(61)
    expect(cut.callsUsed).toBe(61)
    expect(resultOf(cut, 'class_visits')).toMatchObject({ status: 'partial', waiting_for: 'classes' })
    expect(resultOf(cut, 'client_contracts')).toMatchObject({
      status: 'skipped',
      calls: 0,
      waiting_for: 'clients',
    })
    expect(problemOf(cut)?.message).toMatch(
      /budget of 60 calls for site 10002 .* classes wait in class_visits/,
    )
    const [middle] = await asked(home, 'class_visits')
    expect(middle?.n).toBeGreaterThan(30)

    const spent = await run('c2', 60)
    expect(spent.callsUsed).toBeLessThanOrEqual(1)
    expect(problemOf(spent)).toMatchObject({ code: 'BUDGET_SPENT' })

    const next = await run('c3', 100_000, ['sites', 'classes', 'class_visits'])
    expect(problemOf(next)).toBeUndefined()
    const recent = resultOf(next, 'class_visits')?.calls ?? 0
    const [after] = await asked(home, 'class_visits')
    expect(recent).toBeLessThan(after?.n ?? 0)
  })

  test('of one site leaves the other alone', async () => {
    const home = await newHome()
    const both = { site_ids: [10_001, siteId], start_date: '2026-06-25' }
    await syncOnce({
      home,
      url: studio.sandbox.url,
      runId: 'o1',
      config: { ...both, site_ids: [siteId] },
      streams: ['sites', 'locations'],
      dailyBudget: 5,
    })
    const result = await syncOnce({
      home,
      url: studio.sandbox.url,
      runId: 'o2',
      config: both,
      streams: ['sites', 'locations'],
      dailyBudget: 5,
    })
    const statuses = result.streams.map(({ stream, site_id, status }) => [stream, site_id, status])
    expect(statuses).toContainEqual(['locations', 10_001, 'complete'])
    expect(problemOf(result)).toMatchObject({ code: 'BUDGET_SPENT' })
  })

  test('wastes at most the calls of one window: few are begun when few calls are left', async () => {
    const home = await newHome()
    const cut = await syncOnce({
      home,
      url: studio.sandbox.url,
      runId: 'w1',
      config: { ...config, start_date: '2025-07-01', page_size: 20 },
      streams: ['sites', 'sales'],
      dailyBudget: 100,
    })
    const calls = resultOf(cut, 'sales')?.calls ?? 0
    const [kept] = await query<{ pages: number }>(
      home,
      "select sum(pages)::int as pages from meta.batches where stream = 'sales'",
    )
    expect(calls).toBeGreaterThan(90)
    // Begun all at once, the windows of a year would leave nothing.
    expect(kept?.pages ?? 0).toBeGreaterThan(calls * 0.6)
  })

  test('before a stream that is read in one go says how many calls that needs, and so many are enough', async () => {
    const run = async (dailyBudget: number): Promise<SyncResult> =>
      syncOnce({
        home: await newHome(),
        url: studio.sandbox.url,
        runId: 'n1',
        config: { ...config, page_size: 20 },
        streams: ['sites', 'clients'],
        dailyBudget,
      })
    const cut = await run(8)
    const { needs = 0 } = resultOf(cut, 'clients') ?? {}
    expect(needs).toBeGreaterThan(8)
    const words = `clients (site 10002) is read in one go and gets on only in a run of about ${needs} calls`
    expect(problemOf(cut)?.message).toContain(words)
    expect(problemOf(cut)?.remedy).toContain(`at least ${needs} calls`)
    expect(problemOf(await run(needs))).toBeUndefined()
    expect(problemOf(await run(needs - 3))).toMatchObject({ code: 'BUDGET_SPENT' })
  })

  test('puts off a verifying pass that does not fit, and reads what is new all the same', async () => {
    const home = await newHome()
    const run = (runId: string, maxCalls?: number): Promise<SyncResult> =>
      syncOnce({
        home,
        url: studio.sandbox.url,
        runId,
        config: { ...config, page_size: 20, verify_every_days: 7 },
        streams: ['sites', 'clients'],
        ...(maxCalls === undefined ? {} : { maxCalls }),
      })
    const since = () =>
      query(home, "select cursor ->> 'since' as at from meta.cursors where stream = 'clients'")
    await run('v1')
    const before = await since()
    studio.sandbox.advance(8)
    const poor = await run('v2', 10)
    expect(problemOf(poor)).toBeUndefined()
    expect(resultOf(poor, 'clients')?.rows).toBeGreaterThan(0)
    expect(await since()).not.toEqual(before)
    expect(resultOf(await run('v3'), 'clients')?.calls).toBeGreaterThan(10)
  })
})
