// Answers that are no plain list of records, typed into raw: the same values as `read` gives, and nothing of what is not kept.
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { keepsPages } from '../../src/lakehouse/lake.ts'
import { loadBatch } from '../../src/lakehouse/load-batch.ts'
import type { Loaded } from '../../src/lakehouse/load-batch.ts'
import { spoolSlice } from '../../src/lakehouse/spool.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { readPages } from '../../src/source/pages.ts'
import type { Row } from '../../src/source/records.ts'
import { streams } from '../../streams/index.ts'
import { oddAnswers, pageSize, serveOne, siteId, sliceOf, streamNamed } from '../source/odd-answers.ts'
import type { OddAnswer } from '../source/odd-answers.ts'
import { tempHome } from './line.ts'
import { asRecord } from './raw-records.ts'

let warehouse: Warehouse
let remove: () => Promise<void>
beforeAll(async () => {
  const temp = await tempHome()
  remove = temp.remove
  warehouse = await Warehouse.open(temp.home, streams)
})
afterAll(async () => {
  await warehouse.close()
  await remove()
})

const rows = <T = Row>(sql: string): Promise<T[]> => warehouse.exclusive((duck) => duck.rows<T>(sql))

afterEach(() => rows('delete from meta.schema_changes'))

let runs = 0

/** Reads the answer over the wire and loads it as one commit. */
const load = async ({
  stream: name,
  asked,
  answer,
}: Omit<OddAnswer, 'records' | 'about'>): Promise<Loaded> => {
  const { client, close } = await serveOne({ stream: name, answer })
  try {
    const slice = sliceOf(name, asked)
    runs += 1
    const runId = `run-${runs}`
    const folder = join(warehouse.paths.work, 'pages', runId)
    await mkdir(folder, { recursive: true })
    const { signal } = new AbortController()
    const spooled = await spoolSlice(readPages(client, slice, { signal, pageSize }), slice, folder)
    const at = new Date('2026-07-01T12:00:00Z')
    return await loadBatch(warehouse, {
      stream: slice.stream,
      siteId,
      runId,
      slices: [{ ...spooled, slice: { ...slice, concludes: true } }],
      cursor: { kind: 'full', readAt: at.toISOString() },
      knownSeq: 0,
      passStartedAt: at,
      now: () => at,
      keepPages: keepsPages(slice.stream, 35),
      acceptsEmpty: false,
    })
  } finally {
    await close()
  }
}

const inAnyOrder = (records: readonly Row[]): readonly string[] =>
  records.map((record) => JSON.stringify(Object.entries(record).toSorted())).toSorted()

test.each(oddAnswers)('$stream: $about', async ({ records, ...given }) => {
  await rows(`delete from raw."${given.stream}"`)
  expect((await load(given)).kind).toBe('committed')
  const held = await rows(`from raw."${given.stream}"`)
  expect(inAnyOrder(held.map((row) => asRecord(streamNamed(given.stream), row)))).toEqual(
    inAnyOrder(records.map((record) => ({ SiteId: siteId, ...record }))),
  )
  expect(held.map(({ _extra }) => _extra)).toEqual(records.map(() => null))
  expect(await rows('from meta.schema_changes')).toEqual([])
})

/** Bodies that lie in the work folder. */
const pagesAtWork = async (): Promise<readonly string[]> => {
  const found = await readdir(join(warehouse.paths.work, 'pages'), { recursive: true })
  return found.filter((path) => /\.json(\.gz)?$/.test(path))
}

describe('what is not kept', () => {
  const secret = '41111111111111111111'
  const profile = `{"Id":"A","UniqueId":1,"Weight":${secret}.5,"Email":"${secret}"}`

  test('is in no column, in no page file, and no curiosity', async () => {
    const answer = `{"PaginationResponse":{"RequestedLimit":2,"RequestedOffset":0,"PageSize":1,"TotalResults":1},
      "WaitlistEntries":[{"Id":1,"ClassId":30,"Client":${profile},"ClassSchedule":[${profile}]}]}`
    await rows('delete from raw.waitlist_entries')
    await load({ stream: 'waitlist_entries', asked: { parents: ['30'] }, answer })
    const held = await rows('from raw.waitlist_entries')
    expect(held).toMatchObject([
      { Client: '{"Id":"A","UniqueId":1}', ClassSchedule: '[{"Id":"A"}]', _extra: null },
    ])
    expect(await rows('from meta.schema_changes')).toEqual([])
    const kept = await readdir(warehouse.paths.pages)
    expect(kept).toContain('liability_waiver')
    expect(kept).not.toContain('waitlist_entries')
    expect(await pagesAtWork()).toEqual([])
  })
})

test('a row fewer in a slice read again: its last number goes once two runs agree', async () => {
  const sold = (...prices: number[]): Omit<OddAnswer, 'records' | 'about'> => ({
    stream: 'client_purchases',
    asked: { parents: ['A-1'] },
    answer: prices.map((Price) => ({ Price })),
  })
  const held = (): Promise<Row[]> =>
    rows(
      'select "Ordinal", "Price"::double as price, _deleted_at is not null as gone from raw.client_purchases order by 1',
    )
  await rows('delete from raw.client_purchases')
  await load(sold(1, 2, 3))
  await load(sold(1, 3))
  expect(await held()).toEqual([
    { Ordinal: 1, price: 1, gone: false },
    { Ordinal: 2, price: 3, gone: false },
    { Ordinal: 3, price: 3, gone: false },
  ])
  await load(sold(1, 3))
  expect(await held()).toEqual([
    { Ordinal: 1, price: 1, gone: false },
    { Ordinal: 2, price: 3, gone: false },
    { Ordinal: 3, price: 3, gone: true },
  ])
})
