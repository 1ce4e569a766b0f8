// `read` when something is wrong: each failure typed, told once, and no other stream lost by it.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { createLineChecker } from './airbyte-messages.ts'
import { owner } from './harness.ts'
import { catalogFor, readAll } from './reading.ts'
import type { Reading } from './reading.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.setFaults([]))
afterAll(() => sandbox.close())

const small = ['sites', 'programs', 'locations', 'contracts']

const failuresOf = ({ messages }: Reading) =>
  messages.flatMap(({ trace }) =>
    trace?.error ? [[trace.error.stream_descriptor?.name, trace.error.failure_type]] : [],
  )

test('a stream that does not exist and a mode that does not are failures; the others are read', async () => {
  const { streams } = catalogFor(['programs']) as { streams: object[] }
  const reading = await readAll(sandbox.url, {
    streams: [
      ...streams,
      { stream: { name: '__AIRBYTE__stream_that_does_not_exist' }, sync_mode: 'incremental' },
      { stream: { name: 'sites' }, sync_mode: 'INVALID' },
    ],
  })
  expect(failuresOf(reading)).toEqual([
    ['__AIRBYTE__stream_that_does_not_exist', 'config_error'],
    ['sites', 'config_error'],
  ])
  expect(reading.lost.map(({ problem }) => problem.code)).toEqual(['CATALOG_INVALID', 'CATALOG_INVALID'])
  expect(reading.statusesOf('programs').at(-1)).toBe('COMPLETE')
})

test('a lost stream is INCOMPLETE with its state; its children are lost with it, the others are read', async () => {
  sandbox.setFaults([{ name: 'unavailable', path: '/site/locations', times: Infinity }])
  const reading = await readAll(sandbox.url, catalogFor(small))
  expect(reading.lost.map(({ stream }) => stream)).toEqual(['locations', 'contracts'])
  expect(new Set(failuresOf(reading).map(([name, type]) => `${name} ${type}`))).toEqual(
    new Set(['locations transient_error', 'contracts transient_error']),
  )
  expect(reading.statusesOf('locations')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE'])
  expect(reading.statusesOf('programs').at(-1)).toBe('COMPLETE')
  expect(reading.state.map(({ state }) => state?.stream.stream_descriptor.name).sort()).toEqual(
    [...small].sort(),
  )
  const check = createLineChecker()
  for (const line of reading.lines) expect(check(line)).toEqual([])
})

test.each(['rate_limited', 'server_error', 'truncated', 'error_with_200', 'reset', 'token_expired'] as const)(
  'a passing %s costs no record',
  async (name) => {
    sandbox.setFaults([{ name, path: '/site/', after: 2, times: 2 }])
    const reading = await readAll(sandbox.url, catalogFor(small))
    expect(reading.lost).toEqual([])
    expect(reading.recordsOf('programs')).toHaveLength(4)
  },
)

test('a wrong password is asked once per site, and told without secrets', async () => {
  const before = sandbox.calls.length
  const staffUser = { ...owner, password: 'wrong-password-7' }
  const reading = await readAll(sandbox.url, catalogFor(small), { client: { staffUser } })
  expect(sandbox.calls.slice(before).map(({ path }) => path)).toEqual([
    '/usertoken/issue',
    '/usertoken/issue',
  ])
  expect(new Set(failuresOf(reading).map(([, type]) => type))).toEqual(new Set(['config_error']))
  expect(reading.lines.join('\n')).not.toMatch(/wrong-password-7|demo-key/)
})

test('a site the key has not activated loses its streams; the other site is read', async () => {
  const config = { site_ids: [10001, 777], time_zones: [{ site_id: 777, zone: 'UTC' }] }
  const reading = await readAll(sandbox.url, catalogFor(['programs']), { config })
  expect(reading.lost.map(({ problem }) => problem.code)).toEqual(['SITE_NOT_ACTIVATED'])
  expect(reading.recordsOf('programs').length).toBeGreaterThan(0)
  expect(reading.statusesOf('programs').at(-1)).toBe('INCOMPLETE')
})

test('with the API key alone, streams that need staff are refused instead of read empty', async () => {
  const reading = await readAll(sandbox.url, catalogFor(['programs', 'clients']), {
    client: { staffUser: undefined },
  })
  expect(reading.lost.map(({ stream, problem }) => [stream, problem.code])).toEqual([
    ['clients', 'PERMISSION_MISSING'],
  ])
})

test('a spent budget ends the read with transient errors, and states to go on from', async () => {
  const reading = await readAll(sandbox.url, catalogFor(['sites', 'programs', 'sales']), {
    client: { dailyBudget: 6 },
  })
  expect(reading.lost.at(-1)).toMatchObject({ stream: 'sales', problem: { code: 'BUDGET_SPENT' } })
  expect(new Set(failuresOf(reading).map(([, type]) => type))).toEqual(new Set(['transient_error']))
  const resumed = await readAll(sandbox.url, catalogFor(['sites', 'programs', 'sales']), {
    state: reading.state,
  })
  expect(resumed.lost).toEqual([])
})

test.each([
  ['not a list', { streams: [] }],
  ['an untyped state', [{ data: { clients: {} } }]],
])('a state that is %s is refused', async (_, state) => {
  const reading = readAll(sandbox.url, catalogFor(['programs']), { state })
  await expect(reading).rejects.toMatchObject({ code: 'STATE_INVALID', exitCode: 3 })
})

test("a platform's state with extra nulls is taken", async () => {
  const cursor = { kind: 'modified', since: '2026-07-01T00:00:00.000Z' }
  const state = [
    {
      type: 'STATE',
      state: {
        type: 'STREAM',
        data: null,
        global_: null,
        destinationStats: null,
        stream: {
          stream_descriptor: { name: 'promo_codes', namespace: null },
          stream_state: { sites: { 10001: cursor, 10002: cursor } },
        },
      },
    },
  ]
  const reading = await readAll(sandbox.url, catalogFor(['promo_codes']), { state })
  expect(reading.recordsOf('promo_codes')).toEqual([])
  expect(reading.lost).toEqual([])
})

test('only configured columns are emitted, the key always', async () => {
  const reading = await readAll(sandbox.url, {
    streams: [
      {
        stream: { name: 'programs', json_schema: { properties: { Name: {} } } },
        sync_mode: 'full_refresh',
      },
    ],
  })
  expect(Object.keys(reading.recordsOf('programs')[0] ?? {}).sort()).toEqual(['Id', 'Name', 'SiteId'])
})

test('a child is read alone: its parents are read silently', async () => {
  const reading = await readAll(sandbox.url, catalogFor(['contracts']))
  expect(reading.recordsOf('contracts').length).toBeGreaterThan(0)
  expect(reading.recordsOf('locations')).toEqual([])
  expect(reading.state).toHaveLength(1)
})
