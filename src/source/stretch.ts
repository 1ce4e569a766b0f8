// A stretch: consecutive offsets of a slice as read, one page or several around the rows that cannot be answered.
import { createHash } from 'node:crypto'
import type { Log } from '../core/log.ts'
import type { Page, ReadPage } from './page.ts'

export interface Stretch {
  readonly offset: number
  readonly pages: readonly Page[]
  /** Rows received and rows left out: the offsets that were covered. */
  readonly rows: number
  readonly limit: number
  readonly totalResults: number | undefined
  /** What must not repeat from stretch to stretch. */
  readonly digest: string
}

/** `rows` = places without a row; `skipped` = those of them that were not told of before. */
export const joined = (
  read: readonly ReadPage[],
  { offset, limit, skipped, rows }: Pick<Stretch, 'offset' | 'limit' | 'rows'> & { readonly skipped: number },
): Stretch => {
  const withRows = read.filter(({ page }) => page.rows !== 0)
  // Where only odd rows stand, an empty page carries the news.
  const full = withRows.length === 0 && skipped > 0 ? read.slice(0, 1) : withRows
  const pages = full.map(({ page }, nth) => (nth === full.length - 1 ? { ...page, skipped } : page))
  return {
    offset,
    pages,
    rows: pages.reduce((sum, page) => sum + (page.rows ?? 0), rows),
    limit,
    totalResults: read.at(-1)?.page.totalResults,
    digest: digestOf(full.map(({ head }) => head.content)),
  }
}

const digestOf = (contents: readonly Buffer[]): string => {
  const sum = createHash('sha1')
  for (const content of contents) sum.update(content)
  return sum.digest('base64')
}

/** Tells of rows that were left out: they are missed until Mindbody can answer with them. */
export const warnOfSkipped = ({ slice, skipped, requestId }: Page, log: Log): void => {
  if (skipped === 0) return
  const { stream, siteId, id } = slice
  log.warn(
    { stream: stream.name, site_id: siteId, slice: id, rows: skipped, beside: requestId },
    `Mindbody cannot answer with ${skipped} rows of ${stream.name} of site ${siteId}; they were left out, and nothing of this slice counts as deleted`,
  )
}
