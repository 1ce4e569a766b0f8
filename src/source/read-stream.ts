// One stream of one site, read into the stream's output.
import type { Log } from '../core/log.ts'
import { localDateOf } from '../core/time.ts'
import type { Client } from './client.ts'
import { createFrontier, forEachConcurrently } from './concurrent.ts'
import type { SelectedStream } from './configured.ts'
import { cursorAfter } from './cursor.ts'
import type { Cursor, PassStart } from './cursor.ts'
import { planSlices } from './plan-slices.ts'
import type { PlanConfig } from './plan-slices.ts'
import { warnOfSkipped } from './stretch.ts'
import { readSlice } from './read-slice.ts'
import type { ReadSliceOptions, SliceSink } from './read-slice.ts'
import type { GatheredParents } from './read-parents.ts'
import { isModifiedSince } from './read-plan.ts'
import { createShaper, unknownFields } from './records.ts'
import type { Row } from './records.ts'
import { endOf, isDone, remaining } from './slices-done.ts'
import type { Site, Slice } from './slices.ts'
import type { Unfinished } from './states.ts'
import type { Stream } from './stream.ts'
import type { StreamOutput } from './stream-output.ts'

export interface ReadStreamInput {
  readonly stream: Stream
  readonly streams: readonly Stream[]
  readonly site: Site
  readonly cursor: Cursor | undefined
  /** The stream's own cursor, where it is read from further back for its children. */
  readonly ownCursor: Cursor | undefined
  /** A pass that an earlier read began and did not end; it is gone on with. */
  readonly unfinished: Unfinished | undefined
  /** When reading this site began, before its parents were read. */
  readonly startedAt: Date
  readonly selected: SelectedStream | undefined
  /** Slices that are done are read again for the parents in them, and nothing is said of their rows. */
  readonly isParent: boolean
  readonly parents: GatheredParents
  readonly config: PlanConfig & { readonly page_size: number; readonly max_concurrency: number }
  readonly client: Client
  readonly output: StreamOutput
  readonly onRow: (row: Row) => void
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Reads one stream of one site; slices side by side, the state moved only over slices that are done without a gap.
 * @throws Problem of the first slice that was lost; what was emitted before it stays good.
 */
export const readStream = async (input: ReadStreamInput): Promise<void> => {
  const { stream, site, cursor, unfinished, selected, client, config, output, signal } = input
  const startedAt = unfinished === undefined ? input.startedAt : new Date(unfinished.startedAt)
  const pass = { startedAt, zone: site.zone }
  if (isReadToday(stream, cursor, pass)) return output.move(site.siteId, {})
  const shape = selected && newsShaper(input, selected)
  const frontier = createFrontier<Slice>()
  // A full refresh is whole or not: only a whole pass gives it a cursor. Parents are done or not as well.
  const movesEarly = stream.parent === undefined && selected?.mode === 'incremental'
  const planned = planSlices({ ...input, now: startedAt })
  const slices = input.isParent ? planned : remaining(planned, unfinished)
  let last: Slice | undefined

  await forEachConcurrently(slices, config.max_concurrency, async (slice, index) => {
    frontier.start(index, slice)
    const tells = shape !== undefined && !isDone(slice, unfinished)
    await readSlice(client, slice, sinkOf(input, tells), {
      signal,
      pageSize: config.page_size,
      log: input.log,
      shape: tells ? shape : undefined,
    })
    const done = frontier.finish(index)
    if (done === undefined || isDone(done, unfinished)) return
    last = done
    const after = endOf(done)
    await output.move(site.siteId, {
      cursor: movesEarly ? cursorAfter(done, pass) : undefined,
      unfinished:
        movesEarly || after === undefined ? undefined : { startedAt: startedAt.toISOString(), after },
    })
  })
  await output.move(site.siteId, { cursor: endCursor(stream, last, pass, cursor) })
}

/** Shapes what is news to the stream itself: rows read for its children alone were told before. */
const newsShaper = (
  { stream: { incremental }, streams, ownCursor: cursor }: ReadStreamInput,
  selected: SelectedStream,
): ReadSliceOptions['shape'] => {
  const shape = createShaper(selected, streams)
  if (incremental.kind !== 'modified' || cursor?.kind !== 'modified') return shape
  const { since } = cursor
  return (row, slice) => (isModifiedSince(row, incremental.field, since) ? shape(row, slice) : undefined)
}

/** The cursor of a whole pass. Parents have been dealt with as of its start, also where none was due. */
const endCursor = (
  stream: Stream,
  last: Slice | undefined,
  pass: PassStart,
  before: Cursor | undefined,
): Cursor | undefined => {
  if (last !== undefined) return cursorAfter(last, pass)
  if (stream.parent === undefined) return before
  return {
    ...(before?.kind === 'parents' ? before : {}),
    kind: 'parents',
    readAt: pass.startedAt.toISOString(),
  }
}

/** Parents that are asked once a local day, and have been. */
const isReadToday = (
  { parent }: Stream,
  cursor: Cursor | undefined,
  { startedAt, zone }: PassStart,
): boolean =>
  parent?.due === 'daily' &&
  cursor?.kind === 'parents' &&
  localDateOf(new Date(cursor.readAt), zone) >= localDateOf(startedAt, zone)

const sinkOf = (
  { stream, site, parents, output, onRow, log }: ReadStreamInput,
  tells: boolean,
): SliceSink => {
  const told = new Set<string>()
  return {
    page: (page) => {
      const { index, totalResults = 0, longNumerals } = page
      if (index === 0 && tells) output.expect(totalResults)
      warnOfSkipped(page, log)
      if (longNumerals.length > 0) {
        const examples = longNumerals.slice(0, 5).map(({ text }) => text)
        log.warn({ stream: stream.name, longNumerals: examples }, 'numerals longer than 15 digits')
      }
      return Promise.resolve()
    },
    row: (row) => {
      parents.see(stream, site.siteId, row)
      onRow(row)
      for (const field of unknownFields(stream, row)) {
        if (told.has(field)) continue
        told.add(field)
        log.debug({ stream: stream.name, field }, 'a field the stream does not declare')
      }
    },
    record: (record) => output.record(record),
  }
}
