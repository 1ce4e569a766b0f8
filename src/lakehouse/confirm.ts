// What a pass must read once more because an earlier one missed rows: a second reading tells whether they are gone.
import type { Confirm } from '../source/plan-slices.ts'
import type { Stream } from '../source/stream.ts'
import { quoteName, quoteText } from './duck.ts'
import { isMissing } from './missing-keys.ts'
import { rawTable } from './raw-schema.ts'
import type { Warehouse } from './warehouse.ts'

/** The days of missed rows, where the stream has days; parents of missed rows are found where parents are planned. */
export const confirmOf = async (warehouse: Warehouse, stream: Stream, siteId: number): Promise<Confirm> => {
  const { incremental } = stream
  if (stream.parent !== undefined) return { whole: false, days: [] }
  const field = incremental.kind === 'window' ? incremental.field : undefined
  const day = field === undefined ? quoteText('') : `left(${quoteName(field)}, 10)`
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<{ day: string | null }>(
      `select distinct ${day} as day from ${rawTable(stream)}
       where "SiteId" = ${siteId} and ${isMissing(stream, siteId)}`,
    ),
  )
  return { whole: rows.length > 0, days: rows.flatMap((row) => row.day ?? []) }
}
