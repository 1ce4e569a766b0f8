// Rows Mindbody cannot answer with, and slices whose rows have no key: what is read, what is left out, what is given up.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPages } from '../../src/source/pages.ts'
import type { Page } from '../../src/source/page.ts'
import { defineStream } from '../../src/source/stream.ts'
import type { Stream } from '../../src/source/stream.ts'
import { pagedTable } from './paged-table.ts'
import type { PagedTable } from './paged-table.ts'
import { things } from './table-server.ts'

const upTo = (rows: number): number[] => Array.from({ length: rows }, (_, index) => index + 1)

const pagesOf = async ({ door }: PagedTable, stream: Stream = things, pageSize = 200): Promise<Page[]> => {
  const slice = { stream, siteId: 1, id: 'all', query: [], concludes: false }
  const pages: Page[] = []
  for await (const page of readPages(door, slice, { signal: new AbortController().signal, pageSize })) {
    pages.push(page)
  }
  return pages
}

const idsOn = (pages: readonly Page[]): number[] =>
  pages.flatMap((page) => (page.records() ?? []).map((row) => Number(row?.['Id'])))
const skippedBeside = (pages: readonly Page[]): number => pages.reduce((sum, { skipped }) => sum + skipped, 0)

describe('odd rows', () => {
  test('are cut out of their pages wherever they stand; all others are read', async () => {
    const cases = fc.record({
      rows: fc.integer({ min: 20, max: 900 }),
      places: fc.uniqueArray(fc.nat(10_000), { minLength: 1, maxLength: 3 }),
      limit: fc.integer({ min: 10, max: 200 }),
      isStrict: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, places, limit, isStrict }) => {
        const odd = new Set(places.map((place) => (place % rows) + 1))
        const table = pagedTable(upTo(rows), { odd })
        const pages = await pagesOf(table, { ...things, strictEnd: isStrict }, limit)
        expect(new Set(idsOn(pages))).toEqual(new Set(upTo(rows).filter((id) => !odd.has(id))))
        expect(skippedBeside(pages)).toBe(odd.size)
      }),
      { numRuns: 150 },
    )
  })

  test('two more beside one that is known are no outage', async () => {
    const table = pagedTable(upTo(23), { odd: new Set([12, 13, 19]) })
    const pages = await pagesOf(table, things, 12)
    expect(new Set(idsOn(pages))).toEqual(new Set(upTo(23).filter((id) => ![12, 13, 19].includes(id))))
    expect(skippedBeside(pages)).toBe(3)
  })

  test('one of them costs two parts a level, and is not searched for again by the next page', async () => {
    const table = pagedTable(upTo(600), { odd: new Set([195]) })
    await pagesOf(table)
    // Four pages and the end; eight levels of halves; the second page in three parts, since it reaches back to the row.
    expect(table.calls.length).toBeLessThanOrEqual(4 + 1 + 8 * 2 + 3)
  })

  test('a table of nothing else gives an empty page that tells of it', async () => {
    const pages = await pagesOf(pagedTable([1], { odd: new Set([1]) }))
    expect(idsOn(pages)).toEqual([])
    expect(skippedBeside(pages)).toBe(1)
  })

  test('all rows odd is an outage: the failure of the page stands, after a few more calls', async () => {
    const table = pagedTable(upTo(600), { odd: new Set(upTo(600)) })
    await expect(pagesOf(table)).rejects.toMatchObject({ code: 'MINDBODY_UNAVAILABLE' })
    expect(table.calls.length).toBe(1 + 2 + 4)
  })
})

describe('rows that are told apart by their order', () => {
  const entries = defineStream({
    name: 'entries',
    path: '/things',
    rows: 'Things',
    key: ['Id', 'Ordinal'],
    about: 'Entries.',
    fields: { Id: 'id' },
  })
  // Each twice, as the same product twice in a sale.
  const twice = (ids: readonly number[]): number[] => ids.flatMap((id) => [id, id])

  test('come once each, from pages that do not overlap', async () => {
    const table = pagedTable(twice(upTo(250)))
    expect(idsOn(await pagesOf(table, entries))).toEqual(twice(upTo(250)))
    expect(table.calls.map(({ offset }) => offset)).toEqual([0, 200, 400])
  })

  test('are read again when their number changed on the way', async () => {
    let answers = 0
    const change = (ids: number[]): void => {
      answers += 1
      if (answers === 2) ids.splice(0, 1)
    }
    const table = pagedTable(twice(upTo(250)), { change })
    expect(idsOn(await pagesOf(table, entries))).toEqual(twice(upTo(250)).slice(1))
    expect(table.calls).toHaveLength(6)
  })

  test('are given up when it never stops changing', async () => {
    const table = pagedTable(twice(upTo(250)), { change: (ids) => ids.splice(0, 1) })
    await expect(pagesOf(table, entries)).rejects.toMatchObject({ code: 'ANSWER_BROKEN' })
    expect(table.calls).toHaveLength(12)
  })
})
