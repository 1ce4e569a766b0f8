// Public client ids and the system ids behind them: events of sales and memberships name no other, and studios change them.
import type { Duck } from './duck.ts'
import { quoteText } from './duck.ts'
import { boundRows, givenRows } from './given-rows.ts'

/** A public id seen beside the client's own. */
export interface SeenId {
  readonly clientId: string
  readonly uniqueId: string
  /** ISO time. */
  readonly at: string
}

/** Keeps which client had which public id, and since when it is known; the earliest sight of a pair stays. */
export const noteClientIds = async (
  duck: Duck,
  siteId: number,
  seen: readonly SeenId[],
  source: string,
): Promise<void> => {
  if (seen.length === 0) return
  const rows = seen.map(({ clientId, uniqueId, at }) => ({
    client_id: clientId,
    unique_id: uniqueId,
    seen_at: at.replace(/Z$/, ''),
  }))
  const columns = { client_id: 'VARCHAR', unique_id: 'VARCHAR', seen_at: 'TIMESTAMP' }
  await duck.run(
    `create or replace temp table seen_ids as
     select client_id, unique_id, min(seen_at) as seen_at from ${givenRows(columns)} group by all`,
    boundRows(rows),
  )
  const same = `held.site_id = ${siteId} and held.client_id = seen_ids.client_id and held.unique_id = seen_ids.unique_id`
  await duck.run(
    `update meta.client_ids as held set first_seen_at = seen_ids.seen_at from seen_ids where ${same} and held.first_seen_at > seen_ids.seen_at`,
  )
  await duck.run(`insert into meta.client_ids
    select ${siteId}, client_id, unique_id, seen_at, ${quoteText(source)} from seen_ids
    where not exists (from meta.client_ids as held where ${same})`)
}

/**
 * Keeps the public ids that `raw.clients` holds for these clients, before a pull may replace them: a sale told late may name an
 * id that the studio has changed since. The relation must be there.
 */
export const keepHeldIds = async (
  duck: Duck,
  siteId: number,
  uniqueIds: readonly string[],
): Promise<void> => {
  if (uniqueIds.length === 0) return
  const rows = uniqueIds.map((uniqueId) => ({ unique_id: uniqueId }))
  await duck.run(
    `insert into meta.client_ids
     select distinct ${siteId}, "Id"::varchar, unique_id, _extracted_at, 'clients'
     from raw.clients join (select distinct unique_id from ${givenRows({ unique_id: 'VARCHAR' })}) as told
       on told.unique_id = clients."UniqueId"::varchar
     where "SiteId" = ${siteId} and "Id" is not null and not exists (
       from meta.client_ids as held
       where held.site_id = ${siteId} and held.client_id = clients."Id"::varchar and held.unique_id = told.unique_id)`,
    boundRows(rows),
  )
}

/**
 * System ids behind public ids, as text. Who has the id now goes before who had it: a studio may give one on. The relation
 * `raw.clients` must be there.
 * @returns without those that nobody is known to have had.
 */
export const uniqueIdsOf = async (
  duck: Duck,
  siteId: number,
  clientIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (clientIds.length === 0) return new Map()
  const rows = await duck.rows<{ client_id: string; unique_id: string }>(`
    with asked as (select distinct unnest([${clientIds.map(quoteText).join(', ')}]) as client_id),
    known as (
      select "Id"::varchar as client_id, "UniqueId"::varchar as unique_id,
        case when _deleted_at is null then 0 else 2 end as place, _extracted_at as known_at
      from raw.clients where "SiteId" = ${siteId}
      union all
      select client_id, unique_id, 1, first_seen_at from meta.client_ids where site_id = ${siteId}
    )
    select client_id, unique_id from asked join known using (client_id)
    qualify row_number() over (partition by client_id order by place, known_at desc, unique_id) = 1`)
  return new Map(rows.map(({ client_id: clientId, unique_id: uniqueId }) => [clientId, uniqueId]))
}
