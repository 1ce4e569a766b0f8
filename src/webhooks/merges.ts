// Mergers of client profiles: the one event that is the whole truth, since no resource of the API tells of it.
import type { Duck } from '../lakehouse/duck.ts'
import { quoteText } from '../lakehouse/duck.ts'
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
  const values = events.flatMap(({ event }) => {
    if (event.eventId !== mergerEvent) return []
    const [removed, kept] = ['removedClientUniqueId', 'keptClientUniqueId'].map(
      (name) => idOf(memberOf(event.data, name)) ?? '',
    )
    const at = idOf(memberOf(event.data, 'mergeDateTime')) ?? event.originatedAt ?? ''
    return `(try_cast(${quoteText(removed ?? '')} as bigint), try_cast(${quoteText(kept ?? '')} as bigint),
      try_cast(${quoteText(at.replace(/Z$/i, ''))} as timestamp), ${quoteText(`webhook:${event.messageId}`)})`
  })
  if (values.length === 0) return
  await duck.run(`create or replace temp table told_merges as
    select removed, kept, told_at, min(source) as source from (values ${values.join(', ')}) as told (removed, kept, told_at, source)
    where removed is not null and kept is not null group by all`)
  const same = `held.site_id = ${siteId} and held.removed_unique_id = removed and held.kept_unique_id = kept
    and held.merged_at is not distinct from told_at and held.source like 'webhook:%'`
  await duck.run(`update ledger.client_merge as held set source = told_merges.source from told_merges
    where ${same} and held.source > told_merges.source`)
  await duck.run(`insert into ledger.client_merge
    select ${siteId}, removed, kept, told_at, source from told_merges
    where not exists (from ledger.client_merge as held where ${same})`)
}
