// The Airbyte verb `read`: every selected stream of every site as records, with states to go on from.
import { toProblem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Client } from './client.ts'
import { selectionOf } from './configured.ts'
import { heartbeatMs, keepAlive } from './heartbeat.ts'
import type { PlanConfig } from './plan-slices.ts'
import type { Protocol } from './protocol.ts'
import { gatherParents } from './read-parents.ts'
import { planStreams, startOf, warnOfUnseen } from './read-plan.ts'
import type { PlannedStream } from './read-plan.ts'
import { readStream } from './read-stream.ts'
import { startFrom } from './resume.ts'
import type { Start } from './resume.ts'
import { sleepFor } from './retry.ts'
import type { Sleep } from './retry.ts'
import { createSiteClocks } from './site-clocks.ts'
import { statesOf } from './states.ts'
import { createStreamOutput, silentOutput } from './stream-output.ts'
import type { StreamOutput } from './stream-output.ts'
import type { Stream } from './stream.ts'
import { configuredZone } from './zones.ts'
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
  /** Waits between two looks at whether anything was said. */
  readonly sleep?: Sleep
}

export interface ReadResult {
  /** Streams that did not come to their end, with the first reason; empty = all is well. */
  readonly lost: readonly { readonly stream: string; readonly problem: Problem }[]
}

/** Problems of a whole site: asking it again for the next stream would only repeat the refusal (and may lock the user). */
const endsSite: ReadonlySet<string> = new Set(['CREDENTIALS_REFUSED', 'SITE_NOT_ACTIVATED', 'BUDGET_SPENT'])

/**
 * Reads the selected streams one after the other, sites and slices side by side. A lost stream is told (TRACE ERROR,
 * INCOMPLETE) and does not stop the others; the caller ends with a failure if `lost` is not empty. On abort the stream under
 * way ends INCOMPLETE with its state.
 * @throws Problem CATALOG_INVALID or STATE_INVALID when what was handed in cannot be read; the signal's reason on abort.
 */
export const read = async (input: ReadInput): Promise<ReadResult> => {
  const { protocol, log, client, sleep = sleepFor } = input
  let open: { readonly name: string; readonly output: StreamOutput } | undefined
  const over = new AbortController()
  client.onWait(({ stream, siteId, ms, reason }) => {
    log.info({ stream, siteId, waitMs: Math.round(ms), reason }, 'waiting before asking again')
    return reason === 'rate_limited' ? open?.output.rateLimited(ms) : undefined
  })
  const alive = keepAlive({
    everyMs: heartbeatMs,
    sleep,
    beats: protocol.beats,
    beat: async () => {
      if (open === undefined) return
      await protocol.log('INFO', `${open.name} is still being read.`)
      await open.output.beat()
    },
    signal: AbortSignal.any([over.signal, input.signal]),
  })
  const reading = readSelected(input, (name, output) => {
    open = output && { name, output }
  })
  const [result] = await Promise.all([reading.finally(() => over.abort()), alive])
  return result
}

const readSelected = async (
  { config, streams, catalog, state, client, protocol, log, signal }: ReadInput,
  opened: (name: string, output: StreamOutput | undefined) => void,
): Promise<ReadResult> => {
  const { selected, unknown } = selectionOf(catalog, streams)
  const states = statesOf(state, streams)
  const lost: { stream: string; problem: Problem }[] = []
  for (const { name, problem } of unknown) {
    lost.push({ stream: name, problem })
    await protocol.error(problem, name)
  }

  const needsSites = config.site_ids.some((siteId) => configuredZone(config, siteId) === undefined)
  const plan = planStreams(selected, streams, needsSites)
  warnOfUnseen(plan, log)
  const starts = new Map<string, Start>(
    selected.map((one) => [one.stream.name, startFrom(one, states.get(one.stream.name), client.now())]),
  )
  const cursors = new Map([...starts].map(([name, { sites }]) => [name, sites]))
  const parents = gatherParents(plan.map(({ stream }) => stream))
  const clocks = createSiteClocks(config, client)
  const lostSites = new Map<number, Problem>()
  const lostParents = new Map<string, Problem>()

  for (const planned of plan) {
    const { stream, selected: configured } = planned
    const start = starts.get(stream.name)
    const output =
      configured === undefined || start === undefined
        ? silentOutput(log, stream.name)
        : createStreamOutput(protocol, configured, start)
    await output.start()
    opened(stream.name, output)
    const results = await Promise.allSettled(
      config.site_ids.map((siteId) => readSite(planned, siteId, output)),
    )
    opened(stream.name, undefined)
    const failures = results.flatMap((result, index) =>
      result.status === 'rejected'
        ? [{ siteId: config.site_ids[index] ?? 0, problem: toProblem(result.reason) }]
        : [],
    )
    if (!signal.aborted) {
      for (const { siteId, problem } of failures) {
        if (endsSite.has(problem.code)) lostSites.set(siteId, problem)
        lostParents.set(`${stream.name} ${siteId}`, problem)
        if (configured !== undefined) await protocol.error(problem, stream.name)
      }
    }
    await output.end(failures.length === 0)
    signal.throwIfAborted()
    const [first] = failures
    if (first !== undefined && configured !== undefined) {
      lost.push({ stream: stream.name, problem: first.problem })
    }
  }
  return { lost }

  async function readSite(planned: PlannedStream, siteId: number, output: StreamOutput): Promise<void> {
    const { stream, selected: configured } = planned
    const blocked = lostSites.get(siteId) ?? lostParents.get(`${stream.parent?.stream} ${siteId}`)
    if (blocked !== undefined) throw blocked
    const isDone = starts.get(stream.name)?.done.has(String(siteId)) === true
    const isParent = planned.children.some((child) => isNeeded(child, siteId))
    if (isDone && !isParent && clocks.isKnown(siteId)) {
      log.info(`${stream.name} of site ${siteId} was read whole by an earlier attempt of this job`)
      return
    }
    const lostZone = stream.name === 'sites' ? undefined : lostParents.get(`sites ${siteId}`)
    if (lostZone !== undefined && !clocks.isKnown(siteId)) throw lostZone
    const site = clocks.siteFor(stream, siteId)
    await readStream({
      stream,
      streams,
      site,
      cursor: startOf(planned, site, cursors),
      unfinished: starts.get(stream.name)?.unfinished[String(siteId)],
      startedAt: await clocks.startedAt(stream, siteId, signal),
      selected: configured,
      isParent,
      parents,
      config,
      client,
      output: isDone ? silentOutput(log, stream.name) : output,
      log,
      signal,
      onRow: (row) => clocks.learn(stream, siteId, row),
    })
  }

  /** True for a stream that takes, or whose children take, parents of a site in this read. */
  function isNeeded({ stream, children }: PlannedStream, siteId: number): boolean {
    const start = starts.get(stream.name)
    if (start !== undefined && !start.done.has(String(siteId))) return true
    return children.some((child) => isNeeded(child, siteId))
  }
}
