// A pass: one stream of one site, from the plan of its slices to the last commit.
import { join } from 'node:path'
import type { Log } from '../core/log.ts'
import { cursorAfter } from '../source/cursor.ts'
import type { Cursor } from '../source/cursor.ts'
import type { Client } from '../source/client.ts'
import type { Page } from '../source/page.ts'
import { planSlices } from '../source/plan-slices.ts'
import type { PlanConfig } from '../source/plan-slices.ts'
import type { ParentKeys, Site, Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import { groupSlices, readAhead, widthFor } from './batches.ts'
import type { Committed } from './commit.ts'
import { depthOf, verifyDaysOf } from './depth.ts'
import type { VerifyConfig } from './depth.ts'
import { fetchAhead, fetchWhole, pageRoom } from './fetch-slice.ts'
import type { Fetching, PageRoom } from './fetch-slice.ts'
import { keepsPages } from './lake.ts'
import type { BatchJob } from './load-batch.ts'
import { leavingOutLost } from './lost-parents.ts'
import { loadMended } from './mend.ts'
import { askAllFromEarlier } from './parents-due.ts'
import type { Warehouse } from './warehouse.ts'

export interface PassInput {
  readonly stream: Stream
  readonly site: Site
  readonly runId: string
  readonly warehouse: Warehouse
  readonly client: Client
  readonly parents: ParentKeys
  readonly config: PlanConfig &
    VerifyConfig & {
      readonly page_size: number
      readonly page_retention_days: number
      readonly max_concurrency: number
    }
  /** Reads everything again, as if there were no cursor. */
  readonly fullRefresh: boolean
  /** Stops after so many pages: their rows are kept, but the stream stands where it stood and nothing is concluded. */
  readonly limitPages?: number | undefined
  readonly signal: AbortSignal
  readonly onPage: (page: Page) => void
  readonly log: Log
  readonly onCommit: (committed: Committed) => Promise<void>
}

/** What a pass came to, beside its commits. */
export interface PassEnd {
  readonly startedAt: Date
  /** Calls made, where they have read the whole stream. */
  readonly wholeCalls?: number
}

/**
 * Reads what is due and commits it batch by batch. Slices are fetched side by side but committed in planned order, so the
 * cursor only ever moves over what is whole. One batch loads while the next is being fetched; no more than that wait.
 */
export const runPass = async (input: PassInput): Promise<PassEnd> => {
  const { stream, site, warehouse, client, config, fullRefresh, limitPages } = input
  const { siteId } = site
  const callsBefore = client.counters(stream.name, siteId).calls
  const cursor = fullRefresh ? undefined : await warehouse.cursorOf(stream, siteId)
  const isLimited = limitPages !== undefined
  if (cursor?.kind === 'parents' && !isLimited)
    await askAllFromEarlier(warehouse, stream, siteId, cursor, config.start_date)
  const knownSeq = await warehouse.newestCommit()
  const startedAt = client.now()
  const planned = planSlices({
    stream,
    site,
    cursor,
    now: startedAt,
    config,
    parents: input.parents,
    ...(await depthOf({
      warehouse,
      stream,
      siteId,
      verifyEveryDays: verifyDaysOf(config, stream),
      callsLeft: await client.callsLeft(siteId),
    })),
  })
  const fetching = fetchingOf(input)
  const ahead = leavingOutLost(fetchAhead(fetching), input.log)
  // A little more than the calls in flight, so that a slow slice does not leave the line idle.
  const most = config.max_concurrency * 2
  const spooled = readAhead(
    isLimited ? limited(planned, fetching.room) : planned,
    // A slice of parents is a call or two, and stands for itself.
    stream.parent === undefined
      ? widthFor(most, () => client.callsLeft(siteId))
      : () => Promise.resolve(most),
    ahead.fetch,
  )

  const load = (job: BatchJob): Promise<void> =>
    loadMended(job, { ...input, fetch: (slice) => fetchWhole(fetching, slice) }).then(input.onCommit)
  let loading: Promise<void> = Promise.resolve()
  let reached: Cursor | undefined
  try {
    for await (const slices of groupSlices(flat(spooled))) {
      const last = slices.at(-1)
      if (last === undefined) continue
      await loading
      reached = isLimited ? undefined : cursorAfter(last.slice, { startedAt, zone: site.zone })
      loading = load({
        stream,
        siteId,
        runId: input.runId,
        slices,
        cursor: reached,
        acceptsEmpty: fullRefresh,
        knownSeq,
        passStartedAt: startedAt,
        now: () => client.now(),
        keepPages: keepsPages(stream, config.page_retention_days),
      })
      // Awaited in the next round or below; until then a failure must not count as unhandled.
      loading.catch(() => undefined)
    }
  } finally {
    await loading
  }
  ahead.throwFirst()
  const isWhole = !isLimited && (fullRefresh || readsWhole(stream, reached, startedAt))
  const calls = client.counters(stream.name, siteId).calls - callsBefore
  return { startedAt, ...(isWhole ? { wholeCalls: calls } : {}) }
}

/** Whether the pass that reached this cursor has read the whole stream. */
const readsWhole = (
  { parent, incremental }: Stream,
  reached: Cursor | undefined,
  startedAt: Date,
): boolean => {
  if (parent !== undefined) return parent.due === 'all'
  if (incremental.kind === 'full' || incremental.kind === 'snapshot') return true
  return reached !== undefined && 'wholeAt' in reached && reached.wholeAt === startedAt.toISOString()
}

/** A limited number of pages is a look, not a reading: nothing follows from what it did not bring. */
const limited = async function* (slices: AsyncIterable<Slice>, room: PageRoom): AsyncGenerator<Slice> {
  for await (const slice of slices) {
    if (!room.isOpen()) return
    yield { ...slice, concludes: false }
  }
}

const flat = async function* <Item>(lists: AsyncIterable<readonly Item[]>): AsyncGenerator<Item> {
  for await (const list of lists) yield* list
}

const fetchingOf = (input: PassInput): Fetching => {
  const { warehouse, runId, stream, site, config } = input
  return {
    ...input,
    pageSize: config.page_size,
    startDate: config.start_date,
    acceptsEmpty: input.fullRefresh,
    folder: join(warehouse.paths.work, 'pages', runId, `${stream.name}-${site.siteId}`),
    room: pageRoom(input.limitPages),
  }
}
