// The SQL that judges the parents of a per-parent stream: which are there, worth asking, and due.
import { addDays, localDateOf, localToUtc } from '../core/time.ts'
import { parentFieldOf } from '../source/parent-field.ts'
import type { Parent, Stream } from '../source/stream.ts'
import { quoteName, quoteText } from './duck.ts'
import { keyJson, newestEvents } from './missing-keys.ts'
import { parentColumn, rawTable } from './raw-schema.ts'

/** Asked again within a day only for a reason. */
export const restHours = 24

export interface DueQuery {
  readonly stream: Stream
  readonly parent: Parent
  readonly streams: readonly Stream[]
  readonly siteId: number
  readonly now: Date
  readonly zone: string
  /** Parents asked by a commit number of at least this were asked by this very run. */
  readonly askedFrom?: number | undefined
}

const timestamp = (at: Date): string => `${quoteText(at.toISOString().slice(0, -1))}::timestamp`
const hoursBefore = (now: Date, hours: number): string =>
  timestamp(new Date(now.getTime() - hours * 3_600_000))

/** Query of all parents worth asking: `parent`, `read_at` (when it was last asked), `is_due`; the most urgent first. */
export const dueSql = (query: DueQuery): string => {
  const { stream, parent, siteId } = query
  return `
    with parents as (${presentParents(query)}), asked as (
      select parent_key as parent, seq, read_at from meta.parent_reads
      where stream = ${quoteText(stream.name)} and site_id = ${siteId}
    ), named as (${namedParents(query)}), missed as (
      select parent, max(noted_at) as noted_at from (${missedParents(query)}) group by parent
    )
    select parents.parent as parent, asked.read_at::varchar as read_at,
      coalesce(bool_or(${isDue(query)}), false) as is_due
    from parents left join asked using (parent) left join named using (parent) left join missed using (parent)
    ${worthAsking(query)}
    group by parents.parent, asked.seq, asked.read_at
    order by asked.seq nulls first, asked.read_at, ${parent.recent === undefined ? '' : 'max(parents.day) desc, '}parents.parent`
}

/** Parents in raw with the number of the commit that wrote them, and the day of their own event where that matters. */
const presentParents = ({ parent, siteId }: DueQuery): string => {
  const { list, field } = parentFieldOf(parent.field)
  const value =
    list === undefined
      ? `held.${quoteName(field)}::varchar`
      : `unnest(list_distinct(json_extract_string(held.${quoteName(list)}, ${quoteText(`$[*].${field}`)})))`
  const day = parent.recent === undefined ? 'null' : `left(held.${quoteName(parent.recent.field)}, 10)`
  const counts = parent.positive === undefined ? 'null' : `held.${quoteName(parent.positive)}`
  return `select * from (
      select ${value} as parent, batches.seq, ${day} as day, ${counts} as counted
      from raw.${quoteName(parent.stream)} as held join meta.batches as batches on batches.batch_id = held._batch_id
      where held."SiteId" = ${siteId} and held._deleted_at is null
    ) where parent is not null and parent <> ''`
}

/**
 * Due is a parent that was never asked, whose own row was written by a commit the last asking did not know, that a row of
 * another stream written since then names, or whose event is recent. Commits are compared by number: two clocks, or one that
 * stands still, would lose changes. Due as well is the parent of a row that a run has missed: only a second asking confirms
 * that the row is gone, and nothing else about the parent may ever change again. If that second answer settles nothing (an
 * empty roster), the parent is asked once a day.
 */
const isDue = ({ parent, now, zone, askedFrom }: DueQuery): string => {
  if (parent.due === 'all') return 'true'
  const today = localDateOf(now, zone)
  if (parent.due === 'daily') {
    return `asked.read_at is null or asked.read_at < ${timestamp(localToUtc(`${today}T00:00:00`, zone))}`
  }
  const conditions = ['asked.seq is null', 'parents.seq > asked.seq', 'named.seq > asked.seq']
  conditions.push(
    'missed.noted_at >= asked.read_at',
    `(missed.noted_at is not null and asked.read_at <= ${hoursBefore(now, restHours)})`,
  )
  if (parent.recent !== undefined) {
    const oldest = addDays(today, -parent.recent.days)
    const before = askedFrom === undefined ? '' : ` and coalesce(asked.seq, -1) < ${askedFrom}`
    conditions.push(`(parents.day between ${quoteText(oldest)} and ${quoteText(today)}${before})`)
  }
  return conditions.join(' or ')
}

/**
 * A parent that counts no rows is not asked, except for those that raw still holds of it, and once when its event is over:
 * a count may leave some rows out (TotalBooked does not count late cancellations, which stay on the roster).
 */
const worthAsking = ({ stream, streams, parent, siteId, now, zone }: DueQuery): string => {
  const column = parentColumn(stream)
  if (parent.positive === undefined || column === undefined) return ''
  const held = `parents.parent in (
    select ${quoteName(column)}::varchar from ${rawTable(stream)} where "SiteId" = ${siteId} and _deleted_at is null)`
  const days = overDays(streams, parent)
  const today = localDateOf(now, zone)
  const isJustOver = `asked.seq is null and parents.day < ${quoteText(today)}
    and parents.day >= ${quoteText(addDays(today, -days))}`
  const over = parent.recent === undefined ? '' : ` or (${isJustOver})`
  return `where coalesce(parents.counted, 1) > 0 or ${held}${over}`
}

/** Events are looked at once after they are over while their stream still looks back on them. */
const overDays = (streams: readonly Stream[], { stream }: Parent): number => {
  const incremental = streams.find(({ name }) => name === stream)?.incremental
  return incremental?.kind === 'window' ? incremental.lookbackDays : 0
}

const namedParents = ({ parent: { seenIn = [] }, siteId }: DueQuery): string => {
  const named = seenIn.map(
    (seen) => `select rows.${quoteName(seen.field)}::varchar as parent, batches.seq
      from raw.${quoteName(seen.stream)} as rows join meta.batches as batches on batches.batch_id = rows._batch_id
      where rows."SiteId" = ${siteId} and rows.${quoteName(seen.field)} is not null`,
  )
  const none = 'select null::varchar as parent, 0 as seq'
  return `select parent, max(seq) as seq from (${[none, ...named].join(' union all ')}) group by parent`
}

/** Of rows of the stream itself, and of the streams it is seen in: what one of them misses, the other may confirm at once. */
const missedParents = ({ stream, parent, streams, siteId }: DueQuery): string => {
  const own = { stream, field: parentColumn(stream) ?? parent.as }
  const others = (parent.seenIn ?? []).flatMap((seen) => {
    const found = streams.find(({ name }) => name === seen.stream)
    return found === undefined ? [] : [{ stream: found, field: seen.field }]
  })
  return [own, ...others]
    .map(
      (
        told,
      ) => `select ${quoteName(told.field)}::varchar as parent, missing.noted_at from ${rawTable(told.stream)}
      join (${newestEvents(told.stream, siteId)}) as missing on missing.key = ${keyJson(told.stream)}
      where "SiteId" = ${siteId} and _deleted_at is null and missing.event = 'missing'`,
    )
    .join(' union all ')
}
