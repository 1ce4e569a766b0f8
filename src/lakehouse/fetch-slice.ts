// Fetches a slice onto the disk, and asks differently where an answer cannot be taken as it is: empty, or a batch of parents refused.
import type { Log } from '../core/log.ts'
import { inHalves } from '../source/halves.ts'
import { warnOfOutside } from '../source/outside-count.ts'
import { readPages } from '../source/pages.ts'
import type { Door, Page } from '../source/page.ts'
import type { Slice } from '../source/slices.ts'
import { countExpected, emptied, widened } from './empty-answers.ts'
import { spoolSlice } from './spool.ts'
import type { SpooledSlice } from './spool.ts'
import type { Warehouse } from './warehouse.ts'

export interface Fetching {
  readonly client: Door
  readonly warehouse: Warehouse
  readonly pageSize: number
  readonly startDate: string
  /** An empty answer where rows are known is taken for the truth. */
  readonly acceptsEmpty: boolean
  readonly folder: string
  readonly signal: AbortSignal
  readonly room: PageRoom
  readonly onPage: (page: Page) => void
  readonly log: Log
  /** Aborted when the slice has become pointless: what was read of it goes nowhere. */
  readonly over?: AbortSignal
}

/**
 * Reads a slice; several come back where a batch of parents had to be split.
 * @throws Problem ANSWER_BROKEN when it is empty and should not be; whatever asking throws.
 */
export const fetchSlice = (fetching: Fetching, slice: Slice): Promise<readonly SpooledSlice[]> =>
  inHalves(slice, (part) => fetchWhole(fetching, part))

/**
 * `fetchSlice` for a line of slices, of which those begun last may turn out to be for nobody: no further page is asked of them. A
 * call that is under way is not broken off, since the others may wait for the token it brings.
 */
export const fetchAhead =
  (fetching: Fetching) =>
  (slice: Slice, over: AbortSignal): Promise<readonly SpooledSlice[]> =>
    fetchSlice({ ...fetching, over }, slice)

/**
 * Reads a slice; one that comes back empty where rows are known is asked again wider.
 * @throws Problem ANSWER_BROKEN when it is empty and should not be; whatever asking throws.
 */
export const fetchWhole = async (fetching: Fetching, slice: Slice): Promise<SpooledSlice> => {
  const spooled = await fetchPages(fetching, slice)
  // An answer that does not count its rows is judged once they are read.
  if (!slice.stream.paged || !isEmpty(spooled) || !fetching.room.isOpen() || fetching.acceptsEmpty)
    return spooled
  const known = await fetching.warehouse.exclusive((duck) => countExpected(duck, slice))
  if (known === 0) return spooled
  const wider = widened(slice, fetching.startDate)
  const again = wider && (await fetchPages(fetching, wider))
  if (again === undefined || isEmpty(again)) throw emptied(slice, known)
  return again
}

/** An empty page is no page; rows of other days only say nothing of the days asked. */
const isEmpty = ({ pages, outside }: SpooledSlice): boolean => pages.length === 0 || outside?.isAll === true

const fetchPages = async (fetching: Fetching, slice: Slice): Promise<SpooledSlice> => {
  const { client, signal, pageSize, folder, log } = fetching
  const pages = counted(readPages(client, slice, { signal, pageSize }), fetching)
  const spooled = await spoolSlice(pages, slice, folder)
  warnOfOutside(slice, spooled.outside?.rows ?? 0, log)
  return spooled
}

const counted = async function* (
  pages: AsyncIterable<Page>,
  { room, onPage, over }: Fetching,
): AsyncGenerator<Page> {
  const iterator = pages[Symbol.asyncIterator]()
  const mayAsk = (): boolean => over?.aborted !== true && room.take()
  let isBegun = false
  try {
    // Taken before the page is asked for: slices are read side by side, and none may ask beyond the limit.
    while (mayAsk()) {
      const next = await iterator.next()
      if (next.done === true) {
        // An empty answer was asked for all the same.
        if (isBegun) room.giveBack()
        return
      }
      isBegun = true
      onPage(next.value)
      yield next.value
    }
  } finally {
    await iterator.return?.(undefined)
  }
}

/** Pages a pass may still read. */
export interface PageRoom {
  /** False = none is left. */
  take(): boolean
  giveBack(): void
  isOpen(): boolean
}

export const pageRoom = (limit = Infinity): PageRoom => {
  let left = limit
  return {
    take: () => {
      if (left <= 0) return false
      left -= 1
      return true
    },
    giveBack: () => {
      left += 1
    },
    isOpen: () => left > 0,
  }
}
