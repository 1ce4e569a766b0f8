// Which slices an unfinished pass has read: positions in the order in which slices are planned.
import type { Slice } from './slices.ts'
import type { Unfinished } from './states.ts'

/** Where a slice ends, in the order in which slices are read; undefined for the only one of its pass. */
export const endOf = ({ window, parents }: Slice): string | undefined => parents?.at(-1) ?? window?.to

/** True for a slice that the unfinished pass has read. */
export const isDone = (slice: Slice, unfinished: Unfinished | undefined): boolean => {
  const end = endOf(slice)
  return unfinished !== undefined && end !== undefined && end <= unfinished.after
}

/** The slices that are left of a pass. */
export const remaining = async function* (
  slices: AsyncIterable<Slice>,
  unfinished: Unfinished | undefined,
): AsyncGenerator<Slice> {
  for await (const slice of slices) if (!isDone(slice, unfinished)) yield slice
}
