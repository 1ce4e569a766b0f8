// One stream of one site, read into the stream's output.
import type { Log } from '../core/log.ts'
import type { Client } from './client.ts'
import { createFrontier, forEachConcurrently } from './concurrent.ts'
import { cursorAfter } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { planSlices } from './plan-slices.ts'
import type { PlanConfig } from './plan-slices.ts'
import { readSlice } from './read-slice.ts'
import type { SliceSink } from './read-slice.ts'
import type { GatheredParents } from './read-parents.ts'
import { createShaper, unknownFields } from './records.ts'
import type { Row } from './records.ts'
import type { SelectedStream } from './configured.ts'
import type { Site, Slice } from './slices.ts'
import type { Stream } from './stream.ts'
import type { StreamOutput } from './stream-output.ts'

export interface ReadStreamInput {
  readonly stream: Stream
  readonly streams: readonly Stream[]
  readonly site: Site
  readonly cursor: Cursor | undefined
  /** When reading this site began, before its parents were read. */
  readonly startedAt: Date
  readonly selected: SelectedStream | undefined
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
  const { stream, site, startedAt, client, config, output, signal } = input
  const pass = { startedAt, zone: site.zone }
  const slices = planSlices({ ...input, now: startedAt })
  const shape = input.selected && createShaper(input.selected, input.streams)
  const frontier = createFrontier<Slice>()
  // Parents are done or not: their cursor is the time of the whole pass.
  const movesEarly = stream.parent === undefined
  let last: Slice | undefined

  await forEachConcurrently(slices, config.max_concurrency, async (slice, index) => {
    frontier.start(index, slice)
    await readSlice(client, slice, sinkOf(input, slice), { signal, pageSize: config.page_size, shape })
    last = frontier.finish(index)
    if (movesEarly && last !== undefined) await output.move(site.siteId, cursorAfter(last, pass))
  })
  if (!movesEarly) {
    await output.move(site.siteId, { kind: 'parents', readAt: startedAt.toISOString() })
  }
}

const sinkOf = ({ stream, site, parents, output, onRow, log }: ReadStreamInput, slice: Slice): SliceSink => {
  const told = new Set<string>()
  return {
    page: async (page, longNumerals) => {
      if (page.index === 0 && slice.parents === undefined) await output.expect(page.totalResults ?? 0)
      if (longNumerals.length > 0) {
        log.warn(
          { stream: stream.name, longNumerals: longNumerals.slice(0, 5) },
          'numerals longer than 15 digits',
        )
      }
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
