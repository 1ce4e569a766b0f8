// Pages of a slice: read so that no row is lost while others come, go and move.
import { readAtRest } from './at-rest.ts'
import { bridge } from './bridge.ts'
import { follows, identitiesOn } from './continuity.ts'
import { readInPasses } from './full-passes.ts'
import { isNumbered } from './numbering.ts'
import { readUnpaged } from './page.ts'
import type { Door, Page } from './page.ts'
import type { Slice } from './slices.ts'
import { walkPages } from './walk-pages.ts'

export interface PagingOptions {
  readonly signal: AbortSignal
  readonly pageSize: number
}

/**
 * Part of a page that is read again with the next one: 18 rows of 200 see every row that slid over a page's edge, and leave of
 * the 1.2 times the naive calls that a reading may cost one call for rows that arrive at its end.
 */
const overlapShare = 0.09

/**
 * Reads a slice page by page. Each page begins before the end of the one before it, and has to follow it (`continuity.ts`);
 * where it does not, the gap is closed by going back (`bridge.ts`), and where that does not help, the slice is read whole until
 * the readings agree (`full-passes.ts`). Rows come several times then; the last reading of a key is the newest.
 *
 * A parent that is gone (404) gives no page.
 * @throws Problem as `Client.get`; ANSWER_BROKEN when the pages contradict each other or what was asked, or never come to agree.
 */
export const readPages = async function* (
  client: Door,
  slice: Slice,
  options: PagingOptions,
): AsyncGenerator<Page> {
  let index = 0
  for await (const page of pagesOf(client, slice, options)) {
    yield { ...page, index }
    index += 1
  }
}

const pagesOf = (client: Door, slice: Slice, options: PagingOptions): AsyncGenerator<Page> => {
  const { stream } = slice
  if (!stream.paged) return readOnce(client, slice, options)
  return isNumbered(stream) ? readAtRest(client, slice, options) : readContinuously(client, slice, options)
}

const readOnce = async function* (
  client: Door,
  slice: Slice,
  { signal }: PagingOptions,
): AsyncGenerator<Page> {
  const page = await readUnpaged(client, slice, signal)
  if (page !== undefined) yield page
}

const readContinuously = async function* (
  client: Door,
  slice: Slice,
  options: PagingOptions,
): AsyncGenerator<Page> {
  const walk = { ...options, overlapShare, oddOffsets: new Set<number>() }
  let earlier: readonly string[] | undefined
  for await (const later of walkPages(client, slice, walk)) {
    // Before it is given: whoever takes a page lets go of its rows.
    const identities = identitiesOn(slice.stream, later)
    yield* later.pages
    if (later.overlap > 0 && earlier && identities && !follows(identities, earlier)) {
      const closed = yield* bridge(client, slice, { earlier, later, laterIdentities: identities }, walk)
      if (closed === undefined) {
        yield* readInPasses(client, slice, walk)
        return
      }
      earlier = closed
    } else {
      earlier = identities
    }
  }
}
