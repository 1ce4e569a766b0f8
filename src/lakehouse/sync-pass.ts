// The passes of one sync: runs them, keeps their results, and decides whether a failure loses a stream or ends the run.
import type { MirrorEntry } from '../control/mirror.ts'
import { toProblem } from '../core/errors.ts'
import type { Problem, ProblemCode } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Client } from '../source/client.ts'
import { warnOfSkipped } from '../source/odd-rows.ts'
import type { Site } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Committed } from './commit.ts'
import { parentKeysOf } from './parents-due.ts'
import { runPass } from './pass.ts'
import type { PassInput } from './pass.ts'
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
  readonly status: 'complete' | 'incomplete' | 'skipped'
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
}

/** Failures that another stream would meet as well. */
const fatal: ReadonlySet<ProblemCode> = new Set([
  'BUDGET_SPENT',
  'DISK_FULL',
  'CREDENTIALS_REFUSED',
  'HOME_LOCKED',
  'HOME_UNUSABLE',
  'CONFIG_INVALID',
])

/** No way to the server at all: the other streams would only wait for the same. A server that answers badly is another matter. */
const unreachable: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const endsRun = ({ code, cause }: Problem): boolean =>
  fatal.has(code) ||
  (code === 'MINDBODY_UNAVAILABLE' && unreachable.has((cause as NodeJS.ErrnoException | undefined)?.code))

export interface Passes {
  /** Runs one pass; never throws: its result is kept. A stream that was read already is not read twice. */
  run(stream: Stream, site: Site): Promise<void>
  /** Reads the `sites` stream of a site ahead of everything else; its failure is thrown. */
  readSites(siteId: number): Promise<void>
  results(): readonly StreamResult[]
  batches(): number
}

export const openPasses = (input: PassesInput): Passes => {
  const results = new Map<string, StreamResult>()
  const zones = new Map<number, string>()
  let batches = 0

  const run = async (stream: Stream, site: Site): Promise<void> => {
    const name = `${stream.name} ${site.siteId}`
    if (results.has(name)) return
    zones.set(site.siteId, site.zone)
    const result = await runOne(input, stream, site, zones, () => {
      batches += 1
    })
    results.set(name, result)
    input.progress({ kind: 'end', result })
    if (result.problem !== undefined && endsRun(result.problem)) input.stop.abort(result.problem)
  }

  return {
    run,
    readSites: async (siteId) => {
      const sites = input.allStreams.find(({ name }) => name === 'sites')
      if (sites === undefined) return
      await run(sites, { siteId, zone: 'UTC' })
      const problem = results.get(`sites ${siteId}`)?.problem
      if (problem !== undefined) throw problem
    },
    results: () => [...results.values()],
    batches: () => batches,
  }
}

const runOne = async (
  input: PassesInput,
  stream: Stream,
  site: Site,
  zones: ReadonlyMap<number, string>,
  countBatch: () => void,
): Promise<StreamResult> => {
  const { client, warehouse, stop } = input
  const { siteId } = site
  const began = performance.now()
  const callsBefore = client.counters(stream.name, siteId).calls
  const calls = (): number => client.counters(stream.name, siteId).calls - callsBefore
  const total = { rows: 0, rowsChanged: 0, rowsDeleted: 0 }
  let rowsRead = 0
  const resultOf = (status: StreamResult['status'], problem?: Problem): StreamResult => ({
    stream: stream.name,
    site_id: siteId,
    rows: total.rows,
    rows_changed: total.rowsChanged,
    deleted: total.rowsDeleted,
    calls: calls(),
    seconds: Math.round(performance.now() - began) / 1_000,
    status,
    ...(problem === undefined ? {} : { problem }),
  })
  if (stop.signal.aborted) return resultOf('skipped')
  input.progress({ kind: 'start', stream: stream.name, siteId })

  const mirror = async (status: string): Promise<void> =>
    input.mirror({
      stream: stream.name,
      siteId,
      cursor: await warehouse.cursorOf(stream, siteId),
      rows: await warehouse.rowCount(stream, siteId),
      lastSyncedAt: client.now(),
      status,
      runId: input.runId,
    })
  const onCommit = async (committed: Committed): Promise<void> => {
    total.rows += committed.rows
    total.rowsChanged += committed.rowsChanged
    total.rowsDeleted += committed.rowsDeleted
    countBatch()
    input.progress({ kind: 'commit', stream: stream.name, siteId, rows: total.rows, calls: calls() })
    await mirror('running')
  }
  try {
    await runPass({
      ...input,
      stream,
      site,
      fullRefresh: input.fullRefresh ?? false,
      parents: parentKeysOf(warehouse, {
        now: () => client.now(),
        zoneOf: (id) => zones.get(id) ?? 'UTC',
        all: input.fullRefresh ?? false,
      }),
      signal: stop.signal,
      onPage: (page) => {
        warnOfSkipped(page, input.log)
        rowsRead += page.rows ?? 0
        input.progress({ kind: 'page', stream: stream.name, siteId, rows: rowsRead, calls: calls() })
      },
      onCommit,
    })
    await mirror('complete')
    return resultOf('complete')
  } catch (error) {
    if (stop.signal.aborted) return resultOf('incomplete')
    const problem = toProblem(error)
    input.log.warn({ stream: stream.name, site_id: siteId, code: problem.code }, problem.message)
    return resultOf('incomplete', problem)
  }
}
