// Full passes: a slice whose server has no stable order, read whole again and again until nothing in it is new.
import { identitiesOn } from './continuity.ts'
import { brokenPaging } from './page.ts'
import type { Door, Page } from './page.ts'
import type { Slice } from './slices.ts'
import { walkPages } from './walk-pages.ts'
import type { WalkOptions } from './walk-pages.ts'

/** Each pass costs the whole slice: where six do not agree, another hour may. */
const mostPasses = 6

/**
 * Reads a slice in whole passes until one brings no row that was unknown, and the rows known are as many as TotalResults says;
 * where the total says otherwise, until two passes in a row bring none. The pages of all passes are given: by key the newest
 * reading of a row wins. Only the rows' identities stay in memory.
 * @throws Problem as `walkPages`; ANSWER_BROKEN when the passes do not come to agree, or one finds nothing at all.
 */
export const readInPasses = async function* (
  client: Door,
  slice: Slice,
  options: WalkOptions,
): AsyncGenerator<Page> {
  const known = new Set<string>()
  let wasQuiet = false
  for (let pass = 1; pass <= mostPasses; pass += 1) {
    const knownBefore = known.size
    let total = 0
    let pages = 0
    // No overlap: without an order it would prove nothing.
    for await (const step of walkPages(client, slice, { ...options, overlapShare: 0 })) {
      for (const identity of identitiesOn(slice.stream, step) ?? []) known.add(identity)
      total = step.totalResults ?? 0
      pages += step.pages.length
      yield* step.pages
    }
    if (pages === 0) throw brokenPaging(slice, 'nothing at all, where there were rows')
    const isQuiet = pass > 1 && known.size === knownBefore
    if (isQuiet && (wasQuiet || known.size >= total)) return
    wasQuiet = isQuiet
  }
  throw brokenPaging(
    slice,
    `read whole ${mostPasses} times, there were still rows not seen before; they come in no stable order, or change faster than they can be read`,
  )
}
