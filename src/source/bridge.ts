// The bridge: a gap between two stretches of a slice, closed by going back and reading up to the later one again.
import { follows, identitiesOn } from './continuity.ts'
import { readAround } from './odd-rows.ts'
import type { Door, Page } from './page.ts'
import type { Slice } from './slices.ts'
import type { Step, WalkOptions } from './walk-pages.ts'
import { overlapOf } from './walk-pages.ts'

/** Pages stepped back at most: more rows than these hold do not go while one page is read. */
const mostSteps = 3

export interface Gap {
  /** What stood on the earlier stretch. */
  readonly earlier: readonly string[]
  readonly later: Step
  /** What stands on the later one. */
  readonly laterIdentities: readonly string[]
}

/**
 * Gives pages that lead from the earlier stretch to the later one without a gap: one further back that follows the earlier
 * stretch, since rows deleted in front of it moved what was missed there, and from it forward. Pages asked in vain are given
 * too: what they hold is as good as any.
 * @returns what the next stretch has to follow; undefined where the gap stays open, because more rows go than can be followed,
 * or because the server has no stable order.
 */
export const bridge = async function* (
  client: Door,
  slice: Slice,
  { earlier, later, laterIdentities }: Gap,
  { signal, overlapShare, oddOffsets }: WalkOptions,
): AsyncGenerator<Page, readonly string[] | undefined> {
  const { stream } = slice
  const { limit } = later
  const stride = limit - overlapOf(limit, overlapShare)
  let before = earlier
  let offset = later.offset
  for (let step = 1; step <= mostSteps && offset > 0; step += 1) {
    offset = Math.max(0, offset - stride)
    for (;;) {
      const stretch = await readAround(client, slice, { signal, limit, offset }, oddOffsets)
      if (stretch === undefined) return undefined
      const identities = identitiesOn(stream, stretch) ?? []
      yield* stretch.pages
      // More may have gone meanwhile: the next step back is taken from here.
      if (!follows(identities, before)) break
      if (follows(laterIdentities, identities)) return laterIdentities
      // Read past the later stretch, or to the end of a table that has become shorter: nothing stands between.
      if (offset >= later.offset || stretch.rows < limit) return identities
      before = identities
      offset += stride
    }
  }
  return undefined
}
