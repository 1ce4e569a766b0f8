// A span of time without events, as dirty marks: whatever may have changed in it is pulled by the next runs.
import { addDays } from '../core/time.ts'
import { sinceOf } from '../source/cursor.ts'
import type { DayWindow } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Duck } from './duck.ts'
import { quoteName, quoteText } from './duck.ts'
import { markDirty } from './dirty-marks.ts'
import type { DirtyMark } from './dirty-marks.ts'
import { rawTable } from './raw-schema.ts'
import type { Warehouse } from './warehouse.ts'

export interface Span {
  /** Named in the marks: none is left of it once all of the span is pulled (`countDirty`). */
  readonly messageId: string
  readonly from: Date
  readonly to: Date
  readonly siteIds: readonly number[]
  /** Streams that events tell of, as far as the run reads them. */
  readonly streams: readonly Stream[]
  readonly now: Date
}

/**
 * Marks what may have changed in a span: the days of events, a few days before and all days ahead (a class of next week is booked
 * today), what was modified since, small lists whole, and the rosters of the classes held. Children of clients follow from these
 * by the usual rules.
 */
export const markSpan = (warehouse: Warehouse, span: Span): Promise<void> =>
  warehouse.exclusive((duck) =>
    duck.transaction(async () => {
      const marks: DirtyMark[] = []
      for (const siteId of span.siteIds) {
        for (const stream of span.streams) {
          const told = { stream: stream.name, siteId, since: span.now, messageId: span.messageId }
          for (const ask of await asksOf(duck, stream, siteId, span)) marks.push({ ...told, ...ask })
        }
      }
      await markDirty(duck, marks)
    }),
  )

type Asked = Pick<DirtyMark, 'ask' | 'key'>

const asksOf = async (duck: Duck, stream: Stream, siteId: number, span: Span): Promise<readonly Asked[]> => {
  const { incremental, parent } = stream
  const days = daysOf(span)
  if (parent !== undefined) return rostersOf(duck, stream, siteId, days)
  switch (incremental.kind) {
    case 'full':
      return [{ ask: 'whole', key: '' }]
    case 'modified':
      return [{ ask: 'since', key: sinceOf(span.from, incremental.lagHours) }]
    case 'window': {
      if (incremental.field === undefined) return [{ ask: 'whole', key: '' }]
      const from = addDays(days.from, -incremental.recentDays)
      const ahead = addDays(dayOf(span.now), incremental.lookaheadDays + 1)
      const to = incremental.lookaheadDays > 0 && ahead > days.to ? ahead : days.to
      return [{ ask: 'days', key: `${from}..${to}` }]
    }
    // It says nothing of other days than the one it is read on.
    case 'snapshot':
      return []
  }
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** A day more on either side: sites are in all zones. */
const daysOf = ({ from, to }: Span): DayWindow => ({
  from: addDays(dayOf(from), -1),
  to: addDays(dayOf(to), 1),
})

/** Parents with an event of their own in these days: their rows change without a word in the parent (who has signed in). */
const rostersOf = async (
  duck: Duck,
  { parent }: Stream,
  siteId: number,
  { from, to }: DayWindow,
): Promise<readonly Asked[]> => {
  if (parent?.recent === undefined) return []
  const rows = await duck.rows<{ key: string }>(
    `select ${quoteName(parent.field)}::varchar as key from ${rawTable({ name: parent.stream })}
     where "SiteId" = ${siteId} and _deleted_at is null
       and left(${quoteName(parent.recent.field)}, 10) between ${quoteText(from)} and ${quoteText(to)}`,
  )
  return rows.map(({ key }) => ({ ask: 'parent', key }))
}
