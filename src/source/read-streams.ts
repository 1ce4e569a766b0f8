// The streams of one `read`, one after the other, parents before their children.
import { toProblem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import { selectionOf } from './configured.ts'
import type { ReadInput, ReadResult } from './read.ts'
import { gatherParents } from './read-parents.ts'
import { isNewsFor, planStreams, startOf, warnOfUnseen } from './read-plan.ts'
import type { PlannedStream } from './read-plan.ts'
import { readStream } from './read-stream.ts'
import { startFrom } from './resume.ts'
import type { Start } from './resume.ts'
import { createSiteClocks } from './site-clocks.ts'
import { statesOf } from './states.ts'
import { createStreamOutput, silentOutput } from './stream-output.ts'
import type { StreamOutput } from './stream-output.ts'
import { configuredZone } from './zones.ts'

/** Problems of a whole site: asking it again for the next stream would only repeat the refusal (and may lock the user). */
const endsSite: ReadonlySet<string> = new Set(['CREDENTIALS_REFUSED', 'SITE_NOT_ACTIVATED', 'BUDGET_SPENT'])

/** Reads what is selected; `opened` is told which stream is under way. @throws as `read`. */
export const readStreams = async (
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
  const clocks = createSiteClocks(config, client)
  const plannedByName = new Map(plan.map((planned) => [planned.stream.name, planned]))
  const parents = gatherParents(
    plan.map(({ stream }) => stream),
    (child, parent, siteId, row) => {
      const planned = plannedByName.get(child.name)
      return planned === undefined || isNewsFor(planned, parent, clocks.siteFor(parent, siteId), cursors, row)
    },
  )
  const lostSites = new Map<number, Problem>()
  const lostParents = new Map<string, Problem>()

  const outputs = plan.map(({ stream: { name }, selected: configured }) => {
    const start = starts.get(name)
    return configured && start && createStreamOutput(protocol, configured, start)
  })
  for (const [place, planned] of plan.entries()) {
    const { stream, selected: configured } = planned
    const next = outputs.slice(place + 1).find((other) => other !== undefined)
    const output = outputs[place] ?? silentOutput(log, stream.name, next)
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
      ownCursor: cursors.get(stream.name)?.[String(siteId)],
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
