// One slice read for `read`: each row once in each form it had.
import { hash } from 'node:crypto'
import { Problem } from '../core/errors.ts'
import { createNumbering } from './numbering.ts'
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
  /** Undefined when the rows are only looked at (a parent that was not selected); gives undefined for a row that is no news. */
  readonly shape: ((row: Row, slice: Slice) => ShapedRecord | undefined) | undefined
}

/**
 * Reads a slice to its end into the sink. Rows seen before in the same form (overlaps, doubled rows) are left out; a row
 * that changed while we paged is given again.
 */
export const readSlice = async (
  client: Door,
  slice: Slice,
  sink: SliceSink,
  { signal, pageSize, shape }: ReadSliceOptions,
): Promise<void> => {
  const seen = new Map<string, string>()
  const number = createNumbering(slice)

  for await (const page of readPages(client, slice, { signal, pageSize })) {
    await sink.page(page)
    for (const received of recordsOn(page)) {
      const row = number(received)
      if (!isAsked(slice.stream, row, slice)) continue
      sink.row(received)
      const record = shape?.(row, slice)
      if (record === undefined) continue
      const digest = hash('sha1', record.data, 'base64')
      if (seen.get(record.key) === digest) continue
      seen.set(record.key, digest)
      await sink.record(record)
    }
  }
}

const recordsOn = ({ records, slice }: Page): readonly Row[] => {
  if (records !== undefined) return records
  throw new Problem('ANSWER_BROKEN', {
    what: `A page of ${slice.stream.name} of site ${slice.siteId} is no JSON.`,
  })
}
