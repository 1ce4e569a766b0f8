// The bridge: a gap between two pages of a slice, closed by going back and reading up to the later one again.
import { follows, identitiesOn } from './continuity.ts'
import { readPage } from './page.ts'
import type { Door, Page } from './page.ts'

/** Pages stepped back at most: more rows than these hold do not go while one page is read. */
const mostSteps = 3

export interface Gap {
  /** What stood on the earlier page. */
  readonly earlier: readonly string[]
  readonly later: Page
  /** Rows that neighbouring pages share. */
  readonly overlap: number
}

/**
 * Gives pages that lead from the earlier page to the later one without a gap: one further back that follows the earlier page,
 * since rows deleted in front of it moved what was missed there, and from it forward. Pages asked in vain are given too: what
 * they hold is as good as any.
 * @returns what the next page has to follow; undefined where the gap stays open, because more rows go than can be followed, or
 * because the server has no stable order.
 */
export const bridge = async function* (
  client: Door,
  { earlier, later, overlap }: Gap,
  signal: AbortSignal,
): AsyncGenerator<Page, readonly string[] | undefined> {
  const { slice, limit } = later
  const stride = limit - overlap
  const laterIdentities = identitiesOn(later) ?? []
  for (let step = 1; step <= mostSteps; step += 1) {
    let offset = Math.max(0, later.offset - step * stride)
    let before = earlier
    for (;;) {
      const page = await readPage(client, slice, { signal, limit, offset })
      if (page === undefined) return undefined
      yield page
      const identities = identitiesOn(page) ?? []
      if (!follows(identities, before)) break
      if (follows(laterIdentities, identities)) return laterIdentities
      // Read past the later page, or to the end of a table that has become shorter: nothing stands between.
      if (page.offset >= later.offset || identities.length < limit) return identities
      before = identities
      offset += stride
    }
    if (later.offset <= step * stride) return undefined
  }
  return undefined
}
