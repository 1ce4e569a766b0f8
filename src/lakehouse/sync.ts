// The sync: the straight line from Mindbody to the warehouse, for all sites and streams of a run.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { MirrorEntry } from '../control/mirror.ts'
import { Problem, toProblem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Client } from '../source/client.ts'
import type { Site } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
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
  readonly fullRefresh?: boolean
  readonly duck?: WarehouseOptions
}

export interface SyncResult {
  readonly streams: readonly StreamResult[]
  readonly callsUsed: number
  readonly batches: number
}

/** Streams read side by side; the client bounds the calls. */
const passesAtOnce = 4

/**
 * Syncs. A stream that is lost does not stop the others: its result says so. What concerns the whole run (budget, disk, key,
 * a stop signal) ends it at a commit boundary and is thrown.
 * @throws Problem BUDGET_SPENT, DISK_FULL, CREDENTIALS_REFUSED, HOME_LOCKED, HOME_UNUSABLE, CONFIG_INVALID (no zone), and
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
    const passes = openPasses({ ...input, warehouse, stop })
    try {
      const sites = await findZones({ ...input, warehouse, readSites: passes.readSites })
      await runAll(passes, streams, sites)
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
    if (stop.signal.aborted) throw stop.signal.reason
    await removeExpiredPages(warehouse, input.config.page_retention_days, client.now())
    return { streams: passes.results(), callsUsed: client.callsMade - before, batches: passes.batches() }
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

const runAll = async (
  passes: ReturnType<typeof openPasses>,
  streams: readonly Stream[],
  sites: readonly Site[],
): Promise<void> => {
  const limit = pLimit(passesAtOnce)
  const ended = new Map<string, Promise<void>>()
  for (const [index, stream] of streams.entries()) {
    const earlier = streams.slice(0, index)
    for (const site of sites) {
      const needs = needsOf(stream, earlier).map((name) => ended.get(`${name} ${site.siteId}`))
      const pass = Promise.all(needs).then(() => limit(() => passes.run(stream, site)))
      ended.set(`${stream.name} ${site.siteId}`, pass)
    }
  }
  await Promise.all(ended.values())
}

/** What must be read before a stream: its parents, and whatever names the parents that are due. */
const needsOf = ({ parent }: Stream, earlier: readonly Stream[]): string[] => {
  if (parent === undefined) return []
  const names = [parent.stream, ...(parent.seenIn ?? []).map(({ stream }) => stream)]
  return earlier.map(({ name }) => name).filter((name) => names.includes(name))
}

/** What the streams' results amount to: undefined when all are complete. */
export const problemOf = ({ streams }: SyncResult): Problem | undefined => {
  const lost = streams.filter(({ status }) => status !== 'complete')
  const [first] = lost
  if (first === undefined) return undefined
  const codes = new Set(lost.map(({ problem }) => problem?.code))
  if (lost.length === streams.length && codes.size === 1 && first.problem !== undefined) return first.problem
  const names = [...new Set(lost.map(({ stream, site_id }) => `${stream} (site ${site_id})`))]
  return new Problem('STREAM_LOST', {
    what: `${lost.length} of ${streams.length} streams were not read to their end: ${names.join(', ')}.`,
    ...(first.problem === undefined ? {} : { why: first.problem.message }),
  })
}
