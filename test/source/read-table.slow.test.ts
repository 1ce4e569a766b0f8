// One table over all streams: the same rows twice, the same after a cut and a resume, each key once, and what it cost.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderTable } from '../../src/core/print.ts'
import { stringifyJson } from '../../src/core/json.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { Stream } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { catalogFor, readAll } from './reading.ts'
import type { Reading } from './reading.ts'

const config = { site_ids: [10001], start_date: '2026-05-01', max_concurrency: 1 }
const pageSize = 200

interface Line {
  readonly stream: string
  readonly records: number
  readonly keys: number
  readonly same_twice: boolean
  readonly cut_after: number | undefined
  readonly same_after_cut: boolean | undefined
  readonly calls: number
  readonly least: number
}

let sandbox: Sandbox
const table: Line[] = []
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
  process.stdout.write(`${renderTable(table)}\n`)
})

const rowsOf = (reading: Reading, { name }: Stream): ReadonlySet<string> =>
  new Set(reading.recordsOf(name).map(stringifyJson))

const keysOf = (reading: Reading, { name, key }: Stream): ReadonlySet<string> =>
  new Set(reading.recordsOf(name).map((row) => key.map((field) => String(row[field])).join('\u0000')))

const callsFrom = (start: number, { path }: Stream): Sandbox['calls'] =>
  sandbox.calls.slice(start).filter((call) => call.path === path)

/** A call for each slice, and for each page of rows where one slice has many. */
const leastCalls = (calls: Sandbox['calls'], rows: number): number => {
  const slices = new Set(calls.map(({ query }) => query.replaceAll(/request\.(offset|limit)=\d+&?/g, '')))
  return Math.max(slices.size, Math.ceil(rows / pageSize))
}

describe.each(streams)('$name', (stream) => {
  test('reads the same twice, and the same in two parts', async () => {
    const catalog = catalogFor([stream.name], 'full_refresh')
    const read = (state?: unknown): Promise<Reading> => readAll(sandbox.url, catalog, { config, state })
    const start = sandbox.calls.length
    const whole = await read()
    const calls = callsFrom(start, stream)
    const again = await read()
    const rows = rowsOf(whole, stream)
    const keys = keysOf(whole, stream)

    const cutAfter = calls.length < 3 ? undefined : Math.floor(calls.length / 2)
    let isSameAfterCut: boolean | undefined
    if (cutAfter !== undefined) {
      sandbox.setFaults([{ name: 'unavailable', path: stream.path, after: cutAfter, times: Infinity }])
      const cut = await read()
      sandbox.setFaults([])
      const rest = await read(cut.state)
      expect(cut.statusesOf(stream.name).at(-1)).toBe('INCOMPLETE')
      expect(rest.statusesOf(stream.name).at(-1)).toBe('COMPLETE')
      const both = new Set([...rowsOf(cut, stream), ...rowsOf(rest, stream)])
      isSameAfterCut = both.size === rows.size && [...both].every((row) => rows.has(row))
    }
    const line: Line = {
      stream: stream.name,
      records: whole.recordsOf(stream.name).length,
      keys: keys.size,
      same_twice:
        rows.size === rowsOf(again, stream).size && [...rowsOf(again, stream)].every((row) => rows.has(row)),
      cut_after: cutAfter,
      same_after_cut: isSameAfterCut,
      calls: calls.length,
      least: leastCalls(calls, rows.size),
    }
    table.push(line)
    expect(line.records).toBeGreaterThan(0)
    expect(line.keys).toBe(line.records)
    expect(line.same_twice).toBe(true)
    expect(line.same_after_cut).not.toBe(false)
    // A last look behind the end for each slice that concludes, and an overlap of a tenth.
    expect(line.calls).toBeLessThanOrEqual(2 * line.least + 1)
  })
})
