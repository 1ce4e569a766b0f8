// What two reads of the simulated studio must show: valid lines, the whole truth, and only what changed the second time.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../../src/core/time.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { catalogOf, isIncremental } from '../../src/source/catalog.ts'
import { createShaper } from '../../src/source/records.ts'
import type { Row } from '../../src/source/records.ts'
import { stringifyJson } from '../../src/core/json.ts'
import { streams } from '../../streams/index.ts'
import { createLineChecker, createRecordChecker } from './airbyte-messages.ts'
import { catalogFor, config, readAll } from './reading.ts'
import type { Reading } from './reading.ts'

const { site_ids: sites } = config

interface RecordBody {
  readonly stream: string
  readonly data: object
}

type Truth = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What each stream holds in the simulated studio, shaped as records and by key. */
const truthOf = ({ business }: Sandbox): Truth =>
  new Map(
    streams.map((stream) => {
      const shape = createShaper({ stream, columns: undefined }, streams)
      const entries = sites.flatMap((siteId) => {
        const slice = { stream, siteId, id: 'all', query: [], concludes: true }
        return recordsOf(business, stream.name, siteId).map((row) => {
          const { key, data } = shape(row, slice)
          return [`${siteId} ${key}`, data] as const
        })
      })
      return [stream.name, new Map(entries)]
    }),
  )

const byKey = (name: string, ...readings: readonly Reading[]): ReadonlyMap<string, string> => {
  const key = streams.find((stream) => stream.name === name)?.key ?? []
  const keyOf = (row: Row): string =>
    `${String(row.SiteId)} ${key.map((field) => String(row[field])).join('\u0000')}`
  return new Map(
    readings.flatMap((reading) =>
      reading.recordsOf(name).map((row) => [keyOf(row), stringifyJson(row)] as const),
    ),
  )
}

/** The suite over the streams named; `callShare` is what the second read may cost of the first. */
export const describeReads = (names: readonly string[], callShare: number): void => {
  const selected = streams.filter(({ name }) => names.includes(name))
  const truths: Truth[] = []
  let sandbox: Sandbox
  let first: Reading
  let second: Reading
  let secondCalls: Sandbox['calls']
  beforeAll(async () => {
    sandbox = await startSandbox()
    first = await readAll(sandbox.url, catalogFor(names))
    truths.push(truthOf(sandbox))
    sandbox.advance(1)
    const callsBefore = sandbox.calls.length
    second = await readAll(sandbox.url, catalogFor(names), { state: first.state })
    secondCalls = sandbox.calls.slice(callsBefore)
    truths.push(truthOf(sandbox))
  }, 240_000)
  afterAll(() => sandbox.close())

  test('every line is a valid Airbyte message', () => {
    const check = createLineChecker()
    for (const reading of [first, second]) {
      // One expectation for all: fifty thousand of them would take longer than the reading.
      expect(reading.lines.filter((line) => check(line).length > 0)).toEqual([])
    }
  })

  test('every record fits the schema of its stream', () => {
    const check = createRecordChecker(catalogOf(streams).streams)
    // Parsed anew: the validator knows no bigint.
    const records = first.lines.flatMap((line) => (JSON.parse(line) as { record?: RecordBody }).record ?? [])
    const misfits = records.filter(({ stream, data }) => check(stream, data).length > 0)
    expect(misfits).toEqual([])
  })

  describe.each(names)('%s', (name) => {
    test('the first read gives the whole truth, each row in one form', () => {
      expect(byKey(name, first)).toEqual(truths[0]?.get(name))
      expect(first.recordsOf(name)).toHaveLength(truths[0]?.get(name)?.size ?? -1)
    })

    test('both reads merged by key hold the truth of the day after', () => {
      const merged = byKey(name, first, second)
      const stale = [...(truths[1]?.get(name) ?? [])].filter(([key, data]) => merged.get(key) !== data)
      expect(stale).toEqual([])
    })

    test('it has records, each with a key of plain values, whole numbers written whole', () => {
      const stream = streams.find((candidate) => candidate.name === name)
      const fields = Object.entries(stream?.fields ?? {})
      const whole = new Set(fields.flatMap(([field, type]) => (/^(id|int)$/.test(type) ? [field] : [])))
      const records = first.recordsOf(name)
      expect(records.length).toBeGreaterThan(0)
      for (const record of records) {
        const key = ['SiteId', ...(stream?.key ?? [])].map((field) => record[field])
        const isPlain = key.every(
          (value) => value !== undefined && value !== null && typeof value !== 'object',
        )
        if (!isPlain) expect(record, 'a record without a usable key').toBeUndefined()
      }
      const odd = records.flatMap((record) =>
        [...whole].filter((field) => !/^(-?\d+|null)$/.test(String(record[field] ?? null))),
      )
      expect(odd).toEqual([])
    })

    test('it starts, runs, completes, and ends with a state that counts its records', () => {
      for (const reading of [first, second]) {
        const statuses = reading.statusesOf(name)
        expect(statuses[0]).toBe('STARTED')
        expect(statuses.at(-1)).toBe('COMPLETE')
        expect(new Set(statuses.slice(1, -1))).toEqual(new Set(['RUNNING']))
        const counts = reading.messages.flatMap(({ state }) =>
          state?.stream.stream_descriptor.name === name ? [state.sourceStats.recordCount] : [],
        )
        expect(counts.length).toBeGreaterThan(0)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(reading.recordsOf(name).length)
      }
    })
  })

  test('counts in states are written as floats', () => {
    const states = first.lines.filter((line) => line.startsWith('{"type":"STATE"'))
    for (const line of states) expect(line).toMatch(/"sourceStats":\{"recordCount":\d+\.0\}/)
  })

  test('nothing was lost, and an estimate came with every large stream', () => {
    expect([first.lost, second.lost]).toEqual([[], []])
    const estimated = first.messages.flatMap(({ trace }) => (trace?.estimate ? [trace.estimate.name] : []))
    expect(new Set(estimated)).toEqual(new Set(names.filter((name) => estimated.includes(name))))
    expect(estimated).toEqual(expect.arrayContaining(['sales', 'clients', 'classes']))
  })

  test('the second read of full-refresh streams gives all, of modified-since streams only the lag and the changes', () => {
    for (const stream of selected.filter((candidate) => !isIncremental(candidate))) {
      expect(byKey(stream.name, second)).toEqual(truths[1]?.get(stream.name))
    }
    const dayBefore = new Date(sandbox.business.now - 2 * 86_400_000).toISOString()
    const clients = second.recordsOf('clients')
    expect(clients.length).toBeLessThan(first.recordsOf('clients').length / 4)
    expect(clients.filter(({ LastModifiedDateTime: at }) => String(at) < dayBefore)).toEqual([])
  })

  test('the second read of windows goes back no further than the look-back', () => {
    const today = new Date(sandbox.business.now).toISOString().slice(0, 10)
    for (const { name, incremental } of selected) {
      if (incremental.kind !== 'window') continue
      // The look-back is counted from the last whole day of the first read, a day before the second.
      const oldest = addDays(today, -incremental.lookbackDays - 2)
      const older = second.recordsOf(name).filter((row) => String(row[incremental.field ?? '']) < oldest)
      expect(older).toEqual([])
    }
  })

  test('the second read of default streams costs a small part of the calls of the first', () => {
    // Without a warehouse every client of the look-back counts as changed; the streams asked per client and optIn pay for that.
    const optional = new Set(selected.flatMap(({ path, optIn }) => (optIn === undefined ? [] : [path])))
    const firstCalls = sandbox.calls.slice(0, sandbox.calls.length - secondCalls.length)
    const counted = (calls: Sandbox['calls']): number =>
      calls.filter(({ path }) => !optional.has(path)).length
    expect(counted(secondCalls)).toBeLessThanOrEqual(callShare * counted(firstCalls))
  })

  test('64-bit ids arrive digit by digit', () => {
    const ids = first.lines.flatMap((line) => /"UniqueId":(\d{16,})/.exec(line)?.[1] ?? [])
    expect(ids.length).toBeGreaterThan(0)
    const served = sites.flatMap((site) => recordsOf(sandbox.business, 'clients', site))
    for (const id of ids) expect(served.map(({ UniqueId }) => String(UniqueId))).toContain(id)
  })
}
