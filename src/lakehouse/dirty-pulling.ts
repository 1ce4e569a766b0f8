// The pull of one stream's dirty marks: what it works with, and what it has come to so far.
import type { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Client } from '../source/client.ts'
import type { Site } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Committed } from './commit.ts'
import type { DirtyKey } from './dirty-marks.ts'
import type { Fetching } from './fetch-slice.ts'
import type { PassInput } from './pass.ts'
import type { Warehouse } from './warehouse.ts'

export interface DirtyInput {
  readonly warehouse: Warehouse
  readonly client: Client
  readonly sites: readonly Site[]
  /** Streams of the run, parents before their children; marks of others stay. */
  readonly streams: readonly Stream[]
  readonly config: PassInput['config']
  readonly runId: string
  readonly log: Log
  readonly signal: AbortSignal
}

/** What the marks of one stream and site have come to. */
export interface DirtyPull {
  readonly stream: string
  readonly site_id: number
  /** Marks that were brought up to date. */
  readonly pulled: number
  readonly rows: number
  readonly rows_changed: number
  readonly deleted: number
  readonly calls: number
  readonly seconds: number
  /** Keys asked for that did not come: not there, or outside of the days that are read. */
  readonly gone: readonly string[]
  /** Marks that are left: for calls, after a failure, told again meanwhile, or of a stream the run does not read. */
  readonly left: number
  /** Those of them that wait for calls. */
  readonly waiting: number
  readonly problem?: Problem
}

export interface Pulling extends DirtyInput {
  readonly stream: Stream
  readonly site: Site
  readonly startedAt: Date
  /** Newest commit known before anything was asked. */
  readonly knownSeq: number
  readonly fetching: Fetching
  /** Streams that were never read, or whose own marks could not be: what raw does not hold of them may still come. */
  readonly lost: ReadonlySet<string>
  readonly count: PullCount
}

export interface PullCount {
  readonly gone: string[]
  /** First failure that cost a slice; its marks stay. */
  failure: Problem | undefined
  /** Marks that are beyond the stream's share of the calls. */
  waiting: number
  add(committed: Committed, settled: readonly DirtyKey[]): void
  totals(): Pick<DirtyPull, 'pulled' | 'rows' | 'rows_changed' | 'deleted'>
}

/** Counts what was committed. */
export const pullCount = (): PullCount => {
  const total = { pulled: 0, rows: 0, rows_changed: 0, deleted: 0 }
  return {
    gone: [],
    failure: undefined,
    waiting: 0,
    add: ({ rows, rowsChanged, rowsDeleted }, settled) => {
      total.pulled += settled.length
      total.rows += rows
      total.rows_changed += rowsChanged
      total.deleted += rowsDeleted
    },
    totals: () => ({ ...total }),
  }
}
