// The walk: a paged slice read forward, stretch by stretch, until its end is certain.
import { readAround } from './odd-rows.ts'
import { brokenPaging } from './page.ts'
import type { Stretch } from './stretch.ts'
import type { Door } from './page.ts'
import type { Slice } from './slices.ts'

export interface WalkOptions {
  readonly signal: AbortSignal
  readonly pageSize: number
  /** Part of a page that is read again with the next one. */
  readonly overlapShare: number
  /** Where rows stood that could not be answered with; shared by all who read the slice. */
  readonly oddOffsets: Set<number>
}

/** A stretch of the walk. */
export interface Step extends Stretch {
  /** Rows it shares with the one before when nothing moved in between. */
  readonly overlap: number
}

/** Rows that neighbouring pages share. */
export const overlapOf = (limit: number, overlapShare: number): number => Math.round(limit * overlapShare)

/** Repeats of a few rows before it is taken for a loop. */
const maxRepeats = 10

/**
 * Reads a slice page by page, each page beginning `overlapShare` of a page before the end of the one before.
 *
 * The end: TotalResults is reached and the page is short; for money and for passes that conclude deletions an empty page
 * must follow as well, or one with no more than the rows that arrived meanwhile. TotalResults has been wrong (equal to the limit), so a full page that reaches it, or a short one
 * that does not, asks once more from the end of what was read. Per-parent slices keep the cheaper rule though they
 * conclude: their answers are one page, and a second call would double the price of every client.
 *
 * A parent that is gone (404) gives no page.
 * @throws Problem as `Client.get`; ANSWER_BROKEN when the server answers for another limit or offset, repeats a page, or
 * goes silent in the middle.
 */
export const walkPages = async function* (
  client: Door,
  slice: Slice,
  { signal, pageSize, overlapShare, oddOffsets }: WalkOptions,
): AsyncGenerator<Step> {
  const isStrict = slice.stream.strictEnd || (slice.concludes && slice.parents === undefined)
  const digests = new Set<string>()
  let limit = pageSize
  let readTo = 0
  let offset = 0
  let isProbe = false
  let isLastPage = false
  let totalIsTrue = true
  let lastTotal = 0
  let repeats = 0

  for (let isFirst = true; ; isFirst = false) {
    const stretch = await readAround(client, slice, { signal, limit, offset, mayCap: isFirst }, oddOffsets)
    if (stretch === undefined) return
    const { rows, totalResults } = stretch
    limit = stretch.limit
    const overlap = overlapOf(limit, overlapShare)

    if (rows === 0) {
      // An empty table whose total equals the limit is the known lie, not a contradiction.
      const isKnownLie = isFirst && totalResults === limit
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
    if (digests.has(stretch.digest)) {
      // A server that answers an offset beyond the end with its last page again.
      if (isLastPage || (isProbe && totalResults !== undefined && totalResults <= readTo)) return
      // A few rows may come again because rows were inserted before them; a page may not.
      repeats += 1
      if (rows > overlap || repeats > maxRepeats) {
        throw brokenPaging(slice, `the same rows at offset ${offset} as before`)
      }
    }
    digests.add(stretch.digest)
    yield { ...stretch, overlap: readTo - offset }

    const isStuck = offset + rows <= readTo
    readTo = Math.max(readTo, offset + rows)
    const isShort = rows < limit
    // Rows behind the end: the total was wrong, unless it has grown by them.
    const hasGrown = totalResults !== undefined && totalResults > lastTotal && totalResults >= readTo
    if (isProbe && !hasGrown) totalIsTrue = false
    lastTotal = totalResults ?? lastTotal
    const isReached = totalIsTrue && totalResults !== undefined && readTo >= totalResults
    // What arrives while the end is looked at belongs to the next pass: looking on could take for ever.
    if (isReached && isShort && (!isStrict || isProbe)) return
    const overlapped = readTo - overlap
    isProbe =
      isReached ||
      isStuck ||
      overlapped <= offset ||
      (isShort && (!totalIsTrue || totalResults === undefined))
    offset = isProbe ? readTo : overlapped
  }
}
