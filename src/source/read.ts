// The Airbyte verb `read`: every selected stream of every site as records, with states to go on from.
import { Problem, toProblem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Client } from './client.ts'
import { cursorsOf, selectionOf } from './configured.ts'
import type { SiteCursors } from './configured.ts'
import type { PlanConfig } from './plan-slices.ts'
import type { Protocol } from './protocol.ts'
import { gatherParents } from './read-parents.ts'
import { planStreams, startOf, warnOfUnseen } from './read-plan.ts'
import type { PlannedStream } from './read-plan.ts'
import { readStream } from './read-stream.ts'
import type { Row } from './records.ts'
import { createStreamOutput, silentOutput } from './stream-output.ts'
import type { Stream } from './stream.ts'
import { configuredZone, zoneOfSite } from './zones.ts'
import type { ZoneConfig } from './zones.ts'

export type ReadConfig = PlanConfig &
  ZoneConfig & {
    readonly site_ids: readonly number[]
    readonly page_size: number
    readonly max_concurrency: number
  }

export interface ReadInput {
  readonly config: ReadConfig
  /** All streams there are, parents before their children. */
  readonly streams: readonly Stream[]
  /** The parsed catalog file. */
  readonly catalog: unknown
  /** The parsed state file; undefined on a first read. */
  readonly state: unknown
  readonly client: Client
  readonly protocol: Protocol
  readonly log: Log
  readonly signal: AbortSignal
}

export interface ReadResult {
  /** Streams that did not come to their end, with the first reason; empty = all is well. */
  readonly lost: readonly { readonly stream: string; readonly problem: Problem }[]
}

/** Problems of a whole site: asking it again for the next stream would only repeat the refusal (and may lock the user). */
const endsSite: ReadonlySet<string> = new Set(['CREDENTIALS_REFUSED', 'SITE_NOT_ACTIVATED', 'BUDGET_SPENT'])

/**
 * Reads the selected streams one after the other, sites and slices side by side. A lost stream is told (TRACE ERROR,
 * INCOMPLETE) and does not stop the others; the caller ends with a failure if `lost` is not empty.
 * @throws Problem CATALOG_INVALID or STATE_INVALID when what was handed in cannot be read; the signal's reason on abort.
 */
export const read = async (input: ReadInput): Promise<ReadResult> => {
  const { config, streams, client, protocol, log, signal } = input
  const { selected, unknown } = selectionOf(input.catalog, streams)
  const cursors = cursorsOf(input.state, streams)
  const lost: { stream: string; problem: Problem }[] = []
  for (const { name, problem } of unknown) {
    lost.push({ stream: name, problem })
    await protocol.error(problem, name)
  }

  const needsSites = config.site_ids.some((siteId) => configuredZone(config, siteId) === undefined)
  const plan = planStreams(selected, streams, needsSites)
  warnOfUnseen(plan, log)
  const parents = gatherParents(plan.map(({ stream }) => stream))
  const zones = new Map<number, string>()
  for (const siteId of config.site_ids) {
    const zone = configuredZone(config, siteId)
    if (zone !== undefined) learnZone(siteId, zone)
  }
  const starts = new Map<number, Date>()
  const lostSites = new Map<number, Problem>()
  const lostParents = new Map<string, Problem>()

  for (const planned of plan) {
    const { stream, selected: configured } = planned
    const output = configured
      ? createStreamOutput(protocol, stream.name, kept(configured.ignoresState, cursors.get(stream.name)))
      : silentOutput(log, stream.name)
    await output.start()
    const results = await Promise.allSettled(
      config.site_ids.map((siteId) => readSite(planned, siteId, output)),
    )
    signal.throwIfAborted()
    let reason: Problem | undefined
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') continue
      const problem = toProblem(result.reason)
      const siteId = config.site_ids[index] ?? 0
      if (endsSite.has(problem.code)) lostSites.set(siteId, problem)
      lostParents.set(`${stream.name} ${siteId}`, problem)
      reason ??= problem
      if (configured !== undefined) await protocol.error(problem, stream.name)
    }
    await output.end(reason === undefined)
    if (reason !== undefined && configured !== undefined) lost.push({ stream: stream.name, problem: reason })
  }
  return { lost }

  async function readSite(
    planned: PlannedStream,
    siteId: number,
    output: ReturnType<typeof silentOutput>,
  ): Promise<void> {
    const { stream, selected: configured } = planned
    const blocked = lostSites.get(siteId) ?? lostParents.get(`${stream.parent?.stream} ${siteId}`)
    if (blocked !== undefined) throw blocked
    const site = { siteId, zone: zones.get(siteId) ?? 'UTC' }
    // Only the sites themselves can be read before their zone is known: they have no days.
    if (!zones.has(siteId) && stream.name !== 'sites') {
      throw lostParents.get(`sites ${siteId}`) ?? unknownZone(siteId)
    }
    await readStream({
      stream,
      streams,
      site,
      cursor: startOf(planned, site, cursors),
      startedAt: await startedAtOf(stream, siteId),
      selected: configured,
      parents,
      config,
      client,
      output,
      log,
      signal,
      onRow: (row) => learnFrom(stream, siteId, row),
    })
  }

  /** One start for all streams of a site: a child must not claim to know parents that changed after they were read. */
  async function startedAtOf(stream: Stream, siteId: number): Promise<Date> {
    // The sites are read whole each time, and are what tells the time.
    if (stream.name === 'sites') return client.now()
    const startedAt = starts.get(siteId) ?? (await client.startOfPass(siteId, signal))
    starts.set(siteId, startedAt)
    return startedAt
  }

  function learnFrom(stream: Stream, siteId: number, row: Row): void {
    // Of several sites in an answer, the one asked for decides.
    if (stream.name !== 'sites' || (zones.has(siteId) && String(row.Id) !== String(siteId))) return
    const { TimeZone } = row
    learnZone(siteId, zoneOfSite(config, siteId, typeof TimeZone === 'string' ? TimeZone : undefined))
  }

  function learnZone(siteId: number, zone: string): void {
    zones.set(siteId, zone)
    client.setZone(siteId, zone)
  }

  function unknownZone(siteId: number): Problem {
    return new Problem('CONFIG_INVALID', {
      what: `Mindbody told nothing about site ${siteId}, so its time zone is not known.`,
      remedy: 'Check site_ids, or name the zone in time_zones.',
    })
  }
}

const kept = (ignoresState: boolean, before: SiteCursors | undefined): SiteCursors =>
  ignoresState ? {} : (before ?? {})
