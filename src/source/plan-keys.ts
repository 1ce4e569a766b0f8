// Slices that ask for single rows by their own key, e.g. after an event that names them.
import { bounds, sent } from './plan-slices.ts'
import type { DayWindow, Slice } from './slices.ts'
import type { Stream } from './stream.ts'

/** What single rows are asked by: their key, or the other field that names them. */
export type AskedBy = 'key' | 'alias'

/** Parameter and field that name a row; undefined where the stream has none. */
export const namedBy = (
  { byKey }: Stream,
  by: AskedBy,
): { readonly param: string; readonly field: string } | undefined => (by === 'key' ? byKey : byKey?.alias)

/**
 * A slice of the rows with these keys. It concludes nothing: that a key does not come may have many reasons. Date bounds are
 * sent as well where the stream is read by days, since a bound left out means "today" at most endpoints.
 */
export const keySlice = (
  stream: Stream,
  siteId: number,
  by: AskedBy,
  keys: readonly string[],
  days: DayWindow,
): Slice => {
  const { incremental } = stream
  const param = namedBy(stream, by)?.param ?? ''
  return {
    stream,
    siteId,
    id: `${by}=${keys[0] ?? ''}${keys.length > 1 ? `+${keys.length - 1}` : ''}`,
    query: [
      ...sent(stream, siteId),
      ...(incremental.kind === 'window' ? bounds(incremental.startParam, incremental.endParam, days) : []),
      ...keys.map((key) => [param, key] as const),
    ],
    concludes: false,
  }
}
