// One stream of one site in a sync: read unless it is fresh, followed while it is read, and told what came of it.
import type { MirrorEntry } from '../control/mirror.ts'
import { toProblem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import { warnOfSkipped } from '../source/stretch.ts'
import type { Site } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import { parentKeysOf, planParents } from './parents-due.ts'
import type { DueClock } from './parents-due.ts'
import { runPass } from './pass.ts'
import { isFresh, noteComplete, standingOf } from './standing.ts'
import type { PassesInput, StreamResult } from './sync-pass.ts'
import { openTally } from './tally.ts'
import type { Tally } from './tally.ts'

interface StreamPassInput extends PassesInput {
  readonly stream: Stream
  readonly site: Site
  readonly zones: ReadonlyMap<number, string>
  /** The site's calls are spent: nothing is asked. */
  readonly spent: Problem | undefined
}

/** Reads one stream; never throws. */
export const runStream = async (input: StreamPassInput, countBatch: () => void): Promise<StreamResult> => {
  const { client, stop, stream, site, config, limitPages } = input
  const { siteId } = site
  const isLimited = limitPages !== undefined
  const tally = openTally({ client, stream, siteId, isLimited, pageSize: config.page_size })
  if (stop.signal.aborted) return tally.result('skipped')
  try {
    return await readStream(input, tally, countBatch)
  } catch (error) {
    const result = stop.signal.aborted
      ? await tally.result('incomplete')
      : await lost(input, tally, toProblem(error))
    await tellMirror(input, result, {}).catch((failure: unknown) => {
      input.log.warn({ stream: stream.name, site_id: siteId }, `not in status: ${toProblem(failure).message}`)
    })
    return result
  }
}

const lost = (
  { stream, site, log }: StreamPassInput,
  tally: Tally,
  problem: Problem,
): Promise<StreamResult> => {
  log.warn({ stream: stream.name, site_id: site.siteId, code: problem.code }, problem.message)
  return tally.result(problem.code === 'BUDGET_SPENT' ? 'partial' : 'incomplete', { problem })
}

const readStream = async (
  input: StreamPassInput,
  tally: Tally,
  countBatch: () => void,
): Promise<StreamResult> => {
  const { client, warehouse, stop, stream, site, fullRefresh = false, limitPages } = input
  const { siteId } = site
  const freshness = { now: client.now(), startDate: input.config.start_date }
  if (!fullRefresh && (await isFresh(warehouse, stream, siteId, freshness))) {
    return tally.result('fresh', { saved: await savedCalls(input, tally) })
  }
  const due: DueClock = {
    now: () => client.now(),
    zoneOf: (id) => input.zones.get(id) ?? 'UTC',
    all: fullRefresh,
    askedFrom: input.askedFrom?.(),
  }
  if (input.spent !== undefined) {
    tally.planned(await planParents(warehouse, stream, siteId, due))
    const skipped = await tally.result('skipped', { problem: input.spent })
    await tellMirror(input, skipped, {})
    return skipped
  }
  input.progress({ kind: 'start', stream: stream.name, siteId })
  const end = await runPass({
    ...input,
    fullRefresh,
    parents: parentKeysOf(warehouse, {
      ...due,
      callsLeft: (id) => client.callsLeft(id),
      onPlan: tally.planned,
    }),
    signal: stop.signal,
    onPage: (page) => {
      warnOfSkipped(page, input.log)
      tally.addPage(page)
      input.progress({ kind: 'page', stream: stream.name, siteId, rows: tally.rowsRead, calls: tally.calls })
    },
    onCommit: async (committed) => {
      tally.addCommit(committed)
      countBatch()
      input.progress({ kind: 'commit', stream: stream.name, siteId, rows: tally.rows, calls: tally.calls })
      await tellMirror(input, { status: 'running' }, { lastSyncedAt: client.now() })
    },
  })
  const isCut = limitPages !== undefined || (tally.plan?.waiting ?? 0) > 0
  if (!isCut) await noteComplete(warehouse, { ...end, stream, siteId })
  const result = isCut
    ? await tally.result('partial')
    : await tally.result('complete', { saved: await savedCalls(input, tally) })
  await tellMirror(input, result, { lastSyncedAt: client.now() })
  return result
}

/** Where the stream stands, for verbs that work during a sync; a look at a few pages changes nothing about who waits. */
const tellMirror = async (
  { mirror, warehouse, stream, site: { siteId }, runId, limitPages }: StreamPassInput,
  { status, waiting }: { readonly status: string; readonly waiting?: number },
  at: Pick<MirrorEntry, 'lastSyncedAt'>,
): Promise<void> =>
  mirror({
    stream: stream.name,
    siteId,
    cursor: await warehouse.cursorOf(stream, siteId),
    rows: await warehouse.rowCount(stream, siteId),
    status,
    runId,
    ...at,
    ...(waiting === undefined || limitPages !== undefined ? {} : { waiting }),
  })

/** What reading the whole stream would cost more than was spent. */
const savedCalls = async ({ stream, site, warehouse }: StreamPassInput, tally: Tally): Promise<number> => {
  const standing = await standingOf(warehouse, stream, site.siteId)
  const ofParents = Math.ceil((tally.plan?.present ?? 0) / (stream.parent?.batch ?? 1))
  return Math.max(0, Math.max(ofParents, standing?.wholeCalls ?? 0) - tally.calls)
}
