// Batches into lake and raw: the last word of each key, in whatever pages it came, or nothing at all.
import fc from 'fast-check'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { loadMade, orders, testStreams } from './hand-made.ts'
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

describe('merging', () => {
  const order = (Id: number, Amount: number): object => ({ Id, At: at, Amount })

  test('the last reading of a key wins, inside a pass and between runs', async () => {
    await loadMade(warehouse, orders, 'r1', [
      { pages: [{ rows: [order(1, 1), order(2, 2)] }, { rows: [order(2, 3), order(3, 3)] }] },
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
        const pages: { rows: object[] }[] = []
        for (let start = 0; start < latest.length; start += pageRows - overlap) {
          // Read before its last word came, and twice over in one page.
          const again = stale.filter((_, place) => place % 3 === pages.length % 3)
          const rows = latest.slice(start, start + pageRows)
          pages.push({ rows: [...again, ...rows, ...rows.slice(0, 1)] })
        }
        // What was stale in a late page is told again after it.
        pages.push({ rows: latest })
        const perSlice = Math.ceil(pages.length / slices)
        const made = Array.from({ length: slices }, (_, place) => ({
          concludes: false,
          pages: pages.slice(place * perSlice, (place + 1) * perSlice),
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

  test('a row Mindbody could not answer with is told with the batch', async () => {
    await loadMade(warehouse, orders, 'r1', [{ pages: [{ rows: [order(1, 1)], skipped: 1 }] }])
    expect(await rows('select stream, change, count from meta.schema_changes')).toEqual([
      { stream: 'orders', change: 'skipped_row', count: 1 },
    ])
  })

  test('pages are kept under their batch, or go with the commit', async () => {
    const home = warehouse.paths
    await loadMade(warehouse, orders, 'r1', [{ pages: [{ rows: [order(1, 1)] }] }])
    const [batch] = await rows<{ batch_id: string; parquet_path: string }>('from meta.batches')
    expect(await readdir(join(home.pages, 'orders', 'site_id=7', batch?.batch_id ?? ''))).toEqual([
      expect.stringMatching(/\.json(\.gz)?$/),
      'requests.json',
    ])
    expect(batch?.parquet_path).toBe(`lake/orders/site_id=7/${batch?.batch_id}.parquet`)
    await loadMade(warehouse, orders, 'r2', [{ pages: [{ rows: [order(2, 1)] }] }], { keepPages: false })
    expect(await readdir(join(home.pages, 'orders', 'site_id=7'))).toEqual([batch?.batch_id])
    expect(await readdir(join(home.work, 'pages', 'r2'))).toEqual([])
  })
})
