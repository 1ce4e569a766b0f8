// Pages of every awkward kind, typed into raw: nothing is lost, nothing is rounded unsaid, nothing broken is committed.
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
