// The sync: the straight line from Mindbody to the warehouse, for all sites and streams of a run.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MirrorEntry } from '../control/mirror.ts'
import { Problem, toProblem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Client } from '../source/client.ts'
import type { Stream } from '../source/stream.ts'
import { countDirty } from './dirty-marks.ts'
import { problemOfDirty } from './dirty-problem.ts'
import { pullDirty } from './dirty-pull.ts'
import type { DirtyPull } from './dirty-pulling.ts'
import { runAll } from './sync-order.ts'
import { openPasses } from './sync-pass.ts'
import type { StreamResult, SyncConfig, SyncEvent } from './sync-pass.ts'
import { removeExpiredPages, sweepHome } from './sweep.ts'
import { Warehouse } from './warehouse.ts'
import type { WarehouseOptions } from './warehouse.ts'
import { findZones } from './zones.ts'

export interface SyncInput {
  readonly config: SyncConfig
  readonly home: string
  /** The streams asked for, parents before their children. */
  readonly streams: readonly Stream[]
  /** All declared streams: each gets its relation. */
  readonly allStreams: readonly Stream[]
  readonly client: Client
  readonly runId: string
  readonly log: Log
  /** Told after each commit where a stream stands, for verbs that work during a sync. */
  readonly mirror: (entry: MirrorEntry) => Promise<void>
  readonly progress: (event: SyncEvent) => void
  readonly signal: AbortSignal
  /** Everything is read again, as if there were no cursor, and an empty answer is believed when it comes twice, a day apart. */
  readonly fullRefresh?: boolean
  /** A safe first try: so many pages of each stream and site, kept as rows; no stream moves on. */
  readonly limitPages?: number | undefined
  readonly duck?: WarehouseOptions
  /** Done once the warehouse is open and before Mindbody is asked: what has been received becomes events and dirty marks. */
  readonly first?: OpenHook | undefined
  /** Done once what was dirty has been pulled; not after a look at a few pages. */
  readonly afterDirty?: OpenHook | undefined
}

/** Work of others on the open warehouse. */
type OpenHook = (open: { readonly warehouse: Warehouse; readonly signal: AbortSignal }) => Promise<void>

export interface SyncResult {
  readonly streams: readonly StreamResult[]
  readonly callsUsed: number
  /** Calls not made, against reading everything now. */
  readonly callsSaved: number
  /** Parents that are due and wait for calls. */
  readonly waiting: number
  readonly batches: number
  /** What events had told of, pulled before everything else. */
  readonly dirty: readonly DirtyPull[]
  /** Marks that wait for the next run, of all sites and streams. */
  readonly dirtyLeft: number
}

/**
 * Syncs. A stream that is lost does not stop the others: its result says so, and so does that of a stream for which there were
 * no calls left. What concerns the whole run (disk, key, a stop signal) ends it at a commit boundary and is thrown.
 * @throws Problem DISK_FULL, CREDENTIALS_REFUSED, HOME_LOCKED, HOME_UNUSABLE, CONFIG_INVALID (no zone), and
 * MINDBODY_UNAVAILABLE when not even the sites can be read; the signal's reason.
 */
export const sync = async (input: SyncInput): Promise<SyncResult> => {
  const { client, streams, signal } = input
  const before = client.callsMade
  const warehouse = await openWarehouse(input)
  try {
    await sweepHome(warehouse)
    const stop = new AbortController()
    const onAbort = (): void => stop.abort(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    let dirty: readonly DirtyPull[] = []
    let askedFrom: number | undefined
    const passes = openPasses({ ...input, warehouse, stop, askedFrom: () => askedFrom })
    try {
      await input.first?.({ warehouse, signal: stop.signal })
      const sites = await findZones({ ...input, warehouse, readSites: passes.readSites })
      // A look at a few pages moves nothing on, and clears nothing.
      if (input.limitPages === undefined) {
        const newest = await warehouse.newestCommit()
        dirty = await pullDirty({ ...input, warehouse, sites, signal: stop.signal })
        askedFrom = dirty.length === 0 ? undefined : newest
        await input.afterDirty?.({ warehouse, signal: stop.signal })
      }
      const hasBudget = (await Promise.all(sites.map(({ siteId }) => client.callsLeft(siteId)))).some(
        (left) => left !== undefined,
      )
      await runAll(passes, streams, sites, hasBudget)
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
    if (stop.signal.aborted) throw stop.signal.reason
    await removeExpiredPages(warehouse, input.config.page_retention_days, client.now())
    const results = passes.results()
    return {
      streams: results,
      callsUsed: client.callsMade - before,
      callsSaved: sumOf(results, ({ saved }) => saved),
      waiting: sumOf(results, ({ waiting }) => waiting),
      batches: passes.batches(),
      dirty,
      dirtyLeft: await countDirty(warehouse, input.config.site_ids),
    }
  } finally {
    await rm(join(warehouse.paths.work, 'pages', input.runId), { recursive: true, force: true })
    await warehouse.close()
  }
}

const openWarehouse = async ({ home, allStreams, duck }: SyncInput): Promise<Warehouse> => {
  try {
    return await Warehouse.open(home, allStreams, duck)
  } catch (error) {
    throw toProblem(error)
  }
}

const sumOf = (results: readonly StreamResult[], of: (result: StreamResult) => number): number =>
  results.reduce((sum, result) => sum + of(result), 0)

/** What the streams' results amount to: undefined when nothing is lost and nothing waits. */
export const problemOf = ({ streams, dirty }: Pick<SyncResult, 'streams' | 'dirty'>): Problem | undefined => {
  const problem = problemOfPasses(streams)
  // Passes that ended for want of calls say more about the budget than the marks that wait for the same.
  const isLost = problem !== undefined && problem.code !== 'BUDGET_SPENT'
  const ofDirty = isLost ? undefined : problemOfDirty(dirty)
  return ofDirty === undefined || (problem !== undefined && ofDirty.code === 'BUDGET_SPENT')
    ? problem
    : ofDirty
}

const problemOfPasses = (streams: readonly StreamResult[]): Problem | undefined => {
  const lost = streams.filter(
    ({ status, problem }) =>
      (status === 'incomplete' || status === 'skipped') && problem?.code !== 'BUDGET_SPENT',
  )
  const [first] = lost
  if (first === undefined) return problemOfBudget(streams)
  const codes = new Set(lost.map(({ problem }) => problem?.code))
  if (lost.length === streams.length && codes.size === 1 && first.problem !== undefined) return first.problem
  const names = [...new Set(lost.map(({ stream, site_id }) => `${stream} (site ${site_id})`))]
  return new Problem('STREAM_LOST', {
    what: `${lost.length} of ${streams.length} streams were not read to their end: ${names.join(', ')}.`,
    ...(first.problem === undefined ? {} : { why: first.problem.message }),
  })
}

const problemOfBudget = (streams: readonly StreamResult[]): Problem | undefined => {
  const spent = streams.find(({ problem }) => problem?.code === 'BUDGET_SPENT')?.problem
  const waiting = streams.filter((result) => result.waiting > 0)
  if (spent === undefined && waiting.length === 0) return undefined
  const waits = [...new Set(waiting.map(({ stream }) => stream))].map((stream) => {
    const passes = waiting.filter((result) => result.stream === stream)
    const sites = passes.map((result) => result.site_id)
    const where = `${sites.length === 1 ? 'site' : 'sites'} ${sites.join(', ')}`
    return `${count(sumOf(passes, (pass) => pass.waiting))} ${passes[0]?.waiting_for ?? 'parents'} wait in ${stream} (${where})`
  })
  const tooLong = streams.flatMap(({ stream, site_id: siteId, needs }) =>
    needs === undefined ? [] : [{ stream, siteId, needs }],
  )
  const what = [
    spent?.what ?? 'The streams that cost a call per client have spent their share of the calls allowed.',
    ...(waits.length === 0 ? [] : [`${waits.join(', ')}; the next run goes on with them.`]),
    ...tooLong.map(
      ({ stream, siteId, needs }) =>
        `${stream} (site ${siteId}) is read in one go and gets on only in a run of about ${count(needs)} calls; nothing of it was kept.`,
    ),
  ].join(' ')
  const most = Math.max(...tooLong.map(({ needs }) => needs))
  const remedy =
    tooLong.length === 0
      ? (spent?.remedy ??
        'Run again: it goes on where it stopped. A higher daily_call_budget or --max-calls lets one run do more.')
      : `Allow a run at least ${count(most)} calls (daily_call_budget, --max-calls), since with fewer that stream is never read; or run again on the next local day.`
  return new Problem('BUDGET_SPENT', { what, remedy })
}

const count = (calls: number): string => calls.toLocaleString('en-US')
