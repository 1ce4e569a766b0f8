// Reading ahead and grouping: slices are fetched in parallel, handed on in order, and gathered into batches.
import type { PageFile, SpooledSlice } from './spool.ts'

/** A batch is full at this many pages, or at this much text once opened: enough to keep DuckDB busy, and memory stays flat. */
export const pagesPerBatch = 250
const bytesPerBatch = 20 * 1024 * 1024

/** Text of the pages, once opened. */
export const sizeOf = (pages: readonly PageFile[]): number => pages.reduce((sum, { bytes }) => sum + bytes, 0)

/** Slices of a batch at most, for streams whose slices are one small page each. */
const slicesPerBatch = 1_000

/**
 * Calls that should be left for each slice begun: a window of a busy studio takes some 25, and four streams are read side by
 * side. A slice that the budget cuts off has cost its calls for nothing.
 */
const callsPerSlice = 100

/** How many slices to begin side by side: fewer and fewer as the budget, where there is one, runs out. */
export const widthFor =
  (most: number, callsLeft: () => Promise<number | undefined>): (() => Promise<number>) =>
  async () => {
    const left = await callsLeft()
    return left === undefined ? most : Math.min(most, Math.max(1, Math.floor(left / callsPerSlice)))
  }

/**
 * Works on up to `width()` items at once and yields the results in the order of the items. When it ends early, what was begun
 * beyond is for nobody: its signal is aborted, and it has ended before this returns or throws.
 */
export const readAhead = async function* <Item, Result>(
  items: AsyncIterable<Item>,
  width: () => Promise<number>,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Result> {
  const iterator = items[Symbol.asyncIterator]()
  const begun: Promise<Result>[] = []
  const over = new AbortController()
  let ended = false
  try {
    for (;;) {
      while (!ended && begun.length < (await width())) {
        const next = await iterator.next()
        if (next.done === true) {
          ended = true
        } else {
          const result = work(next.value, over.signal)
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
    over.abort()
    await Promise.allSettled(begun)
    await iterator.return?.(undefined)
  }
}

/**
 * Gathers whole slices into batches. When reading breaks off, what was read before is still handed on as a batch, since its
 * calls are paid for; the error follows after it.
 */
export const groupSlices = async function* <Spooled extends SpooledSlice>(
  slices: AsyncIterable<Spooled>,
): AsyncGenerator<readonly Spooled[]> {
  let batch: Spooled[] = []
  let pages = 0
  let bytes = 0
  let failure: { readonly error: unknown } | undefined
  try {
    for await (const slice of slices) {
      const sliceBytes = sizeOf(slice.pages)
      const isFull =
        pages + slice.pages.length > pagesPerBatch ||
        bytes + sliceBytes > bytesPerBatch ||
        batch.length >= slicesPerBatch
      // Closed before it overflows: memory follows the largest batch, so one must not be half as large again as another.
      if (isFull && batch.length > 0) {
        yield batch
        batch = []
        pages = 0
        bytes = 0
      }
      batch.push(slice)
      pages += slice.pages.length
      bytes += sliceBytes
    }
  } catch (error) {
    failure = { error }
  }
  if (batch.length > 0) yield batch
  if (failure !== undefined) throw failure.error
}

/** Cuts a slice longer than a batch into parts that are typed one after the other. */
export const cutIntoParts = (slices: readonly SpooledSlice[]): readonly (readonly SpooledSlice[])[] => {
  const [only] = slices
  if (only === undefined || slices.length > 1) return [slices]
  const { slice, pages } = only
  const parts: SpooledSlice[][] = []
  let start = 0
  for (let end = 1; end <= pages.length; end += 1) {
    const own = pages.slice(start, end)
    const isFull = own.length >= pagesPerBatch || sizeOf(own) >= bytesPerBatch
    if (!isFull && end < pages.length) continue
    parts.push([{ slice, pages: own }])
    start = end
  }
  return parts
}
