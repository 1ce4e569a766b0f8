// A stream that is read whole because of its dirty marks: as its own pass would, so that the next pass need not.
import { cursorAfter } from '../source/cursor.ts'
import { planSlices } from '../source/plan-slices.ts'
import type { Slice } from '../source/slices.ts'
import { clearDirty } from './dirty-marks.ts'
import type { DirtyKey } from './dirty-marks.ts'
import type { Pulling } from './dirty-pulling.ts'
import { fetchWhole } from './fetch-slice.ts'
import { keepsPages } from './lake.ts'
import { loadMended } from './mend.ts'
import { noteComplete } from './standing.ts'

/** Reads everything of a stream, moves it on, and clears all of its marks with the last commit. */
export const readWhole = async (pulling: Pulling, marks: readonly DirtyKey[]): Promise<void> => {
  const { stream, site, warehouse, client, config, startedAt, fetching, count } = pulling
  const { siteId } = site
  const callsBefore = client.counters(stream.name, siteId).calls
  const slices: Slice[] = []
  const parents = {
    async *due() {
      yield* []
    },
  }
  for await (const slice of planSlices({ stream, site, cursor: undefined, now: startedAt, config, parents }))
    slices.push(slice)
  for (const [index, slice] of slices.entries()) {
    const isLast = index === slices.length - 1
    const fetch = (asked: Slice) => fetchWhole(fetching, asked)
    const committed = await loadMended(
      {
        stream,
        siteId,
        runId: pulling.runId,
        slices: [await fetch(slice)],
        cursor: cursorAfter(slice, { startedAt, zone: site.zone }),
        acceptsEmpty: false,
        knownSeq: pulling.knownSeq,
        passStartedAt: startedAt,
        now: () => client.now(),
        keepPages: keepsPages(stream, config.page_retention_days),
        label: 'dirty',
        also: (duck) => clearDirty(duck, isLast ? marks : []),
      },
      { warehouse, fetch },
    )
    count.add(committed, isLast ? marks : [])
  }
  const wholeCalls = client.counters(stream.name, siteId).calls - callsBefore
  await noteComplete(warehouse, { stream, siteId, startedAt, wholeCalls })
}
