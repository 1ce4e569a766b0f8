// Weather: each fault of the simulated API, and what a reader of the source sees of it.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { faults } from '../../src/sandbox/faults.ts'
import type { Fault, FaultName } from '../../src/sandbox/faults.ts'
import { testClient } from './harness.ts'
import { catalogFor, readAll } from './reading.ts'
import type { Reading } from './reading.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.setFaults([]))
afterAll(() => sandbox.close())

/** One site. */
const config = { site_ids: [10001], start_date: '2026-05-01' }
/** Only what would last for ever is given little time: a busy machine is no weather. */
const patience = (name: FaultName, totalMs: number): { readonly totalMs?: number } =>
  ['slow', 'slow_loris', 'endless'].includes(name) ? { totalMs } : {}
const always = Infinity

const readUnder = async (
  armed: readonly Fault[],
  streams: readonly string[] = ['programs', 'locations'],
  options: Parameters<typeof readAll>[2] = {},
): Promise<Reading & { paths: readonly string[] }> => {
  sandbox.setFaults(armed)
  const before = sandbox.calls.length
  const reading = await readAll(sandbox.url, catalogFor(streams), {
    ...options,
    config: { ...config, ...options.config },
    client: { ...options.client },
  })
  return { ...reading, paths: sandbox.calls.slice(before).map(({ path }) => path) }
}

const asked = ({ paths }: { paths: readonly string[] }, path: string): number =>
  paths.filter((called) => called === path).length

const keysOf = (rows: readonly object[], key: string): readonly string[] =>
  rows.map((row) => String((row as Record<string, unknown>)[key])).toSorted()

const truth = (stream: string, key: string): readonly string[] =>
  keysOf(recordsOf(sandbox.business, stream, 10_001), key)

/** What a fault is for a stream it strikes for ever: the code of its loss, and whether asking again can help. */
const broken = ['ANSWER_BROKEN', 'transient_error'] as const
const down = ['MINDBODY_UNAVAILABLE', 'transient_error'] as const
const passing: Partial<Record<FaultName, readonly [string, string]>> = {
  rate_limited: down,
  rate_limited_seconds: down,
  rate_limited_date: down,
  rate_limited_absurd: down,
  server_error: down,
  internal_error: down,
  bad_gateway: down,
  unavailable: down,
  gateway_timeout: down,
  html: broken,
  empty_body: broken,
  truncated: broken,
  gzip_cut: broken,
  error_with_200: broken,
  reset: down,
  reset_after_headers: down,
  reset_in_body: down,
  slow: down,
  slow_loris: down,
  endless: down,
}
const names = Object.keys(passing) as FaultName[]

describe('what passes', () => {
  test.each(names)('%s: two of them cost two calls and no record', async (name) => {
    const reading = await readUnder([{ name, path: '/site/programs', times: 2, delayMs: 4_000 }], undefined, {
      client: { limits: patience(name, 700) },
    })
    expect(reading.lost).toEqual([])
    expect(keysOf(reading.recordsOf('programs'), 'Id')).toEqual(truth('programs', 'Id'))
    // The list, the empty page after it, and the two that failed.
    expect(asked(reading, '/site/programs')).toBe(4)
    expect(reading.statusesOf('programs').at(-1)).toBe('COMPLETE')
  })
})

describe('what does not pass', () => {
  test.each(names)(
    '%s: the stream is lost after six tries, told with its type; the next is read',
    async (name) => {
      const limits = patience(name, 150)
      const reading = await readUnder(
        [{ name, path: '/site/programs', times: always, delayMs: 4_000 }],
        undefined,
        {
          client: { limits },
        },
      )
      const [code, type] = passing[name] ?? []
      expect(reading.lost).toMatchObject([{ stream: 'programs', problem: { code } }])
      // An error of the API itself may be about one row: the halves of the page are tried as well.
      expect(asked(reading, '/site/programs')).toBe(name === 'internal_error' ? 6 + 2 * 2 : 6)
      const errors = reading.messages.flatMap(({ trace }) =>
        trace?.error === undefined ? [] : [trace.error],
      )
      expect(errors).toMatchObject([{ failure_type: type, stream_descriptor: { name: 'programs' } }])
      expect(reading.recordsOf('programs')).toEqual([])
      expect(reading.statusesOf('programs').at(-1)).toBe('INCOMPLETE')
      expect(reading.statusesOf('locations').at(-1)).toBe('COMPLETE')
    },
  )

  test('a page lost in the middle keeps what came before and ends the stream INCOMPLETE', async () => {
    const reading = await readUnder(
      [{ name: 'truncated', path: '/client/clients', after: 2, times: always }],
      ['clients'],
      {
        config: { page_size: 100 },
      },
    )
    expect(reading.lost).toMatchObject([{ stream: 'clients', problem: { code: 'ANSWER_BROKEN' } }])
    expect(reading.recordsOf('clients').length).toBeGreaterThan(100)
    expect(JSON.stringify(reading.state)).not.toContain('since')
  })

  test('a site the key has not activated is not asked again', async () => {
    const reading = await readUnder([{ name: 'not_activated', times: always }])
    expect(reading.lost.map(({ problem }) => problem.code)).toEqual([
      'SITE_NOT_ACTIVATED',
      'SITE_NOT_ACTIVATED',
    ])
    expect(reading.paths.length).toBeLessThanOrEqual(2)
  })
})

describe('how long is waited', () => {
  const waits = async (name: FaultName): Promise<readonly number[]> => {
    sandbox.setFaults([{ name, path: '/site/programs', times: 1 }])
    const made = await testClient(sandbox.url, { limits: { backoffMs: 100 } })
    const signal = new AbortController().signal
    try {
      await made.client.startOfPass(10001, signal)
      await made.client.get({
        siteId: 10001,
        path: '/site/programs',
        query: [],
        rows: 'Programs',
        staffToken: false,
        signal,
      })
    } finally {
      await made.close()
    }
    return made.sleeps.filter((ms) => ms > 50).map((ms) => Math.round(ms / 100) * 100)
  }

  test.each<[FaultName, number]>([
    ['rate_limited', 100],
    ['rate_limited_seconds', 2_000],
    ['rate_limited_date', 3_000],
    ['rate_limited_absurd', 120_000],
    ['internal_error', 100],
  ])('%s: %i ms', async (name, ms) => {
    const slept = await waits(name)
    expect(slept.length).toBeGreaterThan(0)
    for (const one of slept) expect(one).toBe(ms)
  })
})

describe('what is only odd', () => {
  test.each<FaultName>(['byte_order_mark', 'wrong_content_type', 'no_date'])(
    '%s costs no record, and no call is made again',
    async (name) => {
      const streams = ['programs', 'sales']
      // Without a Date header this machine's clock counts, and is right here.
      const options = { client: { clock: () => new Date(sandbox.business.now) } }
      const calm = await readUnder([], streams, options)
      const odd = await readUnder([{ name, times: always }], streams, options)
      expect(odd.lost).toEqual([])
      for (const stream of streams) {
        expect(keysOf(odd.recordsOf(stream), 'Id')).toEqual(keysOf(calm.recordsOf(stream), 'Id'))
      }
      // Who tells no time is asked for it once more.
      expect(odd.paths).toHaveLength(calm.paths.length + (name === 'no_date' ? 1 : 0))
    },
  )

  test('page_shuffled costs no record; its readings are made again until they agree', async () => {
    const calm = await readUnder([], ['sales'])
    const odd = await readUnder([{ name: 'page_shuffled', times: always }], ['sales'])
    expect(odd.lost).toEqual([])
    expect(keysOf(odd.recordsOf('sales'), 'Id')).toEqual(keysOf(calm.recordsOf('sales'), 'Id'))
    // Rows that are not where they were prove nothing about what stands between: at most thrice the calls.
    expect(odd.paths.length).toBeLessThanOrEqual(3 * calm.paths.length)
  })

  test.each<FaultName>(['total_changing', 'total_negative', 'total_is_limit'])(
    '%s costs no record, and each comes once',
    async (name) => {
      const reading = await readUnder([{ name, path: '/client/', times: always }], ['clients'], {
        config: { page_size: 40 },
      })
      expect(reading.lost).toEqual([])
      expect(keysOf(reading.recordsOf('clients'), 'UniqueId')).toEqual(truth('clients', 'UniqueId'))
    },
  )

  test('a page that repeats for ever is found out, not followed', async () => {
    const reading = await readUnder(
      [{ name: 'page_repeated', path: '/client/', times: always }],
      ['clients'],
      {
        config: { page_size: 40 },
      },
    )
    expect(reading.lost).toMatchObject([{ stream: 'clients', problem: { code: 'ANSWER_BROKEN' } }])
    expect(asked(reading, '/client/clients')).toBeLessThan(30)
  })

  test('an order that is never the same loses no row in silence', async () => {
    const reading = await readUnder(
      [{ name: 'order_unstable', path: '/client/', times: always }],
      ['clients'],
      {
        config: { page_size: 40 },
      },
    )
    const whole = truth('clients', 'UniqueId')
    const read = new Set(keysOf(reading.recordsOf('clients'), 'UniqueId'))
    if (reading.lost.length > 0) expect(reading.lost).toMatchObject([{ problem: { code: 'ANSWER_BROKEN' } }])
    else expect([...read].toSorted()).toEqual(whole)
  })
})

describe('tokens', () => {
  const tokens = (reading: { paths: readonly string[] }): number => asked(reading, '/usertoken/issue')

  test('a token that expires amid the pages is issued again once, and the same page asked again', async () => {
    const before = sandbox.calls.length
    const reading = await readUnder(
      [{ name: 'token_expired', path: '/client/clients', after: 3 }],
      ['clients'],
      {
        config: { page_size: 50 },
      },
    )
    expect(reading.lost).toEqual([])
    expect(keysOf(reading.recordsOf('clients'), 'UniqueId')).toEqual(truth('clients', 'UniqueId'))
    expect(tokens(reading)).toBe(2)
    const pages = sandbox.calls.slice(before).filter(({ path }) => path === '/client/clients')
    const refused = pages.findIndex(({ status }) => status === 401)
    expect(pages[refused + 1]?.query).toBe(pages[refused]?.query)
  })

  test('a user whose tokens are refused for good is told once, without a storm of tokens', async () => {
    const reading = await readUnder(
      [{ name: 'token_revoked', times: always }],
      ['sites', 'programs', 'sales'],
      {
        config: { start_date: '2025-07-01', time_zones: [{ site_id: 10001, zone: 'America/Los_Angeles' }] },
      },
    )
    expect(new Set(reading.lost.map(({ problem }) => problem.code))).toEqual(new Set(['CREDENTIALS_REFUSED']))
    expect(tokens(reading)).toBe(2)
    expect(reading.paths.length).toBeLessThanOrEqual(4)
  })
})

test('every fault the sandbox knows is tried here or in the tests of days, drift and loss', () => {
  const elsewhere: FaultName[] = [
    'byte_order_mark',
    'wrong_content_type',
    'no_date',
    'page_shuffled',
    'page_repeated',
    'order_unstable',
    'total_changing',
    'total_negative',
    'total_is_limit',
    'token_expired',
    'token_revoked',
    'not_activated',
    'empty_lists',
    'clock_ahead',
    'clock_behind',
    'zone_changed',
    'new_field',
    'changed_type',
    'null_field',
    'long_id',
    'huge_decimal',
  ]
  expect([...names, ...elsewhere].toSorted()).toEqual(Object.keys(faults).toSorted())
})
