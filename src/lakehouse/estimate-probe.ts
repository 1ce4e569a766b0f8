// Probes: single calls that tell how much there is before anything is read, counted and within the budget like any other.
import { Problem, toProblem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Client } from '../source/client.ts'
import { readPage } from '../source/page.ts'
import type { Row } from '../source/records.ts'
import type { Slice } from '../source/slices.ts'

export interface Probed {
  /** Rows of the slice in all. */
  readonly total: number
  /** The rows that came with the answer. */
  readonly rows: readonly Row[]
}

export interface Prober {
  /** Undefined when there is no answer, no total in it, or no probe is left. */
  ask(slice: Slice, at: { readonly limit: number; readonly offset: number }): Promise<Probed | undefined>
  readonly made: number
  /** False: only what decides the size of the whole run is worth a probe. */
  readonly isThorough: boolean
}

export interface ProberOptions {
  readonly client: Client
  readonly isThorough: boolean
  /** Probes at most; what is not probed is guessed. */
  readonly most: number
  readonly log: Log
  readonly signal: AbortSignal
}

/** Whoever is stopped, or has the wrong key, is not to go on guessing. */
const isFatal = (problem: Problem): boolean =>
  problem.code === 'CREDENTIALS_REFUSED' || problem.code === 'HOME_LOCKED' || problem.code === 'DISK_FULL'

export const createProber = ({ client, isThorough, most, log, signal }: ProberOptions): Prober => {
  const before = client.callsMade
  let left = most
  return {
    isThorough,
    ask: async (slice, at) => {
      if (left <= 0) return undefined
      left -= 1
      try {
        const page = await readPage(client, slice, { signal, ...at, mayCap: true })
        if (page?.totalResults === undefined) return undefined
        // Some endpoints say the limit instead of the total; one row asked for cannot tell.
        const isLie = page.totalResults === page.limit && page.rows === page.limit
        const rows = (page.records() ?? []).filter((row) => row !== null)
        return isLie ? undefined : { total: page.totalResults, rows }
      } catch (error) {
        signal.throwIfAborted()
        const problem = toProblem(error)
        if (isFatal(problem)) throw problem
        // The run will say it better; a budget that is spent needs no further probes.
        if (problem.code === 'BUDGET_SPENT') left = 0
        log.info(
          { stream: slice.stream.name, site_id: slice.siteId, code: problem.code },
          `not probed, guessed: ${problem.message}`,
        )
        return undefined
      }
    },
    get made() {
      return client.callsMade - before
    },
  }
}
