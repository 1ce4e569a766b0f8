// What estimating one pass needs to know of the others, and what an estimate is.
import type { VerifyConfig } from './depth.ts'
import type { PlanConfig } from '../source/plan-slices.ts'
import type { Row } from '../source/records.ts'
import type { Site, Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Prober } from './estimate-probe.ts'
import type { Warehouse } from './warehouse.ts'

/** One stream of one site. */
export interface Place {
  readonly stream: Stream
  readonly site: Site
}

export interface PassEstimate {
  readonly calls: number
  /** Rows expected, where others are asked per row of them. */
  readonly rows: number
  /** In words, what the number rests on. */
  readonly why: string
  /** False where this run reads the parents for the first time and nobody has counted them: its 0 is no answer. */
  readonly known?: boolean
}

/** Rows this run will read of a stream that was never read, with some of them. */
export interface Expected {
  readonly rows: number
  /** The first and the last rows the API gives. */
  readonly head: readonly Row[]
  readonly tail: readonly Row[]
  /** Part of the rows that the last ones stand for. */
  readonly tailShare: number
}

export interface EstimateContext {
  readonly warehouse: Warehouse
  readonly config: PlanConfig & VerifyConfig & { readonly page_size: number }
  /** The streams of the run. */
  readonly streams: readonly Stream[]
  readonly now: Date
  readonly fullRefresh: boolean
  /** Undefined: nothing is asked, what is not known is guessed. */
  readonly prober: Prober | undefined
  /** Calls that may be made today, by site; a site without a budget is not in it. */
  readonly callsLeft: ReadonlyMap<number, number>
  readonly callsFor: (slice: Slice, rows: number) => Promise<number>
  /** Filled as streams are estimated, by `<stream> <site>`: parents come before their children. */
  readonly expected: Map<string, Expected>
}
