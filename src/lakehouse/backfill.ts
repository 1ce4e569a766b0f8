// A backfill: closed windows of a stream read and committed one by one, while the stream itself stands where it stood.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Client } from '../source/client.ts'
import { windowSlice } from '../source/plan-slices.ts'
import { closedWindows } from '../source/plan-windows.ts'
import type { DayWindow, Slice } from '../source/slices.ts'
import { warnOfSkipped } from '../source/stretch.ts'
import type { EventWindow, Stream } from '../source/stream.ts'
import { readAhead, widthFor } from './batches.ts'
import { fetchAhead, fetchWhole, pageRoom } from './fetch-slice.ts'
import type { Fetching } from './fetch-slice.ts'
import { keepsPages } from './lake.ts'
import { loadMended } from './mend.ts'
import type { Warehouse } from './warehouse.ts'

export interface BackfillInput {
  readonly stream: Stream
  readonly siteId: number
  readonly slices: readonly Slice[]
  readonly runId: string
  readonly warehouse: Warehouse
  readonly client: Client
  readonly config: {
    readonly start_date: string
    readonly page_size: number
    readonly page_retention_days: number
    readonly max_concurrency: number
  }
  readonly signal: AbortSignal
  readonly log: Log
  /** After the commit of a window. */
  readonly onWindow: (window: BackfilledWindow) => Promise<void>
}

export interface BackfilledWindow extends DayWindow {
  readonly rows: number
  readonly rowsChanged: number
  readonly rowsDeleted: number
}

/** A stream whose rows have a day: only there does a window of days mean what it says. */
const eventWindowOf = ({ incremental }: Stream): EventWindow | undefined =>
  incremental.kind === 'window' && incremental.field !== undefined ? incremental : undefined

/**
 * The windows of a span as slices, oldest first.
 * @throws Problem USAGE for a stream that is not read by days, naming those that are.
 */
export const backfillSlices = (
  stream: Stream,
  siteId: number,
  span: DayWindow,
  all: readonly Stream[],
): readonly Slice[] => {
  const incremental = eventWindowOf(stream)
  if (incremental === undefined) {
    const names = all.filter((one) => eventWindowOf(one) !== undefined).map(({ name }) => name)
    throw new Problem('USAGE', {
      what: `${stream.name} is not read by days, so no past window of it can be read.`,
      why: `These streams can be backfilled: ${names.join(', ')}.`,
      remedy: `To read ${stream.name} again from the start: state reset --streams ${stream.name}, then sync.`,
    })
  }
  return [...closedWindows(span, incremental.stepDays)].map((window) =>
    windowSlice(stream, siteId, incremental, window),
  )
}

/**
 * Reads windows side by side and commits them in their order, each by itself: what is committed stays, whatever stops the rest.
 * Cursors are not touched. Rows a window no longer has are noted as missing as in any reading of it.
 * @throws whatever reading throws (BUDGET_SPENT, MINDBODY_UNAVAILABLE, ...); the signal's reason.
 */
export const backfill = async (input: BackfillInput): Promise<void> => {
  const { stream, siteId, runId, warehouse, client, config, signal, log } = input
  const folder = join(warehouse.paths.work, 'pages', runId)
  const fetching: Fetching = {
    client,
    warehouse,
    pageSize: config.page_size,
    startDate: config.start_date,
    acceptsEmpty: false,
    folder,
    signal,
    room: pageRoom(),
    onPage: (page) => warnOfSkipped(page, log),
    log,
  }
  const passStartedAt = client.now()
  const width = widthFor(config.max_concurrency, () => client.callsLeft(siteId))
  const windows = (async function* () {
    yield* input.slices
  })()
  try {
    for await (const slices of readAhead(windows, width, fetchAhead(fetching))) {
      const committed = await loadMended(
        {
          stream,
          siteId,
          runId,
          slices,
          cursor: undefined,
          acceptsEmpty: false,
          knownSeq: await warehouse.newestCommit(),
          passStartedAt,
          now: () => client.now(),
          keepPages: keepsPages(stream, config.page_retention_days),
        },
        { warehouse, fetch: (slice) => fetchWhole(fetching, slice) },
      )
      const { rows, rowsChanged, rowsDeleted } = committed
      for (const { slice } of slices) {
        if (slice.window !== undefined)
          await input.onWindow({ ...slice.window, rows, rowsChanged, rowsDeleted })
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
