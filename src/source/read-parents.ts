// Parents for `read`: gathered from the rows of this run, since there is no warehouse to ask.
import { parentValues } from './parent-field.ts'
import type { Row } from './records.ts'
import type { ParentKeys } from './slices.ts'
import type { Stream } from './stream.ts'

export interface GatheredParents extends ParentKeys {
  /** Looks at a row of any stream for what it says about other streams' parents. */
  see(stream: Stream, siteId: number, row: Row): void
}

/** Mindbody's own client, which owns sales but is never listed; asked for, it would be answered with everybody's rows. */
const systemClient = '1'

/**
 * Due are the parents that their stream's own pass gave (in an incremental read: the changed ones, or those of the
 * look-back window) and those that rows of `seenIn` streams name. A parent read from further back than a child needs, for
 * another child's sake, is no news to it: `isNews` tells.
 */
export const gatherParents = (
  children: readonly Stream[],
  isNews: (child: Stream, parent: Stream, siteId: number, row: Row) => boolean = () => true,
): GatheredParents => {
  const due = new Map<string, Set<string>>()
  const keysOf = (child: Stream, siteId: number): Set<string> => {
    const place = `${child.name} ${siteId}`
    const keys = due.get(place) ?? new Set()
    due.set(place, keys)
    return keys
  }

  return {
    see: (stream, siteId, row) => {
      for (const child of children) {
        const { parent } = child
        if (parent === undefined) continue
        const isParent = parent.stream === stream.name && isPositive(row, parent.positive)
        if (isParent && isNews(child, stream, siteId, row)) {
          for (const value of parentValues(row, parent.field)) keysOf(child, siteId).add(value)
        }
        for (const { stream: name, field } of parent.seenIn ?? []) {
          if (name !== stream.name) continue
          for (const value of parentValues(row, field)) {
            if (value !== systemClient) keysOf(child, siteId).add(value)
          }
        }
      }
    },
    async *due(stream, siteId) {
      yield* [...keysOf(stream, siteId)].sort()
    },
  }
}

const isPositive = (row: Row, field: string | undefined): boolean =>
  field === undefined || Number(row[field] ?? 1) > 0
