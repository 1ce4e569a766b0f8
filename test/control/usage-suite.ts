// Usage: the sum of the details is that of the counters, also after old details were pruned.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { callsUsed, createLedger } from '../../src/control/ledger.ts'
import { callsByRun } from '../../src/control/runs.ts'
import { findCall, findCallIds, pruneCalls, usageOf } from '../../src/control/usage.ts'
import type { MakeControl, TempControl } from './temp.ts'

/** On the engine that `makeControl` stands for. */
export const usageSuite = (makeControl: MakeControl): void => {
  let temp: TempControl
  beforeEach(async () => {
    temp = await makeControl()
  })
  afterEach(() => temp.dispose())

  const reserve = async (runId: string, id: string, localDay: string, stream: string | null = 'sales') => {
    const endpoint = stream === null ? '/usertoken/issue' : `/sale/${stream}`
    await createLedger(temp.control, { runId }).reserve({
      id,
      siteId: 10001,
      endpoint,
      stream: stream ?? undefined,
      localDay,
    })
  }

  test('calls of a month by site, endpoint, stream and run; other months are not in it', async () => {
    await reserve('r1', 'a', '2026-06-30')
    await reserve('r1', 'b', '2026-07-01')
    await reserve('r1', 'c', '2026-07-31')
    await reserve('r2', 'd', '2026-07-15')
    await reserve('r2', 'e', '2026-07-15', null)
    await reserve('r2', 'f', '2026-08-01')
    expect(await usageOf(temp.control, '2026-07')).toEqual([
      { siteId: 10001, endpoint: '/sale/sales', stream: 'sales', runId: 'r1', calls: 2 },
      { siteId: 10001, endpoint: '/sale/sales', stream: 'sales', runId: 'r2', calls: 1 },
      { siteId: 10001, endpoint: '/usertoken/issue', stream: undefined, runId: 'r2', calls: 1 },
    ])
    expect(await usageOf(temp.control, '2026-09')).toEqual([])
    expect(await callsByRun(temp.control, ['r1', 'r2', 'r3'])).toEqual(
      new Map([
        ['r1', 3],
        ['r2', 3],
      ]),
    )
  })

  test('details go after 400 days, and the sum stays', async () => {
    await reserve('r1', 'old', '2025-05-26')
    await reserve('r1', 'kept', '2025-05-27')
    expect(await pruneCalls(temp.control, '2026-07-01')).toBe(1)
    expect(await findCall(temp.control, 'old')).toBeUndefined()
    expect(await findCall(temp.control, 'kept')).toMatchObject({ run_id: 'r1' })
    expect(await callsUsed(temp.control, 10001, '2025-05-26')).toBe(1)
    const rows = await usageOf(temp.control, '2025-05')
    expect(rows.map(({ endpoint, calls }) => [endpoint, calls])).toEqual([
      ['/sale/sales', 1],
      [undefined, 1],
    ])
  })

  test('a call is found by the beginning of its id, where only one begins so', async () => {
    await reserve('r1', '0aaa1111-1', '2026-07-01')
    await reserve('r1', '0aaa2222-2', '2026-07-01')
    await reserve('r1', '0bbb', '2026-07-01')
    expect(await findCallIds(temp.control, '0aaa1')).toEqual(['0aaa1111-1'])
    expect(await findCallIds(temp.control, '0aaa')).toHaveLength(2)
    expect(await findCallIds(temp.control, 'ffff')).toEqual([])
  })
}
