// The pull of dirty marks: what events have told of is read first, stream by stream, within the calls that are left.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { toProblem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import type { Site } from '../source/slices.ts'
import { warnOfSkipped } from '../source/stretch.ts'
import type { Stream } from '../source/stream.ts'
import { readDirty } from './dirty-marks.ts'
import type { DirtyKey } from './dirty-marks.ts'
import { resolveParents } from './dirty-parents.ts'
import type { NamedMark } from './dirty-parents.ts'
import { pullCount } from './dirty-pulling.ts'
import type { DirtyInput, DirtyPull, PullCount, Pulling } from './dirty-pulling.ts'
import { pullMarks } from './dirty-steps.ts'
import { marksOfRead } from './dirty-unread.ts'
import { endsRun } from './ends-run.ts'
import { pageRoom } from './fetch-slice.ts'

/**
 * Pulls what is marked as dirty, the streams in their order: parents before their children. A stream that is lost does not stop
 * the others, and without calls the rest stays marked: the results say so.
 * @throws Problem that ends the run (DISK_FULL, CREDENTIALS_REFUSED, no way to the server); the signal's reason.
 */
export const pullDirty = async (input: DirtyInput): Promise<readonly DirtyPull[]> => {
  const pulls: DirtyPull[] = []
  for (const site of input.sites) pulls.push(...(await pullSite(input, site)))
  return pulls
}

const pullSite = async (input: DirtyInput, site: Site): Promise<readonly DirtyPull[]> => {
  const { warehouse, streams, signal } = input
  const marks = await marksOfRead(warehouse, site.siteId)
  if (marks.length === 0) return []
  const ofStream = (name: string): readonly DirtyKey[] => marks.filter(({ stream }) => stream === name)
  const strangers = await unknownClients(input, site, marks)
  const pulls: Omit<DirtyPull, 'left'>[] = []
  const lost = new Set<string>()
  let spent: Problem | undefined
  const begun: Stream[] = []
  for (const stream of streams) {
    if ((await warehouse.cursorOf(stream, site.siteId)) === undefined) lost.add(stream.name)
    else begun.push(stream)
  }
  for (const stream of begun) {
    const own = ofStream(stream.name)
    const others = stream.name === 'clients' ? strangers : []
    if (own.length + others.length === 0) continue
    signal.throwIfAborted()
    const pull =
      spent === undefined
        ? await pullStream({ input, site, stream, lost }, own, others)
        : skipped(stream, site, spent)
    if (pull.problem?.code === 'BUDGET_SPENT') spent = pull.problem
    if (pull.problem !== undefined) lost.add(stream.name)
    pulls.push(pull)
  }
  const others = [...new Set(marks.map(({ stream }) => stream))]
    .filter((name) => begun.every((stream) => stream.name !== name))
    .map((name) => skipped({ name }, site))
  const left = await readDirty(warehouse, site.siteId)
  return [...pulls, ...others].map((pull) => {
    const own = left.filter(({ stream }) => stream === pull.stream).length
    return { ...pull, left: own, waiting: pull.problem?.code === 'BUDGET_SPENT' ? own : pull.waiting }
  })
}

/** Clients that marks of their visits or contracts name, and raw does not hold yet: without their public id nothing can be asked. */
const unknownClients = async (
  { warehouse, streams }: DirtyInput,
  { siteId }: Site,
  marks: readonly DirtyKey[],
): Promise<readonly NamedMark[]> => {
  const unknown: NamedMark[] = []
  for (const stream of streams) {
    if (stream.parent?.stream !== 'clients') continue
    const own = marks.filter(({ stream: name, ask }) => name === stream.name && ask !== 'key')
    unknown.push(...(await resolveParents(warehouse, stream, siteId, own)).unknown)
  }
  return unknown
}

const skipped = (
  { name }: Pick<Stream, 'name'>,
  { siteId }: Site,
  problem?: Problem,
): Omit<DirtyPull, 'left'> => ({
  stream: name,
  site_id: siteId,
  ...pullCount().totals(),
  calls: 0,
  seconds: 0,
  gone: [],
  waiting: 0,
  ...(problem === undefined ? {} : { problem }),
})

interface PullPlace {
  readonly input: DirtyInput
  readonly site: Site
  readonly stream: Stream
  readonly lost: ReadonlySet<string>
}

const pullStream = async (
  place: PullPlace,
  marks: readonly DirtyKey[],
  others: readonly NamedMark[],
): Promise<Omit<DirtyPull, 'left'>> => {
  const { input, site, stream } = place
  const { client, signal, log } = input
  const began = performance.now()
  const callsMade = (): number => client.counters(stream.name, site.siteId).calls
  const callsBefore = callsMade()
  const count = pullCount()
  let problem: Problem | undefined
  try {
    await pullMarks(await openPulling(place, count), marks, others)
    problem = count.failure
  } catch (error) {
    signal.throwIfAborted()
    problem = toProblem(error)
    if (endsRun(problem)) throw problem
    log.warn({ stream: stream.name, site_id: site.siteId, code: problem.code }, problem.message)
  } finally {
    await rm(folderOf(place), { recursive: true, force: true })
  }
  return {
    stream: stream.name,
    site_id: site.siteId,
    ...count.totals(),
    calls: callsMade() - callsBefore,
    seconds: Math.round(performance.now() - began) / 1_000,
    gone: count.gone,
    waiting: count.waiting,
    ...(problem === undefined ? {} : { problem }),
  }
}

const folderOf = ({ input: { warehouse, runId }, stream, site }: PullPlace): string =>
  join(warehouse.paths.work, 'pages', runId, `dirty-${stream.name}-${site.siteId}`)

const openPulling = async (place: PullPlace, count: PullCount): Promise<Pulling> => {
  const { input, site, stream, lost } = place
  const { warehouse, client, config, log, signal } = input
  // Parents and whole streams are noted as read at that time, so it must be Mindbody's; rows by key need no call for it.
  const isNoted = stream.parent !== undefined || stream.byKey === undefined
  return {
    ...input,
    stream,
    site,
    lost,
    count,
    startedAt: isNoted ? await client.startOfPass(site.siteId, signal) : client.now(),
    knownSeq: await warehouse.newestCommit(),
    fetching: {
      ...input,
      pageSize: config.page_size,
      startDate: config.start_date,
      acceptsEmpty: false,
      folder: folderOf(place),
      room: pageRoom(),
      onPage: (page) => warnOfSkipped(page, log),
    },
  }
}
