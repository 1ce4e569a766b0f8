// Mending: a batch whose pages do not fit together, or cannot be read, is asked again for what it lacks before it is given up.
import { Problem } from '../core/errors.ts'
import type { Client } from '../source/client.ts'
import { readPage } from '../source/page.ts'
import type { Page } from '../source/page.ts'
import type { Slice } from '../source/slices.ts'
import type { Committed } from './commit.ts'
import { keepBroken } from './lake.ts'
import { loadBatch } from './load-batch.ts'
import type { BatchJob } from './load-batch.ts'
import type { BrokenSeam } from './seams.ts'
import { spoolPage } from './spool.ts'
import type { PageFile, SpooledSlice } from './spool.ts'
import type { UnusablePage } from './check-pages.ts'
import type { Warehouse } from './warehouse.ts'

/** A stream whose server keeps losing the thread is given up after this many attempts to close its seams. */
const seamAttempts = 4

/** Pages stepped back at each attempt, while they come empty. */
const seamSteps = 3

export interface Mending {
  readonly warehouse: Warehouse
  readonly client: Client
  readonly signal: AbortSignal
  /** Where pages are spooled. */
  readonly folder: string
  /** Reads a slice from its beginning. */
  readonly fetch: (slice: Slice) => Promise<SpooledSlice>
}

/**
 * Loads a batch; seams that do not hold are closed, and a slice with a page that cannot be used is asked again once.
 * @throws Problem ANSWER_BROKEN when that does not help; nothing of the batch is visible then. DISK_FULL; whatever asking throws.
 */
export const loadMended = async (job: BatchJob, mending: Mending): Promise<Committed> => {
  const askedAgain = new Set<string>()
  let { slices } = job
  let seamsTried = 0
  for (;;) {
    const loaded = await loadBatch(mending.warehouse, { ...job, slices })
    if (loaded.kind === 'committed') return loaded.committed
    if (loaded.kind === 'unusable') {
      slices = await askAgain(job, mending, slices, loaded.page, askedAgain)
    } else {
      seamsTried += 1
      if (seamsTried === seamAttempts) throw restless(job)
      slices = await closeSeams(mending, slices, loaded.seams, seamsTried)
    }
  }
}

const restless = ({ stream, siteId }: BatchJob): Problem =>
  new Problem('ANSWER_BROKEN', {
    what: `The pages of ${stream.name} of site ${siteId} do not fit together.`,
    why: 'Rows come and go faster than they can be read; nothing was committed.',
    remedy: 'Run again at a quieter hour.',
  })

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

/** Puts a page between each broken pair. Where none is to be had the seam stays broken, and with it the batch. */
const closeSeams = async (
  mending: Mending,
  slices: readonly SpooledSlice[],
  seams: readonly BrokenSeam[],
  attempt: number,
): Promise<readonly SpooledSlice[]> => {
  const broken = new Set(seams.map(({ file }) => file))
  return Promise.all(
    slices.map(async ({ slice, pages }) => {
      const mended: PageFile[] = []
      for (const page of pages) {
        const patch = broken.has(page.path) ? await readBefore(mending, slice, page) : undefined
        if (patch !== undefined) {
          const mark = `${page.name.split(/[-.]/)[1] ?? '0'}p${attempt}`
          const file = await spoolPage(patch, mending.folder, mark)
          mended.push({ ...file, overlap: page.overlap, isPatch: true })
        }
        mended.push(page)
      }
      return { slice, pages: mended }
    }),
  )
}

/**
 * Reads the page before a broken seam's later page, stepped back by most of a page: rows were deleted in front of it, so what
 * was missed now stands before its offset. An empty answer says that the table has become shorter still: another step.
 */
const readBefore = async (
  { client, signal }: Mending,
  slice: Slice,
  { limit, overlap, offset: from }: PageFile,
): Promise<Page | undefined> => {
  let offset = from
  for (let step = 0; step < seamSteps && offset > 0; step += 1) {
    offset = Math.max(0, offset - (limit - overlap))
    const page = await readPage(client, slice, { signal, limit, offset })
    if (page?.rows !== 0) return page
  }
  return undefined
}
