// A pass: one stream of one site, from the plan of its slices to the last commit.
import { join } from 'node:path'
import { cursorAfter } from '../source/cursor.ts'
import type { Client } from '../source/client.ts'
import type { Page } from '../source/page.ts'
import { readPages } from '../source/pages.ts'
import { planSlices } from '../source/plan-slices.ts'
import type { PlanConfig } from '../source/plan-slices.ts'
import type { ParentKeys, Site, Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import { groupSlices, readAhead } from './batches.ts'
import type { Committed } from './commit.ts'
import { keepsPages } from './lake.ts'
import type { BatchJob } from './load-batch.ts'
import { loadMended } from './mend.ts'
import { spoolSlice } from './spool.ts'
import type { SpooledSlice } from './spool.ts'
import type { Warehouse } from './warehouse.ts'

export interface PassInput {
  readonly stream: Stream
  readonly site: Site
  readonly runId: string
  readonly warehouse: Warehouse
  readonly client: Client
  readonly parents: ParentKeys
  readonly config: PlanConfig & {
    readonly page_size: number
    readonly page_retention_days: number
    readonly max_concurrency: number
  }
  /** Reads everything again, as if there were no cursor. */
  readonly fullRefresh: boolean
  readonly signal: AbortSignal
  readonly onPage: (page: Page) => void
  readonly onCommit: (committed: Committed) => Promise<void>
}

/**
 * Reads what is due and commits it batch by batch. Slices are fetched side by side but committed in planned order, so the
 * cursor only ever moves over what is whole. One batch loads while the next is being fetched; no more than that wait.
 */
export const runPass = async (input: PassInput): Promise<void> => {
  const { stream, site, warehouse, client, config } = input
  const cursor = input.fullRefresh ? undefined : await warehouse.cursorOf(stream, site.siteId)
  const knownSeq = await warehouse.newestCommit()
  const startedAt = client.now()
  const planned = planSlices({ stream, site, cursor, now: startedAt, config, parents: input.parents })
  // A little more than the calls in flight, so that a slow slice does not leave the line idle.
  const spooled = readAhead(planned, config.max_concurrency * 2, (slice) => fetchSlice(input, slice))

  const load = (job: BatchJob): Promise<void> =>
    loadMended(job, {
      ...input,
      fetch: (slice) => fetchSlice(input, slice),
    }).then(input.onCommit)
  let loading: Promise<void> = Promise.resolve()
  try {
    for await (const slices of groupSlices(spooled)) {
      const last = slices.at(-1)
      if (last === undefined) continue
      await loading
      loading = load({
        stream,
        siteId: site.siteId,
        runId: input.runId,
        slices,
        cursor: cursorAfter(last.slice, { startedAt, zone: site.zone }),
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
}

const folderOf = ({ warehouse, runId, stream, site }: PassInput): string =>
  join(warehouse.paths.work, 'pages', runId, `${stream.name}-${site.siteId}`)

const fetchSlice = (input: PassInput, slice: Slice): Promise<SpooledSlice> => {
  const { client, config, signal } = input
  const pages = readPages(client, slice, { signal, pageSize: config.page_size })
  const counted = (async function* () {
    for await (const page of pages) {
      input.onPage(page)
      yield page
    }
  })()
  return spoolSlice(counted, slice, folderOf(input))
}
