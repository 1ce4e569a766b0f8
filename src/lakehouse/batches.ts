// Reading ahead and grouping: slices are fetched in parallel, handed on in order, and gathered into batches.
import type { PageFile, SpooledSlice } from './spool.ts'

/** Pages per batch: large enough to keep DuckDB busy, small enough to keep memory flat. */
export const pagesPerBatch = 250

/** Slices of a batch at most, for streams whose slices are one small page each. */
const slicesPerBatch = 1_000

/**
 * Works on up to `width` items at once and yields the results in the order of the items. What was begun is finished before it
 * returns or throws.
 */
export const readAhead = async function* <Item, Result>(
  items: AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const iterator = items[Symbol.asyncIterator]()
  const begun: Promise<Result>[] = []
  let ended = false
  try {
    for (;;) {
      while (!ended && begun.length < width) {
        const next = await iterator.next()
        if (next.done === true) {
          ended = true
        } else {
          const result = work(next.value)
          // Looked at in its turn below; until then a failure must not count as unhandled.
          result.catch(() => undefined)
          begun.push(result)
        }
      }
      const head = begun.shift()
      if (head === undefined) return
      yield await head
    }
  } finally {
    await Promise.allSettled(begun)
    await iterator.return?.(undefined)
  }
}

/**
 * Gathers whole slices into batches. When reading breaks off, what was read before is still handed on as a batch, since its
 * calls are paid for; the error follows after it.
 */
export const groupSlices = async function* (
  slices: AsyncIterable<SpooledSlice>,
): AsyncGenerator<readonly SpooledSlice[]> {
  let batch: SpooledSlice[] = []
  let pages = 0
  let failure: { readonly error: unknown } | undefined
  try {
    for await (const slice of slices) {
      batch.push(slice)
      pages += slice.pages.length
      if (pages < pagesPerBatch && batch.length < slicesPerBatch) continue
      yield batch
      batch = []
      pages = 0
    }
  } catch (error) {
    failure = { error }
  }
  if (batch.length > 0) yield batch
  if (failure !== undefined) throw failure.error
}

/** What is typed in one go. */
export interface PartPlan {
  readonly slices: readonly SpooledSlice[]
  /** Pages of the part itself, without the neighbour it begins with. */
  readonly own: readonly PageFile[]
}

/** Cuts a slice longer than a batch into parts; each begins with the page before it, so that every seam is seen. */
export const cutIntoParts = (slices: readonly SpooledSlice[]): readonly PartPlan[] => {
  const [only] = slices
  if (only === undefined || slices.length > 1 || only.pages.length <= pagesPerBatch) {
    return [{ slices, own: slices.flatMap(({ pages }) => pages) }]
  }
  const { slice, pages } = only
  const parts: PartPlan[] = []
  for (let start = 0; start < pages.length; start += pagesPerBatch) {
    const end = start + pagesPerBatch
    parts.push({
      slices: [{ slice, pages: pages.slice(Math.max(0, start - 1), end) }],
      own: pages.slice(start, end),
    })
  }
  return parts
}
