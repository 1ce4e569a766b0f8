// Paging: every row that stays is read, the end is found under lies, and calls stay within their bounds.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../src/core/log.ts'
import { readSlice } from '../../src/source/read-slice.ts'
import type { Slice } from '../../src/source/slices.ts'
import type { Stream } from '../../src/source/stream.ts'
import { testClient } from './harness.ts'
import type { TestClient } from './harness.ts'
import type { TestServer } from './http-server.ts'
import { startTable, things } from './table-server.ts'
import type { Table } from './table-server.ts'

let table: Table
let server: TestServer
let made: TestClient
beforeAll(async () => {
  server = await startTable(() => table)
  made = await testClient(server.url, { staffUser: undefined })
})
afterAll(async () => {
  await made.close()
  await server.close()
})

const readTable = async (
  next: Table,
  pageSize: number,
  stream: Stream = things,
): Promise<{ ids: number[]; calls: number }> => {
  table = next
  const slice: Slice = { stream, siteId: 1, id: 'all', query: [], concludes: false }
  const before = server.received.length
  const ids: number[] = []
  const sink = {
    page: () => Promise.resolve(),
    row: () => undefined,
    record: ({ key }: { key: string }) => {
      ids.push(Number(key))
      return Promise.resolve()
    },
  }
  const shape = (row: Readonly<Record<string, unknown>>) => ({
    key: String(row.Id),
    data: JSON.stringify(row),
    changes: [],
  })
  await readSlice(made.client, slice, sink, {
    signal: new AbortController().signal,
    pageSize,
    shape,
    log: silentLog(),
  })
  return { ids, calls: server.received.length - before }
}

const strict: Stream = { ...things, strictEnd: true }
const upTo = (rows: number): number[] => Array.from({ length: rows }, (_, index) => index + 1)
const bound = (rows: number, limit: number): number => {
  const pages = Math.max(1, Math.ceil(rows / limit))
  return pages + 1 + Math.ceil(pages / 8)
}

test('an unchanged table is read whole, each row once, within the bound', async () => {
  const cases = fc.record({
    rows: fc.integer({ min: 0, max: 900 }),
    limit: fc.integer({ min: 10, max: 200 }),
    isStrict: fc.boolean(),
    totalLast: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, limit, isStrict, totalLast }) => {
      const read = await readTable({ ids: upTo(rows), totalLast }, limit, isStrict ? strict : things)
      expect(read.ids).toEqual(upTo(rows))
      expect(read.calls).toBeLessThanOrEqual(bound(rows, limit))
    }),
    { numRuns: 60 },
  )
})

test('4,000 rows and more cost at most 1.2 times the naive count, the strict end included', async () => {
  for (const rows of [4_000, 4_001, 7_567]) {
    const { ids, calls } = await readTable({ ids: upTo(rows) }, 200, strict)
    expect(ids).toHaveLength(rows)
    expect(calls).toBeLessThanOrEqual(1.2 * Math.ceil(rows / 200))
  }
})

test('a total that lies costs no row', async () => {
  const lies: Record<string, NonNullable<Table['total']>> = {
    'equal to the limit': (_, limit) => limit,
    'too large': (rows) => rows + 500,
    'too small': (rows) => Math.floor(rows / 2),
    negative: () => -1,
    missing: () => undefined,
    zero: () => 0,
  }
  const cases = fc.record({
    rows: fc.integer({ min: 0, max: 600 }),
    limit: fc.integer({ min: 10, max: 200 }),
    lie: fc.constantFrom(...Object.keys(lies)),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, limit, lie }) => {
      fc.pre(!(lie === 'too large' && rows === 0))
      const { ids } = await readTable({ ids: upTo(rows), total: lies[lie] as never }, limit)
      expect(ids).toEqual(upTo(rows))
    }),
    { numRuns: 60 },
  )
})

test('rows that stay are never lost while others come and go', async () => {
  const cases = fc.record({
    rows: fc.integer({ min: 50, max: 600 }),
    limit: fc.integer({ min: 20, max: 100 }),
    moves: fc.array(fc.tuple(fc.boolean(), fc.nat(), fc.boolean(), fc.nat()), {
      minLength: 60,
      maxLength: 60,
    }),
    isStrict: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, limit, moves, isStrict }) => {
      const ids = upTo(rows)
      const gone = new Set<number>()
      let step = 0
      const change = (current: number[]): void => {
        const [inserts, insertAt, deletes, deleteAt] = moves[step] ?? [false, 0, false, 0]
        step += 1
        if (deletes && current.length > 0) {
          for (const id of current.splice(deleteAt % current.length, 1)) gone.add(id)
        }
        if (inserts) current.splice(insertAt % (current.length + 1), 0, 100_000 + step)
      }
      const read = new Set((await readTable({ ids, change }, limit, isStrict ? strict : things)).ids)
      for (const id of upTo(rows)) if (!gone.has(id)) expect(read.has(id)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('a gap wider than the overlap is found and read again', async () => {
  const ids = upTo(600)
  let isCut = false
  const change = (current: number[]): void => {
    if (!isCut) current.splice(0, 60)
    isCut = true
  }
  const read = await readTable({ ids, change }, 100)
  expect(new Set(read.ids)).toEqual(new Set(upTo(600)))
})

test('a table that comes to end before the next page is read to its end', async () => {
  const cases = fc.record({ gone: fc.integer({ min: 1, max: 90 }), at: fc.nat(540), isStrict: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(cases, async ({ gone, at, isStrict }) => {
      const deleted = new Set<number>()
      let answers = 0
      const change = (current: number[]): void => {
        answers += 1
        if (answers === 7) for (const id of current.splice(at, gone)) deleted.add(id)
      }
      const read = new Set((await readTable({ ids: upTo(641), change }, 100, isStrict ? strict : things)).ids)
      expect(upTo(641).filter((id) => !deleted.has(id) && !read.has(id))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('a table that is suddenly empty is no answer', async () => {
  const change = (current: number[]): void => {
    current.length = 0
  }
  await expect(readTable({ ids: upTo(600), change }, 100)).rejects.toMatchObject({ code: 'ANSWER_BROKEN' })
})

test('a smaller limit in the answer is the cap, and paged by', async () => {
  const { ids, calls } = await readTable({ ids: upTo(450), maxLimit: 100 }, 200)
  expect(ids).toEqual(upTo(450))
  expect(calls).toBe(5)
})

test.each<[string, Partial<Table>, RegExp]>([
  ['another offset', { echo: () => ({ RequestedOffset: 0 }) }, /asked for offset 182, answered for 0/],
  ['a larger limit', { echo: () => ({ RequestedLimit: 500 }) }, /asked for a limit of 200, answered for 500/],
  ['the first page again', { rows: (_, limit, ids) => ids.slice(0, limit) }, /the same rows at offset 182/],
  [
    'nothing in the middle',
    { rows: (offset, limit, ids) => (offset > 0 ? [] : ids.slice(0, limit)) },
    /nothing at offset 182/,
  ],
])('an answer with %s fails the slice', async (_, lie, message) => {
  await expect(readTable({ ids: upTo(500), ...lie }, 200)).rejects.toThrow(message)
})

test('an empty answer that does not say what it answers is none', async () => {
  const nothing = { RequestedLimit: undefined, RequestedOffset: undefined } as never
  await expect(
    readTable({ ids: [], total: () => undefined, echo: () => nothing }, 100),
  ).rejects.toMatchObject({
    code: 'ANSWER_BROKEN',
  })
})

test('an offset beyond the end that is answered with the last page again is the end', async () => {
  const rows: Table['rows'] = (offset, limit, ids) =>
    offset >= ids.length ? ids.slice(-50) : ids.slice(offset, offset + limit)
  const { ids } = await readTable({ ids: upTo(50), rows }, 100, strict)
  expect(ids).toEqual(upTo(50))
})
