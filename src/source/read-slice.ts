// One slice read for `read`: each row once in each form it had.
import { hash } from 'node:crypto'
import { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { inHalves } from './halves.ts'
import { createNumbering } from './numbering.ts'
import { createOutsideCount, warnOfOutside } from './outside-count.ts'
import type { Door, Page } from './page.ts'
import { readPages } from './pages.ts'
import { isAsked } from './records.ts'
import type { Row, ShapedRecord } from './records.ts'
import type { Slice } from './slices.ts'

export interface SliceSink {
  /** Before the rows of a page. */
  page(page: Page): Promise<void>
  row(row: Row): void
  record(record: ShapedRecord): Promise<void>
}

export interface ReadSliceOptions {
  readonly signal: AbortSignal
  readonly pageSize: number
  readonly log: Log
  /** Undefined when the rows are only looked at (a parent that was not selected); gives undefined for a row that is no news. */
  readonly shape: ((row: Row, slice: Slice) => ShapedRecord | undefined) | undefined
}

/**
 * Reads a slice to its end into the sink. Rows seen before in the same form (overlaps, doubled rows) are left out; a row
 * that changed while we paged is given again. A slice with a page that cannot be used is asked again once, as `sync` does; a
 * batch of parents of which one is gone is halved.
 * @throws Problem ANSWER_BROKEN when a page cannot be used, asked twice; whatever `readPages` throws.
 */
export const readSlice = async (
  client: Door,
  slice: Slice,
  sink: SliceSink,
  options: ReadSliceOptions,
): Promise<void> => {
  const seen = new Map<string, string>()
  const fresh: SliceSink = {
    ...sink,
    record: async (record) => {
      const digest = hash('sha1', record.data, 'base64')
      if (seen.get(record.key) === digest) return
      seen.set(record.key, digest)
      await sink.record(record)
    },
  }
  await inHalves(slice, async (part) => {
    const spoilt = await readOnce(client, part, fresh, options)
    const still = spoilt && (await readOnce(client, part, fresh, options))
    if (still !== undefined) throw still
  })
}

/** Gives what made a page unusable, if one was. */
const readOnce = async (
  client: Door,
  slice: Slice,
  sink: SliceSink,
  options: ReadSliceOptions,
): Promise<Problem | undefined> => {
  const number = createNumbering(slice)
  const outside = createOutsideCount(slice)
  for await (const page of readPages(client, slice, options)) {
    await sink.page(page)
    try {
      for (const received of recordsOn(page)) {
        const row = number(received)
        if (!isAsked(slice.stream, row, slice)) continue
        sink.row(received)
        const record = options.shape?.(row, slice)
        if (record !== undefined) await sink.record(record)
      }
      outside.see(page)
    } catch (error) {
      if (error instanceof Problem && error.code === 'ANSWER_BROKEN') return error
      throw error
    }
  }
  warnOfOutside(slice, outside.rows(), options.log)
  return undefined
}

/**
 * The rows on a page.
 * @throws Problem ANSWER_BROKEN where it is no JSON, or holds other rows than it says: a list that was renamed would look empty.
 */
const recordsOn = ({ records: read, rows, slice }: Page): readonly Row[] => {
  const records = read()
  const page = `A page of ${slice.stream.name} of site ${slice.siteId}`
  if (records === undefined) throw new Problem('ANSWER_BROKEN', { what: `${page} is no JSON.` })
  if (rows !== undefined && rows !== records.length) {
    throw new Problem('ANSWER_BROKEN', { what: `${page} says ${rows} rows and holds ${records.length}.` })
  }
  return records.filter((row) => row !== null)
}
