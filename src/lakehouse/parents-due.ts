// Which parents of a per-parent stream are to be asked now, within its share of the calls that are left.
import type { LocalDate } from '../core/time.ts'
import type { ParentsCursor } from '../source/cursor.ts'
import { isDueAfterHours } from '../source/due.ts'
import type { ParentKeys } from '../source/slices.ts'
import type { Parent, Stream } from '../source/stream.ts'
import { forgetParents } from './commit.ts'
import { dueSql, restHours } from './parents-sql.ts'
import type { DueQuery } from './parents-sql.ts'
import { moveCursor } from './standing.ts'
import type { Warehouse } from './warehouse.ts'

export interface DueClock {
  readonly now: () => Date
  /** IANA zone of a site. */
  readonly zoneOf: (siteId: number) => string
  /** Every parent is due (a full refresh). */
  readonly all: boolean
  /** Calls left to a site today; undefined = no limit. Of these a stream takes its share. */
  readonly callsLeft?: (siteId: number) => Promise<number | undefined>
  /** Newest commit before this run asked for any parent: who was asked since is not asked again for being recent. */
  readonly askedFrom?: number | undefined
  /** Told what was planned. */
  readonly onPlan?: (plan: ParentsPlan) => void
}

export interface ParentsPlan {
  /** Parents to ask, the most urgent first. */
  readonly keys: readonly string[]
  /** Parents that are due, and wait for calls. */
  readonly waiting: number
  /** Parents there are. */
  readonly present: number
}

/** Parents present in raw that are due; never asked ones first, then those asked longest ago. */
export const parentKeysOf = (warehouse: Warehouse, clock: DueClock): ParentKeys => ({
  async *due(stream, siteId) {
    const plan = await planParents(warehouse, stream, siteId, clock)
    clock.onPlan?.(plan)
    yield* plan.keys
  },
})

/** Plans one pass over the parents of a stream, within its share of the calls that are left. */
export const planParents = async (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
  { now: clock, zoneOf, all, callsLeft, askedFrom }: DueClock,
): Promise<ParentsPlan> => {
  const { parent } = stream
  if (parent === undefined) return { keys: [], waiting: 0, present: 0 }
  const now = clock()
  const query: DueQuery = {
    stream,
    parent: { ...parent, due: all ? 'all' : parent.due },
    streams: warehouse.streams,
    siteId,
    now,
    zone: zoneOf(siteId),
    askedFrom,
  }
  const rows = await warehouse.exclusive((duck) => duck.rows<JudgedParent>(dueSql(query)))
  const due = rows.filter(({ is_due: isDue }) => isDue).map(({ parent: key }) => key)
  const keys = [...due, ...toRefresh(rows, parent, now)]
  const left = await callsLeft?.(siteId)
  const most = left === undefined || parent.share === undefined ? Infinity : Math.floor(left * parent.share)
  const asked = keys.slice(0, most * parent.batch)
  return { keys: asked, waiting: Math.max(0, due.length - asked.length), present: rows.length }
}

interface JudgedParent {
  readonly parent: string
  readonly is_due: boolean
  /** When it was last asked, UTC without a zone; null = never. */
  readonly read_at: string | null
}

/** The rolling refresh: as many as the days since the last asking owe, those asked longest ago first. */
const toRefresh = (rows: readonly JudgedParent[], { refreshDays }: Parent, now: Date): readonly string[] => {
  if (refreshDays === undefined) return []
  const asked = rows.flatMap((row) =>
    row.read_at === null ? [] : [{ ...row, readAt: new Date(`${row.read_at.replace(' ', 'T')}Z`) }],
  )
  const newest = asked.reduce((latest, { readAt }) => Math.max(latest, readAt.getTime()), 0)
  const elapsedDays = Math.max(0, now.getTime() - newest) / 86_400_000
  const owed = Math.ceil((rows.length * elapsedDays) / refreshDays)
  return asked
    .filter(({ is_due: isDue, readAt }) => !isDue && isDueAfterHours(readAt, restHours, now))
    .sort((one, other) => one.readAt.getTime() - other.readAt.getTime())
    .slice(0, asked.length === 0 ? 0 : owed)
    .map(({ parent }) => parent)
}

/** Parents were asked for days since a start date; an earlier one makes all of them due again. */
export const askAllFromEarlier = async (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
  cursor: ParentsCursor,
  startDate: LocalDate,
): Promise<void> => {
  if (stream.parent?.span?.from !== 'start_date' || cursor.from === undefined || startDate >= cursor.from)
    return
  await warehouse.exclusive((duck) =>
    duck.transaction(async () => {
      await forgetParents(duck, stream, siteId)
      await moveCursor(duck, {
        stream,
        siteId,
        cursor: { ...cursor, from: startDate },
        at: new Date(cursor.readAt),
      })
    }),
  )
}
