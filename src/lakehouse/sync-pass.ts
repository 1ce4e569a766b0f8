// The passes of one sync: runs them, keeps their results, and decides whether a failure loses a stream or ends the run.
import type { MirrorEntry } from '../control/mirror.ts'
import type { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Client } from '../source/client.ts'
import type { Site } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import { endsRun } from './ends-run.ts'
import type { PassInput } from './pass.ts'
import { runStream } from './stream-pass.ts'
import type { Warehouse } from './warehouse.ts'

/** The part of the configuration that a sync needs. */
export type SyncConfig = PassInput['config'] & {
  readonly site_ids: readonly number[]
  readonly time_zones: readonly { readonly site_id: number; readonly zone: string }[]
}

export interface StreamResult {
  readonly stream: string
  readonly site_id: number
  /** Rows read, each key once per commit. */
  readonly rows: number
  readonly rows_changed: number
  readonly deleted: number
  readonly calls: number
  readonly seconds: number
  /**
   * Calls not made, against reading the whole stream now: its parents over their batch, or what its last whole reading took,
   * less the calls made and those that wait.
   */
  readonly saved: number
  /** Parents that are due and wait for calls; the next run asks them first. */
  readonly waiting: number
  /** Stream the waiting parents are of. */
  readonly waiting_for?: string
  /**
   * Calls a run must be allowed, about, for this stream to get on: its next slice is kept whole or not at all, and did not fit
   * into the budget.
   */
  readonly needs?: number
  /**
   * `fresh` = read not long ago, not asked · `partial` = cut short by the budget or by a limit of pages · `incomplete` = lost ·
   * `skipped` = not begun.
   */
  readonly status: 'complete' | 'fresh' | 'partial' | 'incomplete' | 'skipped'
  readonly problem?: Problem
}

export type SyncEvent =
  | { readonly kind: 'start'; readonly stream: string; readonly siteId: number }
  | {
      readonly kind: 'page' | 'commit'
      readonly stream: string
      readonly siteId: number
      readonly rows: number
      readonly calls: number
    }
  | { readonly kind: 'end'; readonly result: StreamResult }

export interface PassesInput {
  readonly config: SyncConfig
  readonly warehouse: Warehouse
  readonly client: Client
  readonly runId: string
  readonly log: Log
  readonly allStreams: readonly Stream[]
  readonly mirror: (entry: MirrorEntry) => Promise<void>
  readonly progress: (event: SyncEvent) => void
  /** Aborted by whatever ends the run; its reason is the error. */
  readonly stop: AbortController
  readonly fullRefresh?: boolean
  readonly limitPages?: number | undefined
  /** Newest commit before dirty marks were pulled; undefined where none were. */
  readonly askedFrom?: () => number | undefined
}

export interface Passes {
  /** Runs one pass; never throws: its result is kept. A stream that was read already is not read twice. */
  run(stream: Stream, site: Site): Promise<void>
  /**
   * Reads the `sites` stream of a site ahead of everything else; its failure is thrown.
   * @returns false when the site's budget does not even allow for that.
   */
  readSites(siteId: number): Promise<boolean>
  results(): readonly StreamResult[]
  batches(): number
}

export const openPasses = (input: PassesInput): Passes => {
  const results = new Map<string, StreamResult>()
  const zones = new Map<number, string>()
  /** Sites whose calls are spent: nothing more is asked of them in this run. */
  const spent = new Map<number, Problem>()
  let batches = 0

  const run = async (stream: Stream, site: Site): Promise<void> => {
    const name = `${stream.name} ${site.siteId}`
    if (results.has(name)) return
    zones.set(site.siteId, site.zone)
    const pass = { ...input, stream, site, zones, spent: spent.get(site.siteId) }
    const result = await runStream(pass, () => {
      batches += 1
    })
    results.set(name, result)
    input.progress({ kind: 'end', result })
    if (result.problem?.code === 'BUDGET_SPENT') spent.set(site.siteId, result.problem)
    if (result.problem !== undefined && endsRun(result.problem)) input.stop.abort(result.problem)
  }

  return {
    run,
    readSites: async (siteId) => {
      const sites = input.allStreams.find(({ name }) => name === 'sites')
      if (sites === undefined) return true
      await run(sites, { siteId, zone: 'UTC' })
      const problem = results.get(`sites ${siteId}`)?.problem
      if (problem?.code === 'BUDGET_SPENT') return false
      if (problem !== undefined) throw problem
      return true
    },
    results: () => [...results.values()],
    batches: () => batches,
  }
}
