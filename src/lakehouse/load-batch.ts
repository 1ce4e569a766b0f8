// From spooled slices to a commit: typed part by part, checked, written to the lake, made visible.
import { rm } from 'node:fs/promises'
import type { Cursor } from '../source/cursor.ts'
import { isNumbered } from '../source/numbering.ts'
import type { Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import { cutIntoParts } from './batches.ts'
import type { PartPlan } from './batches.ts'
import { commitBatch } from './commit.ts'
import type { Committed, Part } from './commit.ts'
import { adoptPages, batchIdOf, sourceHash, writePart } from './lake.ts'
import { brokenSeams } from './seams.ts'
import type { BrokenSeam } from './seams.ts'
import type { SpooledSlice } from './spool.ts'
import { copyTyped, driftOf, rowsPerSlice, typePages } from './type-pages.ts'
import type { UnusablePage } from './check-pages.ts'
import type { Warehouse } from './warehouse.ts'

export interface BatchJob {
  readonly stream: Stream
  readonly siteId: number
  readonly runId: string
  readonly slices: readonly SpooledSlice[]
  readonly cursor: Cursor
  readonly knownSeq: number
  readonly passStartedAt: Date
  readonly now: () => Date
  /** False: bodies go as soon as their rows are committed. */
  readonly keepPages: boolean
}

export type Loaded = { readonly kind: 'committed'; readonly committed: Committed } | NotCommitted

/** Nothing was committed: what must be mended first. */
type NotCommitted =
  | { readonly kind: 'broken'; readonly seams: readonly BrokenSeam[] }
  | { readonly kind: 'unusable'; readonly page: UnusablePage }

/**
 * Loads whole slices as one commit, or tells what stands in the way.
 * @throws Problem DISK_FULL; nothing is visible then.
 */
export const loadBatch = async (warehouse: Warehouse, job: BatchJob): Promise<Loaded> => {
  const typed: { readonly part: Part; readonly plan: PartPlan }[] = []
  const answered = new Set<Slice>()
  const plans = plansOf(job).filter(({ own }) => own.length > 0)
  for (const [index, plan] of plans.entries()) {
    const result = await typePart(warehouse, job, plan, index)
    if (result.kind !== 'typed') return result
    typed.push({ part: result.part, plan })
    for (const slice of result.answered) answered.add(slice)
  }
  if (job.keepPages) {
    for (const { part, plan } of typed) {
      await adoptPages(warehouse.paths, { ...part, stream: job.stream.name, siteId: job.siteId }, plan.own)
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

/** Rows numbered in order of arrival are typed in one go: each part would begin at 1 again. */
const plansOf = ({ stream, slices }: BatchJob): readonly PartPlan[] =>
  isNumbered(stream) ? [{ slices, own: slices.flatMap(({ pages }) => pages) }] : cutIntoParts(slices)

type TypedPart =
  | { readonly kind: 'typed'; readonly part: Part; readonly answered: readonly Slice[] }
  | NotCommitted

const typePart = (
  warehouse: Warehouse,
  job: BatchJob,
  { slices, own }: PartPlan,
  index: number,
): Promise<TypedPart> =>
  warehouse.exclusive(async (duck) => {
    const { stream, siteId, runId } = job
    const sliceIds = slices.map(({ slice }) => slice.id)
    const batchId = batchIdOf(runId, stream.name, siteId, sliceIds, index)
    const typing = { stream, streams: warehouse.streams, siteId, batchId, slices }
    try {
      const unusable = await typePages(duck, typing)
      await duck.trim()
      if (unusable !== undefined) return { kind: 'unusable', page: unusable }
      const seams = await brokenSeams(duck, stream)
      if (seams.length > 0) return { kind: 'broken', seams }
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
        pages: own.length,
        rows,
        sourceSha256: sourceHash(own),
        parquetPath: file.path,
        parquetSha256: file.sha256,
        drift: await driftOf(duck),
      }
      const answeredSlices = slices.filter((_, place) => answered.has(place)).map(({ slice }) => slice)
      return { kind: 'typed', part, answered: answeredSlices }
    } finally {
      await duck.run('drop table if exists typed')
      await duck.trim()
    }
  })
