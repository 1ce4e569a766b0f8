// Pages of every awkward kind, through typing, lake and merge into raw.
import fc from 'fast-check'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { loadMade, orders, parcels, testStreams } from './hand-made.ts'
import { tempHome } from './line.ts'

let warehouse: Warehouse
let remove: () => Promise<void>

beforeEach(async () => {
  const temp = await tempHome()
  remove = temp.remove
  warehouse = await Warehouse.open(temp.home, testStreams)
})
afterEach(async () => {
  await warehouse.close()
  await remove()
})

const rows = <T = Record<string, unknown>>(sql: string): Promise<T[]> =>
  warehouse.exclusive((duck) => duck.rows<T>(sql))

const at = '2026-01-05T10:00:00'
const byNumber = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true })

describe('typing', () => {
  test('ids of 64 bits, money and nested values survive', async () => {
    const body = `{"Orders":[{"Id":9007199254740993,"At":"${at}","Amount":1234567.12345678,"Weight":0.1,"Paid":true,"Lines":[{"n":12345678901234567}]}]}`
    await loadMade(warehouse, orders, 'r1', [{ pages: [{ rows: body }] }])
    expect(
      await rows('select "Id", "Amount", "Weight", "Paid", "Lines", "SiteId", _extra from raw.orders'),
    ).toEqual([
      {
        Id: 9007199254740993n,
        Amount: '1234567.12345678',
        Weight: 0.1,
        Paid: true,
        Lines: '[{"n":12345678901234567}]',
        SiteId: 7,
        _extra: null,
      },
    ])
  })

  test('a value that does not fit is null in its column, kept in _extra, and told', async () => {
    const odd = { Id: 1, At: at, Amount: 'a lot', Weight: {}, Paid: 'perhaps', Note: 5 }
    await loadMade(warehouse, orders, 'r1', [{ pages: [{ rows: [odd, { Id: 2, At: at, Amount: 1.5 }] }] }])
    expect(
      await rows('select "Id", "Amount", "Weight", "Paid", "Note", _extra from raw.orders order by 1'),
    ).toEqual([
      {
        Id: 1,
        Amount: null,
        Weight: null,
        Paid: null,
        Note: '5',
        _extra: '{"Amount":"a lot","Weight":{},"Paid":"perhaps"}',
      },
      { Id: 2, Amount: '1.50000000', Weight: null, Paid: null, Note: null, _extra: null },
    ])
    expect(
      await rows('select field, change, example_type, count from meta.schema_changes order by 1'),
    ).toEqual([
      { field: 'Amount', change: 'type', example_type: 'VARCHAR', count: 1 },
      { field: 'Paid', change: 'type', example_type: 'VARCHAR', count: 1 },
      { field: 'Weight', change: 'type', example_type: 'OBJECT', count: 1 },
    ])
  })

  test('numerals longer than a column holds are told, and their text is kept', async () => {
    const lines =
      '[{"Price":12.345678901234567},{"Price":12.3000000000000001,"Code":"1234567890123456789012"}]'
    const body = `{"Orders":[
      {"Id":1,"At":"${at}","Lines":[{"Price":1.5}],"Amount":1},
      {"Id":2,"At":"${at}","Lines":${lines},"Weight":0.12345678901234567890,"Surprise":1}]}`
    await loadMade(warehouse, orders, 'r1', [{ pages: [{ rows: [{ Id: 9, At: at }] }, { rows: body }] }])
    const told = await rows<{ Id: number; extra: string | null }>(
      'select "Id", _extra::varchar as extra from raw.orders order by 1',
    )
    expect(told.map(({ Id, extra }) => [Id, extra === null ? null : JSON.parse(extra)])).toEqual([
      [1, null],
      [
        2,
        {
          Surprise: 1,
          _long_numerals: [
            { field: 'Lines.Price', text: '12.345678901234567' },
            { field: 'Lines.Price', text: '12.3000000000000001' },
            { field: 'Weight', text: '0.12345678901234567890' },
          ],
        },
      ],
      [9, null],
    ])
    expect(
      await rows(`select field, count from meta.schema_changes where change = 'long_numeral' order by field`),
    ).toEqual([
      { field: 'Lines.Price', count: 2 },
      { field: 'Weight', count: 1 },
    ])
  })

  test('a fraction is no whole number', async () => {
    const made = [{ rows: '{"Order":{"Parcels":[{"Id":1,"OrderId":1},{"Id":2,"OrderId":2.0}]}}' }]
    await loadMade(warehouse, parcels, 'r1', [{ parents: ['1', '2'], pages: made }])
    expect(await rows('select "OrderId" from raw.parcels order by "Id"')).toEqual([
      { OrderId: 1 },
      { OrderId: 2 },
    ])
    const fraction = await loadMade(warehouse, orders, 'r2', [{ pages: [{ rows: [{ Id: 1.5, At: at }] }] }])
    expect(fraction.kind).toBe('unusable')
  })

  test('new fields go to _extra under any name; omitted ones go nowhere', async () => {
    const record = { Id: 1, At: at, 'a/b~"c': { k: [1, null] }, CardNumber: '4111', SiteID: 7 }
    await loadMade(warehouse, orders, 'r1', [
      { pages: [{ rows: [record, { Id: 2, At: at, SiteId: 9, CardNumber: '4111' }] }] },
    ])
    expect(await rows('select _extra from raw.orders order by "Id"')).toEqual([
      { _extra: '{"a/b~\\"c":{"k":[1,null]}}' },
      { _extra: '{"RecordSiteId":9}' },
    ])
    expect(JSON.stringify(await rows('from raw.orders'))).not.toContain('4111')
  })

  test('a body with line breaks is read as well', async () => {
    const pretty = JSON.stringify(
      {
        Orders: [
          { Id: 1, At: at },
          { Id: 2, At: at },
        ],
      },
      null,
      2,
    )
    await loadMade(warehouse, orders, 'r1', [{ pages: [{ rows: pretty }] }])
    expect(await rows('select count(*) as n from raw.orders')).toEqual([{ n: 2 }])
  })

  test.each([
    ['no JSON', [{ rows: '<html>' }]],
    ['a cut body', [{ rows: '{"Orders":[{"Id":1' }]],
    ['a missing key', [{ rows: [{ At: at }] }]],
    ['fewer rows than it says', [{ rows: [{ Id: 1, At: at }], claimed: 2 }]],
    ['another name for its rows', [{ rows: '{"Bookings":[{"Id":1}]}', claimed: 1 }]],
  ])('%s commits nothing, and the page is named', async (_, pages) => {
    const good = { rows: [{ Id: 9, At: at }] }
    const loaded = await loadMade(warehouse, orders, 'r1', [{ pages: [good] }, { pages: [good, ...pages] }])
    const [spoilt] = (await readdir(join(warehouse.paths.work, 'pages', 'r1'))).sort(byNumber).slice(-1)
    expect(loaded).toMatchObject({ kind: 'unusable', page: { file: expect.stringContaining(spoilt ?? '?') } })
    expect(await rows('from raw.orders')).toEqual([])
    expect(await rows('from meta.cursors')).toEqual([])
  })

  test('rows of parents that were not asked are dropped', async () => {
    const answer = [
      { Id: 1, OrderId: 1 },
      { Id: 2, OrderId: 99 },
    ]
    await loadMade(warehouse, parcels, 'r1', [{ parents: ['1', '2'], pages: [{ rows: answer }] }])
    expect(await rows('select "Id" from raw.parcels')).toEqual([{ Id: 1 }])
  })
})

describe('merging', () => {
  const order = (Id: number, Amount: number): object => ({ Id, At: at, Amount })

  test('the last reading of a key wins, inside a pass and between runs', async () => {
    await loadMade(warehouse, orders, 'r1', [
      { pages: [{ rows: [order(1, 1), order(2, 2)] }, { rows: [order(2, 3), order(3, 3)], overlap: 1 }] },
    ])
    await loadMade(warehouse, orders, 'r2', [{ pages: [{ rows: [order(1, 5), order(2, 3), order(3, 3)] }] }])
    expect(await rows('select "Id", "Amount"::double as amount from raw.orders order by 1')).toEqual([
      { Id: 1, amount: 5 },
      { Id: 2, amount: 3 },
      { Id: 3, amount: 3 },
    ])
    expect(await rows('select rows, rows_changed from meta.batches order by seq')).toEqual([
      { rows: 3, rows_changed: 3 },
      { rows: 3, rows_changed: 1 },
    ])
  })

  test('any cut into pages, with overlaps and repeats, gives the same relation', async () => {
    const cases = fc.record({
      // Latest amount of each order; those at 0 are read with another amount first.
      amounts: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 }),
      pageRows: fc.integer({ min: 2, max: 12 }),
      overlap: fc.integer({ min: 0, max: 1 }),
      repeats: fc.array(fc.nat(29), { maxLength: 5 }),
      slices: fc.integer({ min: 1, max: 3 }),
    })
    let run = 0
    await fc.assert(
      fc.asyncProperty(cases, async ({ amounts, pageRows, overlap, repeats, slices }) => {
        const base = 1_000 * (run += 1)
        const latest = amounts.map((amount, index) => order(base + index, amount))
        const stale = repeats.flatMap((place) => (place < amounts.length ? [order(base + place, 77)] : []))
        const pages: { rows: object[]; overlap: number }[] = []
        for (let start = 0; start < latest.length; start += pageRows - overlap) {
          // Read before its last word came, and twice over in one page.
          const again = stale.filter((_, place) => place % 3 === pages.length % 3)
          const rows = latest.slice(start, start + pageRows)
          pages.push({ rows: [...again, ...rows, ...rows.slice(0, 1)], overlap: start === 0 ? 0 : overlap })
        }
        // What was stale in a late page is told again after it.
        pages.push({ rows: latest, overlap: 0 })
        const perSlice = Math.ceil(pages.length / slices)
        const made = Array.from({ length: slices }, (_, place) => ({
          concludes: false,
          pages: pages
            .slice(place * perSlice, (place + 1) * perSlice)
            .map((page, index) => (index === 0 ? { ...page, overlap: 0 } : page)),
        })).filter((slice) => slice.pages.length > 0)
        expect((await loadMade(warehouse, orders, `r${run}`, made)).kind).toBe('committed')
        const held = await rows(
          `select "Id", "Amount"::double as amount from raw.orders where "Id" between ${base} and ${base + 999} order by 1`,
        )
        expect(held).toEqual(amounts.map((amount, index) => ({ Id: base + index, amount })))
      }),
      { numRuns: 25 },
    )
  })

  test('an unchanged row keeps its batch', async () => {
    await loadMade(warehouse, orders, 'r1', [{ pages: [{ rows: [order(1, 1)] }] }])
    const before = await rows('from raw.orders')
    await loadMade(warehouse, orders, 'r2', [{ pages: [{ rows: [order(1, 1)] }] }])
    expect(await rows('from raw.orders')).toEqual(before)
  })

  test('a slice longer than a batch becomes several parts and one commit', async () => {
    const pages = Array.from({ length: 600 }, (_, index) => ({
      rows: [order(index, 1), order(index + 1, 1)],
      overlap: index === 0 ? 0 : 1,
    }))
    await loadMade(warehouse, orders, 'r1', [{ pages }])
    expect(await rows('select count(*) as n, max("Id") as last from raw.orders')).toEqual([
      { n: 601, last: 600 },
    ])
    expect(await rows('select pages from meta.batches order by seq')).toEqual([
      { pages: 250 },
      { pages: 250 },
      { pages: 100 },
    ])
  })

  test('a seam without a shared row is found and nothing is committed', async () => {
    const loaded = await loadMade(warehouse, orders, 'r1', [
      { pages: [{ rows: [order(1, 1), order(2, 1)] }, { rows: [order(4, 1)], overlap: 1 }] },
      { pages: [{ rows: [order(10, 1), order(11, 1)] }, { rows: [order(11, 1)], overlap: 1 }] },
    ])
    expect(loaded).toMatchObject({ kind: 'broken', seams: [{ slice: 0 }] })
    expect(await rows('from raw.orders')).toEqual([])
  })

  test('pages are kept under their batch, or go with the commit', async () => {
    const home = warehouse.paths
    await loadMade(warehouse, orders, 'r1', [{ pages: [{ rows: [order(1, 1)] }] }])
    const [batch] = await rows<{ batch_id: string; parquet_path: string }>('from meta.batches')
    expect(await readdir(join(home.pages, 'orders', 'site_id=7', batch?.batch_id ?? ''))).toHaveLength(1)
    expect(batch?.parquet_path).toBe(`lake/orders/site_id=7/${batch?.batch_id}.parquet`)
    await loadMade(warehouse, orders, 'r2', [{ pages: [{ rows: [order(2, 1)] }] }], { keepPages: false })
    expect(await readdir(join(home.pages, 'orders', 'site_id=7'))).toHaveLength(1)
    expect(await readdir(join(home.work, 'pages', 'r2'))).toEqual([])
  })
})
