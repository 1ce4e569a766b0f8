// Where a stream of a site stands: its cursor, when a pass over it was last complete, and what reading all of it costs.
import type { Cursor } from '../source/cursor.ts'
import { isDueAfterHours } from '../source/due.ts'
import type { Stream } from '../source/stream.ts'
import type { Duck } from './duck.ts'
import { quoteText } from './duck.ts'
import { newestEvents } from './missing-keys.ts'
import type { Warehouse } from './warehouse.ts'

export interface Standing {
  readonly cursor: Cursor
  /** Start of the last pass that read all it had planned, by the server's clock. */
  readonly completeAt: Date | undefined
  /** Calls of the last pass that read the whole stream. */
  readonly wholeCalls: number | undefined
}

interface Place {
  readonly stream: Stream
  readonly siteId: number
}

const timestamp = (at: Date): string => `${quoteText(at.toISOString().slice(0, -1))}::timestamp`

const ownRow = ({ stream, siteId }: Place): string =>
  `stream = ${quoteText(stream.name)} and site_id = ${siteId}`

/** Undefined where the stream was never read, or its cursor was reset. */
export const standingOf = async (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
): Promise<Standing | undefined> => {
  const [row] = await warehouse.exclusive((duck) =>
    duck.rows<{ cursor: string; complete: string | null; calls: number | null }>(
      `select cursor, complete_at::varchar as complete, whole_calls as calls from meta.cursors
       where ${ownRow({ stream, siteId })}`,
    ),
  )
  if (row === undefined) return undefined
  return {
    cursor: JSON.parse(row.cursor) as Cursor,
    completeAt: row.complete === null ? undefined : new Date(`${row.complete.replace(' ', 'T')}Z`),
    wholeCalls: row.calls ?? undefined,
  }
}

/** Sets the cursor; what is known of complete passes stays. */
export const moveCursor = async (
  duck: Duck,
  { stream, siteId, cursor, at }: Place & { readonly cursor: Cursor; readonly at: Date },
): Promise<void> => {
  const text = quoteText(JSON.stringify(cursor))
  const [held] = await duck.rows(`select 1 from meta.cursors where ${ownRow({ stream, siteId })}`)
  await duck.run(
    held === undefined
      ? `insert into meta.cursors (stream, site_id, cursor, updated_at)
         values (${quoteText(stream.name)}, ${siteId}, ${text}, ${timestamp(at)})`
      : `update meta.cursors set cursor = ${text}, updated_at = ${timestamp(at)}
         where ${ownRow({ stream, siteId })}`,
  )
}

/** Notes that a pass read all it had planned; `wholeCalls` where that was the whole stream. */
export const noteComplete = (
  warehouse: Warehouse,
  { startedAt, wholeCalls, ...place }: Place & { readonly startedAt: Date; readonly wholeCalls?: number },
): Promise<void> =>
  warehouse.exclusive((duck) =>
    duck.run(`update meta.cursors set complete_at = ${timestamp(startedAt)}
      ${wholeCalls === undefined ? '' : `, whole_calls = ${wholeCalls}`} where ${ownRow(place)}`),
  )

/**
 * True when a stream need not be read again yet: its last complete pass is younger than its `freshHours`. Not so when a row was
 * missed and is to be confirmed, or when days before what was read have come to be wanted.
 */
export const isFresh = async (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
  { now, startDate }: { readonly now: Date; readonly startDate: string },
): Promise<boolean> => {
  if (stream.freshHours === 0) return false
  const { cursor, completeAt } = (await standingOf(warehouse, stream, siteId)) ?? {}
  if (cursor === undefined || completeAt === undefined) return false
  if (completeAt > now || isDueAfterHours(completeAt, stream.freshHours, now)) return false
  if (cursor.kind === 'window' && cursor.from !== undefined && startDate < cursor.from) return false
  const missing = await warehouse.exclusive((duck) =>
    duck.rows(`select 1 from (${newestEvents(stream, siteId)}) where event = 'missing' limit 1`),
  )
  return missing.length === 0
}
