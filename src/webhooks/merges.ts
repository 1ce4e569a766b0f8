// Mergers of client profiles: the one event that is the whole truth, since no resource of the API tells of it.
import type { Duck } from '../lakehouse/duck.ts'
import { boundRows, givenRows } from '../lakehouse/given-rows.ts'
import { idOf, memberOf } from './event-data.ts'
import type { ReceivedEvent } from './event-rows.ts'

export const mergerEvent = 'clientProfileMerger.created'

/**
 * Writes mergers into `ledger.client_merge`, once per fact: told again, or through a second subscription, a merger keeps one
 * row, which names the smallest of its message ids. So the rows are the same in whatever order events come.
 */
export const noteMerges = async (
  duck: Duck,
  siteId: number,
  events: readonly ReceivedEvent[],
): Promise<void> => {
  const rows = events.flatMap(({ event }) => {
    if (event.eventId !== mergerEvent) return []
    const [removed, kept] = ['removedClientUniqueId', 'keptClientUniqueId'].map(
      (name) => idOf(memberOf(event.data, name)) ?? null,
    )
    const at = idOf(memberOf(event.data, 'mergeDateTime')) ?? event.originatedAt ?? null
    return { removed: removed ?? null, kept: kept ?? null, at, source: `webhook:${event.messageId}` }
  })
  if (rows.length === 0) return
  const columns = { removed: 'VARCHAR', kept: 'VARCHAR', at: 'VARCHAR', source: 'VARCHAR' }
  await duck.run(
    `create or replace temp table told_merges as
     select try_cast(removed as bigint) as removed, try_cast(kept as bigint) as kept,
       try_cast(rtrim("at", 'Zz') as timestamp) as told_at, min(source) as source
     from ${givenRows(columns)} group by all having removed is not null and kept is not null`,
    boundRows(rows),
  )
  const same = `held.site_id = ${siteId} and held.removed_unique_id = removed and held.kept_unique_id = kept
    and held.merged_at is not distinct from told_at and held.source like 'webhook:%'`
  await duck.run(`update ledger.client_merge as held set source = told_merges.source from told_merges
    where ${same} and held.source > told_merges.source`)
  await duck.run(`insert into ledger.client_merge
    select ${siteId}, removed, kept, told_at, source from told_merges
    where not exists (from ledger.client_merge as held where ${same})`)
}
