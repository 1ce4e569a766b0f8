// `read` of answers that are no plain list of records, each as it comes over the wire.
import { afterEach, expect, test } from 'vitest'
import { parseJson } from '../../src/core/json.ts'
import { silentLog } from '../../src/core/log.ts'
import { readSlice } from '../../src/source/read-slice.ts'
import { createShaper, unknownFields } from '../../src/source/records.ts'
import type { Row, ShapedRecord } from '../../src/source/records.ts'
import type { Slice } from '../../src/source/slices.ts'
import { streams } from '../../streams/index.ts'
import type { TestClient } from './harness.ts'
import { oddAnswers, pageSize, serveOne, siteId, sliceOf, wrongAnswers } from './odd-answers.ts'

let client: TestClient
afterEach(() => client.close())

const recordsOf = async (slice: Slice): Promise<{ records: ShapedRecord[]; unknown: Set<string> }> => {
  const records: ShapedRecord[] = []
  const unknown = new Set<string>()
  await readSlice(
    client.client,
    slice,
    {
      page: () => Promise.resolve(),
      row: (row) => unknownFields(slice.stream, row).forEach((field) => unknown.add(field)),
      record: (record) => {
        records.push(record)
        return Promise.resolve()
      },
    },
    {
      signal: new AbortController().signal,
      pageSize,
      log: silentLog(),
      shape: createShaper({ stream: slice.stream, columns: undefined }, streams),
    },
  )
  return { records, unknown }
}

const withoutNulls = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))

test.each(oddAnswers)('$stream: $about', async ({ stream, asked, answer, records }) => {
  client = await serveOne({ stream, answer })
  const found = await recordsOf(sliceOf(stream, asked))
  expect(found.records.map(({ data }) => withoutNulls(parseJson(data).value as Row))).toEqual(
    records.map((record) => ({ SiteId: siteId, ...record })),
  )
  expect(found.records.flatMap(({ changes }) => changes)).toEqual([])
  expect([...found.unknown]).toEqual([])
  expect(new Set(found.records.map(({ key }) => key)).size).toBe(records.length)
})

test.each(wrongAnswers)('%s is no answer (%s)', async (_, stream, answer) => {
  client = await serveOne({ stream, answer })
  const parents = sliceOf(stream).stream.parent === undefined ? {} : { parents: ['7'] }
  await expect(recordsOf(sliceOf(stream, parents))).rejects.toMatchObject({ code: 'ANSWER_BROKEN' })
})
