// Pages of a slice: bodies as received, read with an overlap until the end is certain.
import { createHash } from 'node:crypto'
import type { Client } from './client.ts'
import { isNumbered } from './numbering.ts'
import { brokenPaging, readPageAt, readUnpaged } from './page.ts'
import type { Page } from './page.ts'
import type { Slice } from './slices.ts'
import type { Stream } from './stream.ts'

export interface PagingOptions {
  readonly signal: AbortSignal
  readonly pageSize: number
}

/** Repeats of a few rows before it is taken for a loop. */
const maxRepeats = 10

/**
 * Rows shared by neighbouring pages: 10 %, which finds every row that slid over a page's edge at 13 % more calls. None where
 * rows are told apart by their order alone: one that came twice would count as two.
 */
const overlapOf = (stream: Stream, limit: number): number => (isNumbered(stream) ? 0 : Math.floor(limit / 10))

/**
 * Reads a slice page by page. Page n+1 starts `overlap` rows before the end of page n, so that rows which move because
 * others come or go are seen by one of the two; whether neighbours really share rows is for the reader to check.
 *
 * The end: TotalResults is reached and the page is short; for money and for passes that conclude deletions an empty page
 * must follow as well. TotalResults has been wrong (equal to the limit), so a full page that reaches it, or a short one
 * that does not, asks once more from the end of what was read. Per-parent slices keep the cheaper rule though they
 * conclude: their answers are one page, and a second call would double the price of every client.
 *
 * A parent that is gone (404) gives no page.
 * @throws Problem as `Client.get`; ANSWER_BROKEN when the server answers for another limit or offset, repeats a page, or
 * goes silent in the middle.
 */
export const readPages = async function* (
  client: Client,
  slice: Slice,
  { signal, pageSize }: PagingOptions,
): AsyncGenerator<Page> {
  if (!slice.stream.paged) {
    const page = await readUnpaged(client, slice, signal)
    if (page !== undefined) yield page
    return
  }
  const isStrict = slice.stream.strictEnd || (slice.concludes && slice.parents === undefined)
  const contents = new Set<string>()
  let limit = pageSize
  let readTo = 0
  let offset = 0
  let isProbe = false
  let isLastPage = false
  let totalIsTrue = true
  let repeats = 0

  for (let index = 0; ; index += 1) {
    const read = await readPageAt(client, slice, { signal, limit, offset, mayCap: index === 0 })
    if (read === undefined) return
    const { page, head } = read
    const rows = page.rows ?? 0
    const { totalResults } = page
    limit = page.limit

    if (rows === 0) {
      // An empty table whose total equals the limit is the known lie, not a contradiction.
      const isKnownLie = index === 0 && totalResults === limit
      if (!isProbe && !isKnownLie && totalResults !== undefined && totalResults > offset) {
        throw brokenPaging(slice, `nothing at offset ${offset}, though TotalResults is ${totalResults}`)
      }
      // A page that should overlap came empty: more rows went than the overlap holds, and the last ones now stand before it.
      if (isProbe || isKnownLie || offset >= readTo) return
      if (isLastPage) throw brokenPaging(slice, `nothing at offset ${offset}, where there were rows`)
      isLastPage = true
      offset = Math.max(0, (totalResults ?? offset) - limit)
      continue
    }
    const content = createHash('sha1').update(head.content).digest('base64')
    if (contents.has(content)) {
      // A server that answers an offset beyond the end with its last page again.
      if (isLastPage || (isProbe && totalResults !== undefined && totalResults <= readTo)) return
      // A few rows may come again because rows were inserted before them; a page may not.
      repeats += 1
      if (rows > overlapOf(slice.stream, limit) || repeats > maxRepeats) {
        throw brokenPaging(slice, `the same rows at offset ${offset} as before`)
      }
    }
    contents.add(content)
    yield { ...page, index, overlap: readTo - offset }

    if (isProbe) totalIsTrue = false
    const isStuck = offset + rows <= readTo
    readTo = Math.max(readTo, offset + rows)
    const isShort = rows < limit
    const isReached = totalIsTrue && totalResults !== undefined && readTo >= totalResults
    if (isReached && isShort && !isStrict) return
    const overlapped = readTo - overlapOf(slice.stream, limit)
    isProbe =
      isReached ||
      isStuck ||
      overlapped <= offset ||
      (isShort && (!totalIsTrue || totalResults === undefined))
    offset = isProbe ? readTo : overlapped
  }
}
