// A field its card gains later: what was kept of it in `_extra` moves into the new column, and reading again changes nothing.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import type { Stream } from '../../src/source/stream.ts'
import { loadMade, orders, parcels } from './hand-made.ts'
import { tempHome } from './line.ts'

let home: string
let remove: () => Promise<void>
beforeEach(async () => {
  const temp = await tempHome()
  home = temp.home
  remove = temp.remove
})
afterEach(() => remove())

const at = '2026-01-05T10:00:00'

const gained: Stream = {
  ...orders,
  only: { Buyer: ['Id'] },
  fields: {
    ...orders.fields,
    Rank: 'id',
    Fee: 'money',
    Open: 'flag',
    Since: 'local',
    Buyer: 'object',
    Tags: 'list',
    Remark: 'text',
  },
}

const received = [
  {
    Id: 1,
    At: at,
    Rank: 9_007_199_254_740_991,
    Fee: 12.345678,
    Open: true,
    Since: '2026-01-01T00:00:00Z',
    Buyer: { Name: 'Ada', Id: 5 },
    Tags: ['a', { b: 1.5 }],
    Remark: 'says "no"',
    Unheard: { of: [1, null] },
  },
  { Id: 2, At: at, Rank: 1.5, Fee: '12.50', Open: 'perhaps', Remark: 7 },
  { Id: 3, At: at, Rank: null, Remark: null, Fee: '0.1234567890123456' },
  { Id: 4, At: at },
]

test('values move where they fit, stay where they do not, and no row counts as changed', async () => {
  const before = await Warehouse.open(home, [orders, parcels])
  await loadMade(before, orders, 'r1', [{ pages: [{ rows: received }] }])
  await before.close()

  const after = await Warehouse.open(home, [gained, parcels])
  const held = (): Promise<Record<string, unknown>[]> =>
    after.exclusive((duck) =>
      duck.rows('select * exclude (_batch_id, _request_id) from raw.orders order by "Id"'),
    )
  const moved = await held()
  expect(moved).toMatchObject([
    {
      Rank: 9_007_199_254_740_991,
      Fee: '12.34567800',
      Open: true,
      Since: '2026-01-01T00:00:00Z',
      Buyer: '{"Id":5}',
      Tags: '["a",{"b":1.5}]',
      Remark: 'says "no"',
      _extra: '{"Unheard":{"of":[1,null]}}',
    },
    { Rank: null, Fee: '12.50000000', Open: null, Remark: '7', _extra: '{"Rank":1.5,"Open":"perhaps"}' },
    { Rank: null, Remark: null, Fee: '0.12345679', _extra: '{"Fee":"0.1234567890123456"}' },
    { Rank: null, _extra: null },
  ])
  const again = await loadMade(after, gained, 'r2', [{ pages: [{ rows: received }] }])
  expect(again).toMatchObject({ committed: { rowsChanged: 0 } })
  expect(await held()).toEqual(moved)
  await after.close()
})
