// Dirty marks of days and spans, what a plan makes of marks, and pulls that do not go on.
import { describe, expect, test } from 'vitest'
import { countDirty } from '../../src/lakehouse/dirty-marks.ts'
import { problemOfDirty } from '../../src/lakehouse/dirty-problem.ts'
import { markSpan } from '../../src/lakehouse/dirty-span.ts'
import { estimateDirty } from '../../src/lakehouse/estimate-dirty.ts'
import { events, now, openNineRows, siteId } from './nine-rows.ts'

const nine = openNineRows()
const { tell, pull, words, change, left } = nine

describe('days', () => {
  test('spans that touch are read once, and days nobody reads are cleared', async () => {
    change(1, 9)
    await tell('days', ['2026-06-18..2026-06-21', '2026-06-20..2026-06-29', '2030-01-01..2030-01-02'])
    const { pulls, queries } = await pull()
    const spans = queries.map(
      (query) => `${query.get('request.from')?.slice(0, 10)} ${query.get('request.to')?.slice(0, 10)}`,
    )
    expect(new Set(spans)).toEqual(new Set(['2026-06-18 2026-06-29']))
    expect(await words()).toBe('1+ 2 3 4 5 6 7 8 9+')
    expect(pulls).toMatchObject([{ pulled: 2, gone: ['2030-01-01..2030-01-02'], left: 0 }])
  })
})

describe('a span without events', () => {
  test('its days, those just before and all ahead are read, and nothing of it is left', async () => {
    change(6, 7, 9)
    const span = { from: new Date('2026-06-27T22:00:00Z'), to: new Date('2026-06-28T04:00:00Z'), now }
    await markSpan(nine.warehouse, { ...span, messageId: 'gap:1', siteIds: [siteId], streams: [events] })
    expect(await left()).toEqual(['days 2026-06-24..2026-07-04 1'])
    await tell('days', ['2026-06-24..2026-07-04'])
    expect(await countDirty(nine.warehouse, [siteId], 'gap:1')).toBe(1)
    expect((await pull()).pulls).toMatchObject([{ pulled: 1, rows_changed: 3, left: 0 }])
    expect(await words()).toBe('1 2 3 4 5 6+ 7+ 8 9+')
    expect(await countDirty(nine.warehouse, [siteId], 'gap:1')).toBe(0)
  })
})

describe('before it is pulled', () => {
  test('a plan counts the calls', async () => {
    await tell('key', ['2', '3', '5', '7', '9'])
    await tell('days', ['2026-06-20..2026-06-21'])
    const estimates = await estimateDirty(nine.warehouse, [events], [{ siteId, zone: 'UTC' }])
    expect(estimates).toEqual([
      { stream: 'events', siteId, calls: 2 + 2, why: '6 told of by events', known: true },
    ])
  })
})

test('what was never read is left to its first pass, and marks of sites that were given up count nowhere', async () => {
  await nine.warehouse.exclusive((duck) => duck.run('delete from meta.cursors'))
  await tell('key', ['2', '3'])
  expect(await estimateDirty(nine.warehouse, [events], [{ siteId, zone: 'UTC' }])).toEqual([])
  expect(await pull()).toEqual({ pulls: [], queries: [] })
  expect(await left()).toEqual([])
  await tell('key', ['2'])
  expect(await countDirty(nine.warehouse, [siteId + 1])).toBe(0)
  expect(await countDirty(nine.warehouse, [siteId, siteId + 1])).toBe(1)
})

describe('when it does not go on', () => {
  test('without calls the rest stays marked, is told, and the next run goes on', async () => {
    change(2, 3, 5, 7, 9)
    await tell('key', ['2', '3', '5', '7', '9'])
    const cut = await pull({ maxCalls: 1 })
    expect(cut.pulls).toMatchObject([{ calls: 1, problem: { code: 'BUDGET_SPENT' } }])
    const rest = await left()
    expect(cut.pulls[0]?.waiting).toBe(rest.length)
    expect([1, 5]).toContain(rest.length)
    expect(problemOfDirty(cut.pulls)).toMatchObject({ code: 'BUDGET_SPENT', exitCode: 5 })
    await pull()
    expect(await words()).toBe('1 2+ 3+ 4 5+ 6 7+ 8 9+')
    expect(await left()).toEqual([])
  })

  test('stopped while an answer is on its way: what is not committed is still marked, and the next run goes on', async () => {
    change(2, 3, 5, 7, 9)
    await tell('key', ['2', '3', '5', '7', '9'])
    const stop = new AbortController()
    nine.table.meanwhile = () => Promise.resolve(stop.abort(new Error('stop')))
    await expect(pull({ signal: stop.signal })).rejects.toThrow('stop')
    expect(await words()).toBe('1 2 3 4 5 6 7 8 9')
    expect(await left()).toHaveLength(5)
    delete nine.table.meanwhile
    await pull()
    expect(await left()).toEqual([])
    expect(await words()).toBe('1 2+ 3+ 4 5+ 6 7+ 8 9+')
  })

  test('a broken answer leaves the marks, and those of the day before are given up', async () => {
    nine.table.broken = true
    await tell('key', ['2'])
    await tell('days', ['2026-06-20..2026-06-21'], new Date(now.getTime() - 25 * 3_600_000))
    const { pulls } = await pull()
    expect(pulls).toMatchObject([{ pulled: 0, left: 1, problem: { code: 'ANSWER_BROKEN' } }])
    expect(problemOfDirty(pulls)).toMatchObject({ code: 'STREAM_LOST' })
    expect(await left()).toEqual(['key 2 1'])
  })

  test('a stream that is marked whole is asked for a day, too, and no longer', async () => {
    nine.table.broken = true
    await tell('whole', [''])
    expect((await pull()).pulls).toMatchObject([{ left: 1, problem: { code: 'ANSWER_BROKEN' } }])
    await tell('whole', [''], new Date(now.getTime() - 25 * 3_600_000))
    expect((await pull()).pulls).toMatchObject([{ left: 0, problem: { code: 'ANSWER_BROKEN' } }])
    expect(await left()).toEqual([])
  })
})
