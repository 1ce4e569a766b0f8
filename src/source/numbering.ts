// Ordinals: the running number that tells apart rows of a slice which share the rest of their key.
import { isAsked, keyOf } from './records.ts'
import type { Row } from './records.ts'
import type { Slice } from './slices.ts'
import type { Stream } from './stream.ts'

/** True where rows are told apart by the order in which they arrive, so that pages must not overlap. */
export const isNumbered = ({ key }: Pick<Stream, 'key'>): boolean => key.includes('Ordinal')

/**
 * Makes the function that numbers the rows of a slice in order of arrival, over all its pages. Rows of parents that were not
 * asked are counted apart: they are dropped, and must leave no gap.
 */
export const createNumbering = (slice: Slice): ((row: Row) => Row) => {
  const { stream } = slice
  if (!isNumbered(stream)) return (row) => row
  const rest = { ...stream, key: stream.key.filter((name) => name !== 'Ordinal') }
  const counts = new Map<string, number>()
  return (row) => {
    const key = `${isAsked(stream, row, slice)} ${keyOf(rest, row, slice)}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return { ...row, Ordinal: count }
  }
}
