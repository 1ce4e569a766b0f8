// Rows of other days than a window asked for: left out of raw, and nothing is concluded from such an answer.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { addDays } from '../../src/core/time.ts'
import { createNumbering } from '../../src/source/numbering.ts'
import { isAsked } from '../../src/source/records.ts'
import type { Stream } from '../../src/source/stream.ts'
import { json, startServer } from '../source/http-server.ts'
import type { TestServer } from '../source/http-server.ts'
import { things } from '../source/table-server.ts'
import { loadMade, orders } from './hand-made.ts'
import { tempHome } from './line.ts'
import { openTableLine } from './table-line.ts'
import type { TableLine } from './table-line.ts'

const dropsOutside = true
const incremental = {
  kind: 'window',
  startParam: 'request.from',
  endParam: 'request.to',
  field: 'At',
  stepDays: 31,
  lookbackDays: 7,
  recentDays: 7,
  lookaheadDays: 0,
  dropsOutside,
} as const
const events: Stream = {
  ...things,
  fields: { Id: 'id', At: 'local' },
  incremental: { ...incremental, stepDays: 3 },
}

const today = new Date().toISOString().slice(0, 10)
const config = { start_date: addDays(today, -5) }

interface Event {
  readonly Id: number
  readonly At: string
}

let rows: readonly Event[] = []
/** What the server makes of the bounds it is asked for; undefined: it answers with all there is. */
let matches: ((from: string, to: string) => (row: Event) => boolean) | undefined
let server: TestServer
let line: TableLine
beforeEach(async () => {
  matches = undefined
  server = await startServer(({ url }, response) => {
    const offset = Number(url.searchParams.get('request.offset'))
    const [from = '', to = ''] = ['from', 'to'].map((name) => url.searchParams.get(`request.${name}`) ?? '')
    const matched = matches === undefined ? rows : rows.filter(matches(from, to))
    const Things = matched.slice(offset)
    const PaginationResponse = {
      RequestedLimit: 100,
      RequestedOffset: offset,
      PageSize: Things.length,
      TotalResults: matched.length,
    }
    json(response, { PaginationResponse, Things })
  })
  line = await openTableLine(server, events)
})
afterEach(async () => {
  await line.close()
  await server.close()
})

const on = (days: number, ...ids: readonly number[]): readonly Event[] =>
  ids.map((Id) => ({ Id, At: `${addDays(today, days)}T08:00:00` }))

const held = (): Promise<unknown> =>
  line.rows('select "Id"::int as id, _deleted_at from raw.things order by 1')
const present = (...ids: readonly number[]): unknown => ids.map((id) => ({ id, _deleted_at: null }))

test('both doors drop the same rows, those without a day never', async () => {
  const { home, remove } = await tempHome()
  const stream: Stream = { ...orders, incremental: { ...incremental, dropsOutside } }
  const window = { from: '2026-01-01', to: '2026-01-31' }
  const slice = { stream, siteId: 7, id: 'x', query: [], window, concludes: true }
  const made = [
    '2025-12-31T23:59:59',
    '2026-01-01T00:00:00',
    '2026-01-31T23:59:59.999Z',
    '2026-02-01T00:00:00',
    '2026-02-01',
    '01/02/2026',
    '',
    null,
    20260201,
  ].map((At, place) => ({ Id: place + 1, At }))
  try {
    await using warehouse = await Warehouse.open(home, [stream])
    await loadMade(warehouse, stream, 'r1', [{ window, pages: [{ rows: made }] }])
    const raw = await warehouse.exclusive((duck) =>
      duck.rows<{ id: number }>('select "Id"::int as id from raw.orders order by 1'),
    )
    const asked = made.map(createNumbering(slice)).filter((row) => isAsked(stream, row, slice))
    expect(raw.map(({ id }) => id)).toEqual(asked.map(({ Id }) => Id))
    expect(raw.map(({ id }) => id)).toEqual([2, 3, 6, 7, 8, 9])
  } finally {
    await remove()
  }
})

const exactly =
  (from: string, to: string) =>
  ({ At }: Event): boolean =>
    At >= from && At <= to

test('a row that is shown on another day is not gone', async () => {
  matches = exactly
  rows = on(-1, 1, 2, 3)
  await line.pass('r1', config)
  matches = (from, to) => (row) => (row.Id === 3 ? to.startsWith(today) : exactly(from, to)(row))
  rows = [...on(-1, 1, 2), ...on(-9, 3)]
  await line.pass('r2', config)
  await line.pass('r3', config)
  expect(await held()).toEqual(present(1, 2, 3))
  expect(await line.rows('from ledger.missing_key')).toEqual([])
})

test('a row that came with another window of the pass, and was dropped there, is not gone', async () => {
  matches = exactly
  rows = [...on(-1, 1), ...on(-2, 2)]
  await line.pass('r1', config)
  // Bounds are taken for nine hours later: the row of 8 o'clock on the first day of a window comes with the window before.
  const later = (local: string): string =>
    new Date(Date.parse(`${local}Z`) + 9 * 3_600_000).toISOString().slice(0, 19)
  matches = (from, to) => exactly(later(from), later(to))
  await line.pass('r2', config)
  await line.pass('r3', config)
  expect(await held()).toEqual(present(1, 2))
  expect(await line.rows('from ledger.missing_key')).toEqual([])
})

test('an answer of other days only is an empty one, and refused where rows are known', async () => {
  matches = exactly
  rows = on(-1, 1)
  await line.pass('r1', config)
  matches = undefined
  rows = on(-9, 2)
  await expect(line.pass('r2', config)).rejects.toMatchObject({ code: 'ANSWER_BROKEN' })
  expect(await held()).toEqual(present(1))
})
