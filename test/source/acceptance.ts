// What Airbyte's acceptance tests ask of two reads, of states in the middle of one, and of a state from the future.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../../src/core/time.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { isIncremental } from '../../src/source/catalog.ts'
import { cursorKind } from '../../src/source/cursor.ts'
import type { Cursor } from '../../src/source/cursor.ts'
import type { Row } from '../../src/source/records.ts'
import type { StreamState } from '../../src/source/states.ts'
import type { Stream } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { catalogFor, readAll, sorted } from './reading.ts'
import type { Message, Reading } from './reading.ts'

const config = { site_ids: [10001], start_date: '2026-05-01', max_concurrency: 8 }

const keysOf = ({ key }: Stream, rows: readonly Row[]): ReadonlySet<string> =>
  new Set(rows.map((row) => key.map((field) => String(row[field])).join('\u0000')))

const nameOf = ({ state }: Message): string | undefined => state?.stream.stream_descriptor.name

const futureCursor = (stream: Stream): Cursor => {
  const kind = cursorKind(stream)
  const at = '2030-01-01T00:00:00.000Z'
  switch (kind) {
    case 'modified':
      return { kind, since: at }
    case 'window':
      return { kind, until: '2030-01-01', from: '2020-01-01', lookbackAt: at, wholeAt: at }
    case 'snapshot':
      return { kind, day: '2030-01-01' }
    default:
      return { kind, readAt: at }
  }
}

const futureState = (stream: Stream): object => ({
  type: 'STATE',
  state: {
    type: 'STREAM',
    stream: {
      stream_descriptor: { name: stream.name },
      stream_state: { version: 1, sites: { 10001: futureCursor(stream) } },
    },
  },
})

/** The oldest value a record may have that is read from a cursor; undefined where records do not show it. */
const oldestFrom = (
  { incremental }: Stream,
  cursor: Cursor,
): readonly [field: string, value: string] | undefined => {
  if (incremental.kind === 'modified' && cursor.kind === 'modified') {
    return [incremental.field, cursor.since.slice(0, 19)]
  }
  if (incremental.kind === 'window' && incremental.field !== undefined && cursor.kind === 'window') {
    return [incremental.field, addDays(cursor.until, 1 - incremental.lookbackDays)]
  }
  return undefined
}

/** The suite over the streams named; each state in the middle costs a read. */
export const describeAcceptance = (names: readonly string[], statesTried: number): void => {
  const selected = streams.filter(({ name }) => names.includes(name))
  const incremental = selected.filter(isIncremental)
  let sandbox: Sandbox
  let whole: Reading
  beforeAll(async () => {
    sandbox = await startSandbox()
    whole = await readAll(sandbox.url, catalogFor(names), { config })
  }, 240_000)
  afterAll(() => sandbox.close())

  test('a full refresh, read twice: the second holds all of the first, and later', async () => {
    const first = await readAll(sandbox.url, catalogFor(names, 'full_refresh'), { config })
    const second = await readAll(sandbox.url, catalogFor(names, 'full_refresh'), { config })
    for (const stream of selected) {
      const earlier = keysOf(stream, first.recordsOf(stream.name))
      const later = keysOf(stream, second.recordsOf(stream.name))
      expect(
        [...earlier].filter((key) => !later.has(key)),
        stream.name,
      ).toEqual([])
      expect(earlier.size, stream.name).toBeGreaterThan(0)
    }
    const times = [first, second].flatMap(({ messages }) =>
      messages.flatMap(({ record }) => (record === undefined ? [] : [Number(record.emitted_at)])),
    )
    expect(times).toEqual([...times].sort((one, other) => one - other))
  })

  test('a state from the future brings nothing', async () => {
    const reading = await readAll(sandbox.url, catalogFor(incremental.map(({ name }) => name)), {
      config,
      state: incremental.map(futureState),
    })
    expect(reading.lost).toEqual([])
    const told = incremental.filter(({ name }) => reading.recordsOf(name).length > 0)
    expect(told.map(({ name }) => name)).toEqual([])
  })

  describe.each(incremental.map(({ name }) => name))('%s', (name) => {
    const [stream] = streams.filter((candidate) => candidate.name === name)

    test('from any state in the middle: nothing lost, and nothing older than it allows', async () => {
      if (stream === undefined) return
      const { messages, recordsOf } = whole
      const places = messages.flatMap((message, index) => (nameOf(message) === name ? [index] : []))
      expect(places.length).toBeGreaterThan(0)
      const step = Math.max(1, Math.ceil(places.length / statesTried))
      for (const place of places.filter((_, index) => index % step === 0)) {
        const state = messages[place]
        const blob = state?.state?.stream.stream_state as StreamState | undefined
        const rest = await readAll(sandbox.url, catalogFor([name]), { config, state: [state] })
        const before = sorted(whole.lines.slice(0, place)).recordsOf(name)
        const all = keysOf(stream, recordsOf(name))
        const found = keysOf(stream, [...before, ...rest.recordsOf(name)])
        expect([...all].filter((key) => !found.has(key))).toEqual([])
        const cursor = blob?.sites[10001]
        const oldest = cursor && oldestFrom(stream, cursor)
        if (oldest === undefined) continue
        const [field, value] = oldest
        expect(rest.recordsOf(name).filter((row) => String(row[field]) < value)).toEqual([])
      }
    })
  })
}
