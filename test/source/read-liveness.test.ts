// `read` while it waits or is stopped: rate limits told, never silent, and a state for what was under way.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { sleepFor } from '../../src/source/retry.ts'
import type { Sleep } from '../../src/source/retry.ts'
import { createLineChecker } from './airbyte-messages.ts'
import { catalogFor, readAll, sorted } from './reading.ts'
import type { Reading } from './reading.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.setFaults([]))
afterAll(() => sandbox.close())

const config = { site_ids: [10001], max_concurrency: 1 }
/** Never wakes by itself. */
const forever: Sleep = (_, signal) => sleepFor(2 ** 30, signal)

/** A promise and what fulfils it (Promise.withResolvers is not in Node 20). */
const withResolvers = (): { readonly promise: Promise<void>; readonly resolve: () => void } => {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('a wait for a 429 is told with its reason and its end', async () => {
  sandbox.setFaults([{ name: 'rate_limited_seconds', path: '/site/programs', retryAfterSeconds: 30 }])
  const before = Date.now()
  const { messages, lost } = await readAll(sandbox.url, catalogFor(['programs']), { config })
  expect(lost).toEqual([])
  const limited = messages.flatMap(({ trace }) => trace?.stream_status?.reasons ?? [])
  expect(limited).toEqual([{ type: 'RATE_LIMITED', rate_limited: { quota_reset: expect.any(Number) } }])
  const { quota_reset: reset } = (limited[0]?.rate_limited ?? {}) as { quota_reset?: number }
  expect(reset).toBeGreaterThanOrEqual(before + 30_000)
  expect(reset).toBeLessThan(before + 60_000)
  const check = createLineChecker()
  for (const message of messages) expect(check(JSON.stringify(message))).toEqual([])
})

test('a retry for another reason is no rate limit', async () => {
  sandbox.setFaults([{ name: 'unavailable', path: '/site/programs' }])
  const { messages } = await readAll(sandbox.url, catalogFor(['programs']), { config })
  expect(messages.flatMap(({ trace }) => trace?.stream_status?.reasons ?? [])).toEqual([])
})

/** Reads while calls to `path` hang after some, lets minutes pass until two more states were said, and then goes on. */
const readStuck = async (path: string, after: number, catalog: object): Promise<Omit<Reading, 'lost'>> => {
  let wake: (() => void) | undefined
  // A minute passes whenever the test says so, and only then.
  const sleep: Sleep = (_, signal) =>
    new Promise<void>((resolve, reject) => {
      wake = resolve
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
  const free = new AbortController()
  const { promise: isStuck, resolve: getStuck } = withResolvers()
  const lines: string[] = []
  // The retry waits until the test lets it go.
  const client = {
    sleep: () =>
      new Promise<void>((resolve) => {
        free.signal.addEventListener('abort', () => resolve())
        getStuck()
      }),
  }
  sandbox.setFaults([{ name: 'unavailable', path, after }])
  const reading = readAll(sandbox.url, catalog, { config, client, sleep, lines })
  const states = (): number => lines.filter((line) => line.startsWith('{"type":"STATE"')).length
  await isStuck
  const statesBefore = states()
  for (let looks = 0; states() < statesBefore + 2 && looks < 1_000; looks += 1) {
    wake?.()
    await sleepFor(1, new AbortController().signal)
  }
  expect(states()).toBeGreaterThanOrEqual(statesBefore + 2)
  free.abort()
  const { lost, ...found } = await reading
  expect(lost).toEqual([])
  return found
}

test('a minute of silence ends with a state: the position as it is, none of its records counted twice', async () => {
  const { messages, recordsOf } = await readStuck('/sale/sales', 3, catalogFor(['sales'], 'full_refresh'))
  const counts = messages.flatMap(({ state }) => (state ? [state.sourceStats.recordCount] : []))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(recordsOf('sales').length)
})

test('a parent stream that is read in silence gives the state of what is to come: only states count as life', async () => {
  const { state, statusesOf } = await readStuck('/class/classes', 0, catalogFor(['waitlist_entries']))
  expect(state.map((message) => message.state?.stream.stream_descriptor.name)).toEqual(['waitlist_entries'])
  expect(statusesOf('waitlist_entries')).toEqual(['STARTED', 'RUNNING', 'COMPLETE'])
  expect(statusesOf('classes')).toEqual([])
})

test('no state comes twice with records in between', async () => {
  const { lines } = await readAll(sandbox.url, catalogFor(['classes', 'sales', 'programs', 'clients']), {
    config: { ...config, site_ids: [10001, 10002], max_concurrency: 4 },
  })
  const blobs = lines.flatMap(
    (line) => /"stream":(\{"stream_descriptor".*\}),"sourceStats"/.exec(line)?.[1] ?? [],
  )
  expect(blobs.length).toBeGreaterThan(10)
  expect(new Set(blobs).size).toBe(blobs.length)
})

test.each(['rate_limited_seconds', 'slow'] as const)(
  'stopped during a %s, the stream under way ends INCOMPLETE with its state, at once',
  async (name) => {
    sandbox.setFaults([
      { name, path: '/sale/sales', after: 4, times: Infinity, retryAfterSeconds: 100, delayMs: 5_000 },
    ])
    const stop = new AbortController()
    const lines: string[] = []
    const reading = readAll(sandbox.url, catalogFor(['sales', 'programs'], 'incremental'), {
      config,
      lines,
      client: { sleep: forever },
      signal: stop.signal,
    })
    const refused = expect(reading).rejects.toThrow('enough')
    while (!lines.some((line) => line.includes('"recordCount"') && line.includes('"sales"'))) {
      await sleepFor(5, stop.signal)
    }
    const stoppedAt = Date.now()
    stop.abort(new Error('enough'))
    await refused
    expect(Date.now() - stoppedAt).toBeLessThan(1_000)
    const { statusesOf, state, messages } = sorted(lines)
    expect(statusesOf('sales').at(-1)).toBe('INCOMPLETE')
    expect(state.map((message) => message.state?.stream.stream_descriptor.name)).toContain('sales')
    expect(messages.filter(({ trace }) => trace?.type === 'ERROR')).toEqual([])
  },
)
