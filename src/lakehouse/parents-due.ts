// Which parents of a per-parent stream are to be asked now, answered by SQL over what the warehouse holds.
import { addDays, localDateOf } from '../core/time.ts'
import type { ParentKeys } from '../source/slices.ts'
import type { Parent, Stream } from '../source/stream.ts'
import { quoteName, quoteText } from './duck.ts'
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
    const sql = dueSql(stream, clock.all ? { ...parent, due: 'all' } : parent, siteId, today)
    const rows = await warehouse.exclusive((duck) => duck.rows<{ parent: string }>(sql))
    for (const row of rows) yield row.parent
  },
})

/**
 * Due is a parent that was never asked, whose own row was written by a commit the last asking did not know, that a row of
 * another stream written since then names, or whose event is recent. Commits are compared by number: two clocks, or one that
 * stands still, would lose changes.
 */
const dueSql = (stream: Stream, parent: Parent, siteId: number, today: string): string => {
  const field = quoteName(parent.field)
  const conditions = ['asked.seq is null', 'parents.seq > asked.seq']
  if (parent.seenIn !== undefined && parent.seenIn.length > 0) conditions.push('named.seq > asked.seq')
  if (parent.recent !== undefined) {
    const oldest = addDays(today, -parent.recent.days)
    conditions.push(
      `left(parents.${quoteName(parent.recent.field)}, 10) between ${quoteText(oldest)} and ${quoteText(today)}`,
    )
  }
  const named = (parent.seenIn ?? []).map(
    (seen) => `select rows.${quoteName(seen.field)}::varchar as parent, batches.seq
      from raw.${quoteName(seen.stream)} as rows join meta.batches as batches on batches.batch_id = rows._batch_id
      where rows."SiteId" = ${siteId} and rows.${quoteName(seen.field)} is not null`,
  )
  const positive = parent.positive === undefined ? '' : ` and held.${quoteName(parent.positive)} > 0`
  return `
    with parents as (
      select held.*, held.${field}::varchar as parent, batches.seq
      from raw.${quoteName(parent.stream)} as held join meta.batches as batches on batches.batch_id = held._batch_id
      where held."SiteId" = ${siteId} and held._deleted_at is null and held.${field} is not null${positive}
    ), asked as (
      select parent_key as parent, seq, read_at from meta.parent_reads
      where stream = ${quoteText(stream.name)} and site_id = ${siteId}
    ), named as (
      select parent, max(seq) as seq from (${named.length === 0 ? 'select null as parent, 0 as seq' : named.join(' union all ')})
      group by parent
    )
    select parents.parent as parent
    from parents left join asked using (parent) left join named using (parent)
    ${parent.due === 'all' ? '' : `where ${conditions.join(' or ')}`}
    group by parents.parent, asked.seq
    order by asked.seq nulls first, parents.parent`
}
