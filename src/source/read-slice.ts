// One slice read for `read`: pages parsed, seams between them checked, repeated rows left out.
import { createHash } from 'node:crypto'
import { Problem } from '../core/errors.ts'
import { parseJson } from '../core/json.ts'
import { decodeBody } from './answer.ts'
import type { Client } from './client.ts'
import { createNumbering } from './numbering.ts'
import { readPage } from './page.ts'
import type { Page } from './page.ts'
import { readPages } from './pages.ts'
import { recordsIn } from './record-list.ts'
import { isAsked, keyOf } from './records.ts'
import type { Row, ShapedRecord } from './records.ts'
import type { Slice } from './slices.ts'

export interface SliceSink {
  /** Before the rows of a page. */
  page(page: Page, longNumerals: readonly string[]): Promise<void>
  row(row: Row): void
  record(record: ShapedRecord): Promise<void>
}

export interface ReadSliceOptions {
  readonly signal: AbortSignal
  readonly pageSize: number
  /** Undefined when the rows are only looked at (a parent that was not selected). */
  readonly shape: ((row: Row, slice: Slice) => ShapedRecord) | undefined
}

/** How far back a broken seam is looked for, in pages. */
const stepsBack = [0.5, 1, 2]

/**
 * Reads a slice to its end into the sink. Rows seen before in the same form (overlaps, doubled rows) are left out; a row
 * that changed while we paged is given again.
 */
export const readSlice = async (
  client: Client,
  slice: Slice,
  sink: SliceSink,
  { signal, pageSize, shape }: ReadSliceOptions,
): Promise<void> => {
  const seen = new Map<string, string>()
  const number = createNumbering(slice)
  let previousKeys: ReadonlySet<string> = new Set()

  const take = async (page: Page): Promise<ReadonlySet<string>> => {
    const { rows, longNumerals } = await rowsOf(page)
    await sink.page(page, longNumerals)
    const keys = new Set<string>()
    for (const received of rows) {
      const row = number(received)
      keys.add(keyOf(slice.stream, row, slice))
      if (!isAsked(slice.stream, row, slice)) continue
      sink.row(received)
      if (shape === undefined) continue
      const record = shape(row, slice)
      const digest = createHash('sha1').update(record.data).digest('base64')
      if (seen.get(record.key) === digest) continue
      seen.set(record.key, digest)
      await sink.record(record)
    }
    return keys
  }

  for await (const page of readPages(client, slice, { signal, pageSize })) {
    const keys = await take(page)
    if (page.overlap > 0 && !share(keys, previousKeys)) await mendSeam(page, previousKeys)
    previousKeys = keys
  }

  /** More rows went than the overlap holds: goes back until a page shares a row with the one before the gap. */
  async function mendSeam(after: Page, before: ReadonlySet<string>): Promise<void> {
    for (const step of stepsBack) {
      const offset = Math.max(0, after.offset - Math.ceil(step * after.limit))
      const page = await readPage(client, slice, { signal, limit: after.limit, offset })
      if (page !== undefined && share(await take(page), before)) return
    }
    throw new Problem('ANSWER_BROKEN', {
      what: `The pages of ${slice.stream.name} (${slice.id}) of site ${slice.siteId} share no row where they must.`,
      why: 'Too much changed while it was read, or the server has no stable order.',
    })
  }
}

const share = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  [...some].some((key) => others.has(key))

const rowsOf = async (page: Page): Promise<{ rows: readonly Row[]; longNumerals: readonly string[] }> => {
  const text = (await decodeBody(page.body, page.encoding)).toString('utf8')
  try {
    const { value, longNumerals } = parseJson(text)
    const rows = recordsIn(value, page.slice.stream)
    return { rows: rows.filter((row): row is Row => typeof row === 'object' && row !== null), longNumerals }
  } catch (error) {
    if (error instanceof Problem) throw error
    const what = `A page of ${page.slice.stream.name} of site ${page.slice.siteId} is no JSON.`
    throw new Problem('ANSWER_BROKEN', { what }, { cause: error })
  }
}
