// Which streams the syncs of a home have read.
import type { Warehouse } from '../lakehouse/warehouse.ts'
import type { Stream } from '../source/stream.ts'

/** Streams that a sync has read, in their order: an event is no reason to begin with another. */
export const streamsRead = async (
  warehouse: Warehouse,
  streams: readonly Stream[],
): Promise<readonly Stream[]> => {
  const read = await warehouse.exclusive((duck) =>
    duck.rows<{ stream: string }>('select distinct stream from meta.cursors'),
  )
  const names = new Set(read.map(({ stream }) => stream))
  return streams.filter(({ name }) => names.has(name))
}
