// Slices whose rows have no key of their own: they are told apart by the order of arrival, so they are read while nothing moves.
import { brokenPaging } from './page.ts'
import type { Door, Page } from './page.ts'
import type { Slice } from './slices.ts'
import { walkPages } from './walk-pages.ts'

/** Readings of a slice until its total stays the same from the first page to the last. */
const mostReadings = 4

/**
 * Reads a slice of numbered rows. Its pages must not overlap, and no key shows a row that slid over a page's edge; so a slice
 * of several pages counts only when TotalResults was the same on all of them, and is read again where it was not. The pages
 * wait in memory until then: such slices are a client's purchases, or two weeks of payroll.
 * @throws Problem as `walkPages`; ANSWER_BROKEN when the slice does not come to rest.
 */
export const readAtRest = async function* (
  client: Door,
  slice: Slice,
  options: { readonly signal: AbortSignal; readonly pageSize: number },
): AsyncGenerator<Page> {
  for (let reading = 1; reading <= mostReadings; reading += 1) {
    const pages: Page[] = []
    const totals = new Set<number | undefined>()
    const walk = { ...options, overlapShare: 0, oddOffsets: new Set<number>() }
    for await (const step of walkPages(client, slice, walk)) {
      pages.push(...step.pages)
      totals.add(step.totalResults)
    }
    if (totals.size > 1) continue
    yield* pages
    return
  }
  throw brokenPaging(slice, `TotalResults changed in each of ${mostReadings} readings`)
}
