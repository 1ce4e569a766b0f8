// How many rows of a slice were about other days, and the words for it.
import type { Log } from '../core/log.ts'
import { identityOf } from './continuity.ts'
import { heldField, isOutside } from './outside.ts'
import type { Page } from './page.ts'
import type { Slice } from './slices.ts'

export interface OutsideCount {
  see(page: Page): void
  /** Rows that are dropped, each counted once: pages overlap. */
  rows(): number
  /** True when there were rows, and not one of the days asked. */
  isAll(): boolean
}

/** Makes the count over the pages of a slice. */
export const createOutsideCount = (slice: Slice): OutsideCount => {
  const { stream } = slice
  const dropped = new Set<string>()
  let mayHold = false
  return {
    see: (page) => {
      if (heldField(stream) === undefined) return
      const records = page.records()
      if (records === undefined) mayHold = true
      for (const row of records ?? []) {
        if (row === null) continue
        if (isOutside(stream, row, slice)) dropped.add(identityOf(stream, row))
        else mayHold = true
      }
    },
    rows: () => dropped.size,
    isAll: () => dropped.size > 0 && !mayHold,
  }
}

/** Tells of rows that were dropped. What the slice did not bring may have been matched by other days. */
export const warnOfOutside = ({ stream, siteId, id }: Slice, rows: number, log: Log): void => {
  if (rows === 0) return
  log.warn(
    { stream: stream.name, site_id: siteId, slice: id, rows },
    `Mindbody answered with ${rows} rows of ${stream.name} of site ${siteId} for other days than ${id}; they were left out, and nothing of this slice counts as deleted`,
  )
}
