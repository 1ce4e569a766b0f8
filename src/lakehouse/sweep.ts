// Housekeeping of a home: what a crash left behind, and page files past their time.
import { removeLeftovers, removePages } from './lake.ts'
import type { Warehouse } from './warehouse.ts'

/** Removes work files, lake files and page folders that belong to no committed batch. Only the holder of the home may call it. */
export const sweepHome = async (warehouse: Warehouse): Promise<void> => {
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<{ batch_id: string; parquet_path: string }>('select batch_id, parquet_path from meta.batches'),
  )
  await removeLeftovers(warehouse.paths, {
    batchIds: new Set(rows.map((row) => row.batch_id)),
    parquetPaths: new Set(rows.map((row) => row.parquet_path)),
  })
}

/** Removes the bodies of batches committed more than `days` ago, and unusable ones of that age; their rows, hashes and Parquet parts stay. */
export const removeExpiredPages = async (warehouse: Warehouse, days: number, now: Date): Promise<void> => {
  const limit = new Date(now.getTime() - days * 86_400_000)
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<{ batch_id: string }>(
      'select batch_id from meta.batches where committed_at < $1::varchar::timestamp',
      [limit.toISOString().slice(0, -1)],
    ),
  )
  await removePages(warehouse.paths, new Set(rows.map((row) => row.batch_id)), limit)
}
