// `read` cut short and gone on with: full refreshes within their job, passes over parents, generations.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { catalogFor, readAll } from './reading.ts'
import type { Message, Reading } from './reading.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.setFaults([]))
afterAll(() => sandbox.close())

/** One call at a time, so that a cut falls where it is told. */
const config = { site_ids: [10001], max_concurrency: 1, start_date: '2025-10-01' }

const idsOf = (reading: Reading, name: string, field = 'Id'): readonly string[] =>
  reading.recordsOf(name).map((row) => String(row[field]))

const stateOf = ({ state }: Reading, name: string): Record<string, unknown> =>
  (state.find((message) => message.state?.stream.stream_descriptor.name === name)?.state?.stream
    .stream_state ?? {}) as Record<string, unknown>

const altered = (state: readonly Message[], change: object): readonly object[] =>
  state.map(({ state: body }) => ({
    type: 'STATE',
    state: {
      ...body,
      stream: { ...body?.stream, stream_state: { ...body?.stream.stream_state, ...change } },
    },
  }))

describe('a full refresh of windows', () => {
  const catalog = catalogFor(['sales'], 'full_refresh', { generation_id: 7, sync_id: 3 })
  let cut: Reading
  let callsWhole: number
  let whole: Reading

  beforeAll(async () => {
    const callsBefore = sandbox.calls.length
    whole = await readAll(sandbox.url, catalog, { config })
    callsWhole = sandbox.calls.length - callsBefore
    sandbox.setFaults([{ name: 'unavailable', path: '/sale/sales', after: 12, times: Infinity }])
    cut = await readAll(sandbox.url, catalog, { config })
    sandbox.setFaults([])
  })

  test('ends INCOMPLETE with the windows done in its state, and no cursor', () => {
    expect(cut.statusesOf('sales').at(-1)).toBe('INCOMPLETE')
    expect(stateOf(cut, 'sales')).toMatchObject({ sync_mode: 'full_refresh', generation_id: 7, sync_id: 3 })
    expect(stateOf(cut, 'sales').sites).toEqual({})
    expect(stateOf(cut, 'sales').unfinished).toHaveProperty('10001.after')
  })

  test('goes on in the next attempt: every row of both, and only the calls that were left', async () => {
    const callsBefore = sandbox.calls.length
    const rest = await readAll(sandbox.url, catalog, { config, state: cut.state })
    expect(rest.statusesOf('sales').at(-1)).toBe('COMPLETE')
    expect(new Set([...idsOf(cut, 'sales'), ...idsOf(rest, 'sales')])).toEqual(new Set(idsOf(whole, 'sales')))
    expect(rest.recordsOf('sales').length).toBeLessThan(whole.recordsOf('sales').length)
    expect(sandbox.calls.length - callsBefore).toBeLessThanOrEqual(callsWhole - 8)
    expect(stateOf(rest, 'sales')).toMatchObject({ begun_at: stateOf(cut, 'sales').begun_at, unfinished: {} })
  })

  test('whole in an earlier attempt of the job, it is not read again', async () => {
    const again = await readAll(sandbox.url, catalog, { config, state: whole.state })
    expect(again.recordsOf('sales')).toEqual([])
    expect(again.statusesOf('sales')).toEqual(['STARTED', 'RUNNING', 'COMPLETE'])
    expect(stateOf(again, 'sales').sites).toEqual(stateOf(whole, 'sales').sites)
  })

  test.each([
    ['of another job', { sync_id: 2 }],
    ['of another generation', { generation_id: 6 }],
    ['older than a day', { begun_at: '2020-01-01T00:00:00.000Z' }],
    ['of an incremental read', { sync_mode: 'incremental' }],
  ])('a state %s is not gone on with', async (_, change) => {
    const reading = await readAll(sandbox.url, catalog, { config, state: altered(cut.state, change) })
    expect(idsOf(reading, 'sales')).toHaveLength(idsOf(whole, 'sales').length)
  })
})

describe('a pass over parents', () => {
  const catalog = catalogFor(['class_visits'])
  const shorter = { ...config, start_date: '2026-06-01' }

  test('cut short, it goes on after the last parent asked and keeps the start of the pass', async () => {
    const asked = (from: number, to?: number): number =>
      sandbox.calls.slice(from, to).filter(({ path }) => path === '/class/classvisits').length
    const callsAtFirst = sandbox.calls.length
    const whole = await readAll(sandbox.url, catalog, { config: shorter })
    const askedWhole = asked(callsAtFirst)
    sandbox.setFaults([{ name: 'unavailable', path: '/class/classvisits', after: 40, times: Infinity }])
    const cut = await readAll(sandbox.url, catalog, { config: shorter })
    sandbox.setFaults([])
    const unfinished = (
      stateOf(cut, 'class_visits').unfinished as Record<string, { startedAt: string }>
    )[10001]
    expect(unfinished).toBeDefined()

    const callsBefore = sandbox.calls.length
    const rest = await readAll(sandbox.url, catalog, { config: shorter, state: cut.state })
    expect(new Set([...idsOf(cut, 'class_visits'), ...idsOf(rest, 'class_visits')])).toEqual(
      new Set(idsOf(whole, 'class_visits')),
    )
    expect(rest.recordsOf('class_visits').length).toBe(
      whole.recordsOf('class_visits').length - cut.recordsOf('class_visits').length,
    )
    expect(asked(callsBefore)).toBe(askedWhole - 40)
    expect(stateOf(rest, 'class_visits').sites).toEqual({
      10001: expect.objectContaining({ kind: 'parents', readAt: unfinished?.startedAt }),
    })
  })

  test('a full refresh whose parents are whole reads them again in silence for a child that is not', async () => {
    const both = catalogFor(['classes', 'class_visits'], 'full_refresh', { generation_id: 7, sync_id: 3 })
    sandbox.setFaults([{ name: 'unavailable', path: '/class/classvisits', after: 40, times: Infinity }])
    const cut = await readAll(sandbox.url, both, { config: shorter })
    sandbox.setFaults([])
    const rest = await readAll(sandbox.url, both, { config: shorter, state: cut.state })
    expect(rest.lost).toEqual([])
    expect(rest.recordsOf('classes')).toEqual([])
    expect(rest.statusesOf('classes').at(-1)).toBe('COMPLETE')
    expect(rest.recordsOf('class_visits').length).toBeGreaterThan(0)
  })
})

test('a runner that numbers no jobs and hands back a finished full refresh gets everything again', async () => {
  const catalog = catalogFor(['promo_codes'], 'full_refresh')
  const first = await readAll(sandbox.url, catalog, { config })
  const again = await readAll(sandbox.url, catalog, { config, state: first.state })
  expect(again.recordsOf('promo_codes')).toEqual(first.recordsOf('promo_codes'))
})

describe('generations', () => {
  const incremental = (more: object): object => catalogFor(['promo_codes'], 'incremental', more)

  test('a raised minimum makes the state of an older generation worthless', async () => {
    const first = await readAll(sandbox.url, incremental({ generation_id: 1, minimum_generation_id: 0 }), {
      config,
    })
    const refreshed = incremental({ generation_id: 2, minimum_generation_id: 2 })
    const second = await readAll(sandbox.url, refreshed, { config, state: first.state })
    expect(idsOf(second, 'promo_codes', 'PromotionID')).toEqual(idsOf(first, 'promo_codes', 'PromotionID'))
    expect(stateOf(second, 'promo_codes').generation_id).toBe(2)
  })

  test('the 1/1/1 of PyAirbyte keeps states, also those from before generations were written', async () => {
    const pyairbyte = incremental({ generation_id: 1, minimum_generation_id: 1, sync_id: 1 })
    const first = await readAll(sandbox.url, pyairbyte, { config })
    const { sites } = stateOf(first, 'promo_codes')
    const older = first.state.map(({ state: body }) => ({
      type: 'STATE',
      state: { ...body, stream: { ...body?.stream, stream_state: { sites } } },
    }))
    for (const state of [first.state, older]) {
      const again = await readAll(sandbox.url, pyairbyte, { config, state })
      expect(again.recordsOf('promo_codes').length).toBeLessThan(first.recordsOf('promo_codes').length)
    }
  })
})
