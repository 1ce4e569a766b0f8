// Which parents of a per-parent stream are to be asked now, answered by SQL over what the warehouse holds.
import { addDays, localDateOf } from '../core/time.ts'
import { parentFieldOf } from '../source/parent-field.ts'
import type { ParentKeys } from '../source/slices.ts'
import type { Parent, Stream } from '../source/stream.ts'
import { quoteName, quoteText } from './duck.ts'
import { isMissing } from './missing-keys.ts'
import { parentColumn, rawTable } from './raw-schema.ts'
import type { Warehouse } from './warehouse.ts'

export interface DueClock {
  readonly now: () => Date
  /** IANA zone of a site. */
  readonly zoneOf: (siteId: number) => string
  /** Every parent is due (a full refresh). */
  readonly all: boolean
}

/** Parents present in raw, those never or longest ago asked first. */
export const parentKeysOf = (warehouse: Warehouse, clock: DueClock): ParentKeys => ({
  async *due(stream, siteId) {
    const { parent } = stream
    if (parent === undefined) return
    const today = localDateOf(clock.now(), clock.zoneOf(siteId))
    const due = clock.all ? 'all' : parent.due
    const sql = dueSql({ stream, parent: { ...parent, due }, streams: warehouse.streams, siteId, today })
    const rows = await warehouse.exclusive((duck) => duck.rows<{ parent: string }>(sql))
    for (const row of rows) yield row.parent
  },
})

interface DueQuery {
  readonly stream: Stream
  readonly parent: Parent
  readonly streams: readonly Stream[]
  readonly siteId: number
  readonly today: string
}

/**
 * Due is a parent that was never asked, whose own row was written by a commit the last asking did not know, that a row of
 * another stream written since then names, or whose event is recent. Commits are compared by number: two clocks, or one that
 * stands still, would lose changes. Due as well is the parent of a row that a run has missed: only a second asking confirms
 * that the row is gone, and nothing else about the parent may ever change again.
 */
const dueSql = (query: DueQuery): string => {
  const { stream, parent, siteId, today } = query
  const conditions = ['asked.seq is null', 'parents.seq > asked.seq', 'named.seq > asked.seq']
  conditions.push('parents.parent in (select parent from missed)')
  if (parent.recent !== undefined) {
    const oldest = addDays(today, -parent.recent.days)
    conditions.push(
      `left(parents.${quoteName(parent.recent.field)}, 10) between ${quoteText(oldest)} and ${quoteText(today)}`,
    )
  }
  return `
    with parents as (
      select held.*, told.parent, batches.seq
      from raw.${quoteName(parent.stream)} as held join meta.batches as batches on batches.batch_id = held._batch_id,
        unnest(${toldBy(parent.field)}) as told(parent)
      where held."SiteId" = ${siteId} and held._deleted_at is null and told.parent <> ''${worthAsking(query)}
    ), asked as (
      select parent_key as parent, seq, read_at from meta.parent_reads
      where stream = ${quoteText(stream.name)} and site_id = ${siteId}
    ), named as (${namedParents(query)}), missed as (${missedParents(query)})
    select parents.parent as parent
    from parents left join asked using (parent) left join named using (parent)
    ${parent.due === 'all' ? '' : `where ${conditions.join(' or ')}`}
    group by parents.parent, asked.seq
    order by asked.seq nulls first, parents.parent`
}

/** The parents a row names, as a list of texts: its own field, or that of each entry of a nested list. */
const toldBy = (path: string): string => {
  const { list, field } = parentFieldOf(path)
  if (list === undefined) return `[held.${quoteName(field)}::varchar]`
  return `json_extract_string(held.${quoteName(list)}, ${quoteText(`$[*].${quoteName(field)}`)})`
}

/** A parent that counts no rows is not asked, except for those that raw still holds of it. */
const worthAsking = ({ stream, parent, siteId }: DueQuery): string => {
  const column = parentColumn(stream)
  if (parent.positive === undefined || column === undefined) return ''
  return ` and (coalesce(held.${quoteName(parent.positive)}, 1) > 0 or held.${quoteName(parent.field)}::varchar in (
    select ${quoteName(column)}::varchar from ${rawTable(stream)} where "SiteId" = ${siteId} and _deleted_at is null))`
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
      (told) => `select ${quoteName(told.field)}::varchar as parent from ${rawTable(told.stream)}
      where "SiteId" = ${siteId} and ${isMissing(told.stream, siteId)}`,
    )
    .join(' union all ')
}
