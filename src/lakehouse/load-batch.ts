// From spooled slices to a commit: typed part by part, checked, written to the lake, made visible.
import { rm } from 'node:fs/promises'
import { collectGarbage } from '../core/heap.ts'
import type { Cursor } from '../source/cursor.ts'
import { isNumbered } from '../source/numbering.ts'
import type { Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import { cutIntoParts, sizeOf } from './batches.ts'
import { commitBatch } from './commit.ts'
import type { Commit, Committed, Part } from './commit.ts'
import { adoptPages, batchIdOf, sourceHash, writePart } from './lake.ts'
import type { PageFile, SpooledSlice } from './spool.ts'
import { copyTyped, driftOf, rowsPerSlice, typePages } from './type-pages.ts'
import type { Drift } from './type-pages.ts'
import type { UnusablePage } from './check-pages.ts'
import type { Warehouse } from './warehouse.ts'

export interface BatchJob {
  readonly stream: Stream
  readonly siteId: number
  readonly runId: string
  readonly slices: readonly SpooledSlice[]
  /** Where the stream stands afterwards; undefined: rows only. */
  readonly cursor: Cursor | undefined
  /** An empty answer where rows are known is taken for the truth. */
  readonly acceptsEmpty: boolean
  readonly knownSeq: number
  readonly passStartedAt: Date
  readonly now: () => Date
  /** False: bodies go as soon as their rows are committed. */
  readonly keepPages: boolean
  /** As in a commit. */
  readonly notesParents?: boolean
  readonly also?: Commit['also']
  /** Tells this reading from another one of the same slices in the same run. */
  readonly label?: string
}

/** From so much opened text on a batch is worth a collection of garbage; a sync has many that are a page or two. */
const largeBytes = 4 * 1024 * 1024

export type Loaded = { readonly kind: 'committed'; readonly committed: Committed } | NotCommitted

/** Nothing was committed: the page that stands in the way. */
interface NotCommitted {
  readonly kind: 'unusable'
  readonly page: UnusablePage
}

/**
 * Loads whole slices as one commit, or tells which page stands in the way.
 * @throws Problem DISK_FULL; nothing is visible then.
 */
export const loadBatch = (warehouse: Warehouse, given: BatchJob): Promise<Loaded> =>
  warehouse.oneBatch(() => loadAlone(warehouse, given))

const loadAlone = async (warehouse: Warehouse, given: BatchJob): Promise<Loaded> => {
  const job = { ...given, slices: concluding(given.slices) }
  // Pages leave some 20 KB of garbage each, which V8 keeps while it has room: it would lie beside what DuckDB is about to take.
  if (sizeOf(pagesOf(job.slices)) > largeBytes) collectGarbage()
  const typed: { readonly part: Part; readonly pages: readonly PageFile[] }[] = []
  const answered = new Set<Slice>()
  const plans = plansOf(job).filter((slices) => pagesOf(slices).length > 0)
  for (const [index, slices] of plans.entries()) {
    const result = await typePart(warehouse, job, slices, index)
    if (result.kind !== 'typed') return result
    typed.push({ part: result.part, pages: pagesOf(slices) })
    for (const slice of result.answered) answered.add(slice)
  }
  if (job.keepPages) {
    for (const { part, pages } of typed) {
      await adoptPages(warehouse.paths, { ...part, stream: job.stream.name, siteId: job.siteId }, pages)
    }
  }
  const committed = await commitBatch(warehouse, {
    ...job,
    parts: typed.map(({ part }) => part),
    slices: job.slices.map(({ slice }) => slice),
    answered: [...answered],
    at: job.now(),
  })
  await warehouse.rest()
  if (!job.keepPages) {
    for (const { pages } of job.slices) await Promise.all(pages.map(({ path }) => rm(path, { force: true })))
  }
  return { kind: 'committed', committed }
}

/** Rows that one window missed may have come with another one, and been dropped there: then no window says what is gone. */
const concluding = (slices: readonly SpooledSlice[]): readonly SpooledSlice[] => {
  if (slices.every(({ outside }) => outside === undefined)) return slices
  return slices.map((spooled) => ({ ...spooled, slice: { ...spooled.slice, concludes: false } }))
}

/** Rows numbered in order of arrival are typed in one go: each part would begin at 1 again. */
const plansOf = ({ stream, slices }: BatchJob): readonly (readonly SpooledSlice[])[] =>
  isNumbered(stream) ? [slices] : cutIntoParts(slices)

const pagesOf = (slices: readonly SpooledSlice[]): readonly PageFile[] => slices.flatMap(({ pages }) => pages)

const skippedRows = (pages: readonly PageFile[]): readonly Drift[] =>
  pages
    .filter(({ skipped }) => skipped > 0)
    .map(({ skipped, requestId }) => ({
      field: '',
      change: 'skipped_row',
      example_type: requestId,
      count: skipped,
    }))

type TypedPart =
  | { readonly kind: 'typed'; readonly part: Part; readonly answered: readonly Slice[] }
  | NotCommitted

const typePart = (
  warehouse: Warehouse,
  job: BatchJob,
  slices: readonly SpooledSlice[],
  index: number,
): Promise<TypedPart> =>
  warehouse.exclusive(async (duck) => {
    const { stream, siteId, runId, label = [] } = job
    const sliceIds = [label, slices.map(({ slice }) => slice.id)].flat()
    const batchId = batchIdOf(runId, stream.name, siteId, sliceIds, index)
    const typing = { stream, streams: warehouse.streams, siteId, batchId, slices }
    try {
      const unusable = await typePages(duck, typing)
      await duck.trim()
      if (unusable !== undefined) return { kind: 'unusable', page: unusable }
      const pages = pagesOf(slices)
      const answered = await rowsPerSlice(duck)
      let rows = 0
      const file = await writePart(
        warehouse.paths,
        { batchId, stream: stream.name, siteId },
        async (path) => {
          rows = await copyTyped(duck, typing, path)
        },
      )
      const part: Part = {
        batchId,
        pages: pages.length,
        rows,
        sourceSha256: sourceHash(pages),
        parquetPath: file.path,
        parquetSha256: file.sha256,
        drift: [...(await driftOf(duck)), ...skippedRows(pages)],
      }
      const answeredSlices = slices.filter((_, place) => answered.has(place)).map(({ slice }) => slice)
      return { kind: 'typed', part, answered: answeredSlices }
    } finally {
      await duck.run('drop table if exists typed')
      await duck.trim()
    }
  })
