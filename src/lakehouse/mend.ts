// Mending: a slice with a page that cannot be used is asked again once, before its batch is given up.
import { Problem } from '../core/errors.ts'
import type { Slice } from '../source/slices.ts'
import type { Committed } from './commit.ts'
import { keepBroken } from './lake.ts'
import { loadBatch } from './load-batch.ts'
import type { BatchJob } from './load-batch.ts'
import type { PageFile, SpooledSlice } from './spool.ts'
import type { UnusablePage } from './check-pages.ts'
import type { Warehouse } from './warehouse.ts'

export interface Mending {
  readonly warehouse: Warehouse
  /** Reads a slice from its beginning. */
  readonly fetch: (slice: Slice) => Promise<SpooledSlice>
}

/**
 * Loads a batch; a slice with a page that cannot be used is asked again once.
 * @throws Problem ANSWER_BROKEN when that does not help; nothing of the batch is visible then. DISK_FULL; whatever asking throws.
 */
export const loadMended = async (job: BatchJob, mending: Mending): Promise<Committed> => {
  const askedAgain = new Set<string>()
  let { slices } = job
  for (;;) {
    const loaded = await loadBatch(mending.warehouse, { ...job, slices })
    if (loaded.kind === 'committed') return loaded.committed
    slices = await askAgain(job, mending, slices, loaded.page, askedAgain)
  }
}

/** A body may be spoilt on its way, so its slice is read once more; what comes the same way twice is kept for support. */
const askAgain = async (
  job: BatchJob,
  { warehouse, fetch }: Mending,
  slices: readonly SpooledSlice[],
  unusable: UnusablePage,
  askedAgain: Set<string>,
): Promise<readonly SpooledSlice[]> => {
  const spoilt = slices.find(({ pages }) => pages.some(({ path }) => path === unusable.file))
  const page = spoilt?.pages.find(({ path }) => path === unusable.file)
  if (spoilt === undefined || page === undefined || askedAgain.has(spoilt.slice.id)) {
    throw await spoiltTwice(job, warehouse, unusable, page)
  }
  askedAgain.add(spoilt.slice.id)
  const fresh = await fetch(spoilt.slice)
  return slices.map((slice) => (slice === spoilt ? fresh : slice))
}

const spoiltTwice = async (
  job: BatchJob,
  { paths }: Warehouse,
  { why }: UnusablePage,
  page: PageFile | undefined,
): Promise<Problem> => {
  const { stream, siteId } = job
  const what = `An answer for ${stream.name} of site ${siteId} cannot be used, asked twice.`
  if (page === undefined || !job.keepPages) {
    return new Problem('ANSWER_BROKEN', { what, why, remedy: 'Run again later; its body was not kept.' })
  }
  const kept = await keepBroken(paths, { ...job, stream: stream.name }, page)
  return new Problem('ANSWER_BROKEN', {
    what,
    why,
    remedy: `Run again later. If it stays so, send support the body: ${kept} (it may hold personal data).`,
  })
}
