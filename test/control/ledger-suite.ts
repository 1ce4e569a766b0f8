// The ledger: budget per site and local day, the run's own limit, and the trace of each call.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { callsOfRun, callsUsed, createLedger } from '../../src/control/ledger.ts'
import type { MakeControl, TempControl } from './temp.ts'

/** On the engine that `makeControl` stands for. */
export const ledgerSuite = (makeControl: MakeControl): void => {
  let temp: TempControl
  beforeEach(async () => {
    temp = await makeControl()
  })
  afterEach(() => temp.dispose())

  const call = (id: string, localDay = '2026-07-01', siteId = 10001) => ({
    id,
    siteId,
    endpoint: '/sale/sales',
    stream: 'sales',
    localDay,
  })

  test('a call is written down before it is made, with its end afterwards', async () => {
    const ledger = createLedger(temp.control, { runId: 'run-1' })
    await ledger.reserve(call('a'))
    const before = await temp.control.db.selectFrom('calls').selectAll().executeTakeFirstOrThrow()
    expect(before).toMatchObject({ id: 'a', run_id: 'run-1', site_id: 10001, status: null })
    await ledger.finish('a', 200)
    await ledger.flush()
    const after = await temp.control.db.selectFrom('calls').selectAll().executeTakeFirstOrThrow()
    expect(after.status).toBe(200)
    expect(after.finished_at).not.toBeNull()
    expect(await callsOfRun(temp.control, 'run-1')).toEqual([
      { site_id: 10001, endpoint: '/sale/sales', stream: 'sales', calls: 1 },
    ])
  })

  test('the budget holds per site and local day', async () => {
    const ledger = createLedger(temp.control, { runId: 'run-1', dailyBudget: 2 })
    await ledger.reserve(call('a'))
    await ledger.reserve(call('b'))
    await expect(ledger.reserve(call('c'))).rejects.toMatchObject({ code: 'BUDGET_SPENT' })
    await ledger.reserve(call('d', '2026-07-02'))
    await ledger.reserve(call('e', '2026-07-01', 10002))
    expect(await callsUsed(temp.control, 10001, '2026-07-01')).toBe(2)
  })

  test('a budget of 0 allows no call', async () => {
    const ledger = createLedger(temp.control, { runId: 'run-1', dailyBudget: 0 })
    await expect(ledger.reserve(call('a'))).rejects.toMatchObject({ code: 'BUDGET_SPENT', exitCode: 5 })
  })

  test("a run's own limit stops it, whatever the budget", async () => {
    const ledger = createLedger(temp.control, { runId: 'run-1', dailyBudget: 100, maxCalls: 1 })
    await ledger.reserve(call('a'))
    await expect(ledger.reserve(call('b'))).rejects.toThrow(/may make 1 calls/)
  })

  test('several connections to one file never spend more than the budget', async () => {
    const others = await Promise.all([
      openControl(temp.target),
      openControl(temp.target),
      openControl(temp.target),
    ])
    const ledgers = others.map((control, index) =>
      createLedger(control, { runId: `run-${index}`, dailyBudget: 25 }),
    )
    const attempts = Array.from({ length: 60 }, (_, index) =>
      ledgers[index % 3]?.reserve(call(`call-${index}`)).then(
        () => 'made',
        () => 'refused',
      ),
    )
    const results = await Promise.all(attempts)
    await Promise.all(others.map((control) => control.close()))
    expect(results.filter((result) => result === 'made')).toHaveLength(25)
    expect(await callsUsed(temp.control, 10001, '2026-07-01')).toBe(25)
  })
}
