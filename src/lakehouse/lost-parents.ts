// Parents that Mindbody gives no usable answer about: a few of them must not keep all others from being read, run after run.
import type { Log } from '../core/log.ts'
import { Problem } from '../core/errors.ts'
import type { ProblemCode } from '../core/errors.ts'
import type { Slice } from '../source/slices.ts'
import { endsRun } from './ends-run.ts'
import type { SpooledSlice } from './spool.ts'

/** More slices than this are no odd parents but an outage. */
const mostLost = 3

/** Failures that may be one parent's own. */
const ownFailures: ReadonlySet<ProblemCode> = new Set(['ANSWER_BROKEN', 'MINDBODY_UNAVAILABLE'])

type Fetch = (slice: Slice, over: AbortSignal) => Promise<readonly SpooledSlice[]>

export interface LostParents {
  readonly fetch: Fetch
  /** @throws Problem of the first slice that was left out: the stream is not complete, though the others are kept. */
  throwFirst(): void
}

/** Leaves slices of parents out that cannot be read. Their parents stay due and are asked first the next time. */
export const leavingOutLost = (fetch: Fetch, log: Log): LostParents => {
  const lost: Problem[] = []
  return {
    fetch: async (slice, over) => {
      try {
        return await fetch(slice, over)
      } catch (error) {
        const { stream, siteId, parents } = slice
        const isOwn = error instanceof Problem && ownFailures.has(error.code) && !endsRun(error)
        if (parents === undefined || !isOwn || lost.length >= mostLost) throw error
        lost.push(error)
        log.warn({ stream: stream.name, site_id: siteId, parents }, `left out: ${error.message}`)
        return []
      }
    },
    throwFirst: () => {
      const [first] = lost
      if (first !== undefined) throw first
    },
  }
}
