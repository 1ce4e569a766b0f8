// What `read` makes of a slice whose answers cannot be taken as they are: spoilt, for a parent that is gone, or about other days.
import { afterEach, expect, test } from 'vitest'
import { createLog } from '../../src/core/log.ts'
import { readSlice } from '../../src/source/read-slice.ts'
import { createShaper } from '../../src/source/records.ts'
import type { Slice } from '../../src/source/slices.ts'
import type { Stream } from '../../src/source/stream.ts'
import { testClient } from './harness.ts'
import { apiError, json, startServer } from './http-server.ts'
import type { Handler } from './http-server.ts'
import { things } from './table-server.ts'

let closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers) await close()
  closers = []
})

interface Given {
  readonly keys: readonly string[]
  readonly warnings: readonly string[]
  readonly calls: number
}

const readFrom = async (answer: Handler, more: Partial<Slice> = {}, pageSize = 100): Promise<Given> => {
  const server = await startServer(answer)
  const { client, close } = await testClient(server.url, { staffUser: undefined })
  closers.push(close, () => server.close())
  const warnings: string[] = []
  const log = createLog({ json: true, stream: { write: (line) => warnings.push(line) } })
  const slice: Slice = { stream: things, siteId: 1, id: 'all', query: [], concludes: false, ...more }
  const keys: string[] = []
  await readSlice(
    client,
    slice,
    {
      page: () => Promise.resolve(),
      row: () => undefined,
      record: ({ key }) => {
        keys.push(key)
        return Promise.resolve()
      },
    },
    {
      signal: new AbortController().signal,
      pageSize,
      log,
      shape: createShaper({ stream: slice.stream, columns: undefined }, [slice.stream]),
    },
  )
  return { keys, warnings, calls: server.received.length }
}

const head = (rows: number, total = rows, offset = 0, limit = 100): object => ({
  RequestedLimit: limit,
  RequestedOffset: offset,
  PageSize: rows,
  TotalResults: total,
})

test('records under another name than the card’s are no empty list', async () => {
  const renamed = readFrom((_, response) =>
    json(response, { PaginationResponse: head(2), Items: [{ Id: 1 }, { Id: 2 }] }),
  )
  await expect(renamed).rejects.toMatchObject({ code: 'ANSWER_BROKEN' })
})

test('a page with fewer rows than it says is refused: the next one would begin behind a gap', async () => {
  const short = readFrom((_, response) =>
    json(response, { PaginationResponse: head(3), Things: [{ Id: 1 }] }),
  )
  await expect(short).rejects.toThrow(/says 3 rows and holds 1/)
})

test('a null among the rows counts as one', async () => {
  const { keys } = await readFrom((_, response) =>
    json(response, { PaginationResponse: head(3), Things: [{ Id: 1 }, null, { Id: 2 }] }),
  )
  expect(keys).toEqual(['1', '2'])
})

test('a body spoilt on its way is asked again once, and no record comes twice', async () => {
  const spoilt = JSON.stringify({ PaginationResponse: head(10, 12, 9, 10), Things: [] }).replace(
    '[]',
    '[{,}]',
  )
  const pages: Handler = ({ url }, response, index) => {
    const offset = Number(url.searchParams.get('request.offset'))
    const ids = Array.from({ length: Math.min(10, 12 - offset) }, (_, place) => ({ Id: offset + place + 1 }))
    const good = { PaginationResponse: head(ids.length, 12, offset, 10), Things: ids }
    json(response, index === 1 ? spoilt.replace('"PageSize":10', '"PageSize":3') : good)
  }
  const { keys, calls } = await readFrom(pages, {}, 10)
  expect(keys).toEqual(Array.from({ length: 12 }, (_, place) => String(place + 1)))
  expect(calls).toBe(4)
})

test('a body that stays spoilt loses the slice, asked twice', async () => {
  let calls = 0
  const broken = readFrom((_, response) => {
    calls += 1
    json(
      response,
      '{"PaginationResponse":{"RequestedLimit":100,"RequestedOffset":0,"PageSize":1},"Things":[{,}]}',
    )
  })
  await expect(broken).rejects.toMatchObject({ code: 'ANSWER_BROKEN' })
  expect(calls).toBe(2)
})

test('a head that is no JSON is a broken answer, no bug of ours', async () => {
  const broken = readFrom((_, response) =>
    json(response, '{"PaginationResponse":{"PageSize":1,,},"Things":[]}'),
  )
  await expect(broken).rejects.toMatchObject({ code: 'ANSWER_BROKEN' })
})

test('one parent of a batch that is gone does not lose the others', async () => {
  const parent = {
    stream: 'owners',
    field: 'Id',
    param: 'parent',
    batch: 8,
    as: 'OwnerId',
    echo: 'OwnerId',
    due: 'all',
  } as const
  const stream: Stream = { ...things, parent, fields: { ...things.fields, OwnerId: 'id' } }
  const parents = ['1', '2', '3', '4', '5', '6', '7', '8']
  const { keys, calls } = await readFrom(
    ({ url }, response) => {
      const asked = url.searchParams.getAll('parent')
      expect(url.searchParams.get('fixed')).toBe('yes')
      if (asked.includes('6')) return apiError(response, 404, 'ClientNotFound')
      const Things = asked.map((OwnerId) => ({ Id: Number(OwnerId) * 10, OwnerId: Number(OwnerId) }))
      json(response, { PaginationResponse: head(asked.length), Things })
    },
    { stream, parents, query: [['fixed', 'yes'], ...parents.map((key) => ['parent', key] as const)] },
  )
  expect(keys).toEqual(['10', '20', '30', '40', '50', '70', '80'])
  expect(calls).toBe(7)
})

const dated = (dropsOutside: boolean): Stream => ({
  ...things,
  fields: { Id: 'id', At: 'local' },
  incremental: {
    kind: 'window',
    startParam: 'request.from',
    endParam: 'request.to',
    field: 'At',
    stepDays: 31,
    lookbackDays: 7,
    recentDays: 7,
    lookaheadDays: 0,
    ...(dropsOutside ? { dropsOutside } : {}),
  },
})

const shifted: Handler = (_, response) =>
  json(response, {
    PaginationResponse: head(6),
    Things: [
      { Id: 1, At: '2026-06-19T23:59:59' },
      { Id: 2, At: '2026-06-20T00:00:00' },
      { Id: 3, At: '2026-06-21T23:59:59.5Z' },
      { Id: 4, At: '2026-06-22T00:00:00' },
      { Id: 5, At: null },
      { Id: 6, At: 'soon' },
    ],
  })
const window = { from: '2026-06-20', to: '2026-06-21' }

test('rows of other days than those asked are left out and told once; what says no day is kept', async () => {
  const { keys, warnings } = await readFrom(shifted, { stream: dated(true), window })
  expect(keys).toEqual(['2', '3', '5', '6'])
  expect(warnings).toHaveLength(1)
  expect(JSON.parse(warnings[0] ?? '')).toMatchObject({ stream: 'things', site_id: 1, rows: 2 })
})

test('other streams keep them: the zone of their times is not proved', async () => {
  const { keys, warnings } = await readFrom(shifted, { stream: dated(false), window })
  expect(keys).toEqual(['1', '2', '3', '4', '5', '6'])
  expect(warnings).toEqual([])
})

test('a row left out on two pages that overlap is counted once', async () => {
  const At = '2026-06-25T08:00:00'
  const { keys, warnings } = await readFrom(
    ({ url }, response) => {
      const offset = Number(url.searchParams.get('request.offset'))
      const Things = Array.from({ length: Math.min(10, 12 - offset) }, (_, place) => ({
        Id: offset + place,
        At,
      }))
      json(response, { PaginationResponse: head(Things.length, 12, offset, 10), Things })
    },
    { stream: dated(true), window },
    10,
  )
  expect(keys).toEqual([])
  expect(JSON.parse(warnings[0] ?? '')).toMatchObject({ rows: 12 })
})
