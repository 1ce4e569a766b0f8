// What the marts know beside a report's twin: places by name, and clients by id.
import type { Duck } from '../lakehouse/duck.ts'
import { sqlId, sqlNameKey } from './sql-text.ts'

/**
 * Clients by id, each with the profile that remains of theirs and the merges that led there, by the ids people know. An id that two
 * people had, for owners edit it, tells no person.
 */
const clientsSql = `
  create table known_clients as
  with clients as (
    select ${sqlId('client_id')} as client, client_unique_id, survivor_unique_id, merge_path
    from marts.main.dim_client where site_id = $1 and client_id is not null
  ), steps as (
    select client_unique_id, unnest(string_split(merge_path, ' > ')) as unique_id,
      generate_subscripts(string_split(merge_path, ' > '), 1) as step
    from clients where merge_path is not null
  ), chains as (
    select steps.client_unique_id,
      string_agg(coalesce(clients.client, 'profile ' || steps.unique_id), ' > ' order by step) as merge_chain
    from steps left join clients on clients.client_unique_id::varchar = steps.unique_id
    group by steps.client_unique_id
  )
  select client, if(count(distinct survivor_unique_id) = 1, min(survivor_unique_id), null) as survivor,
    min(merge_chain) as merge_chain
  from clients left join chains using (client_unique_id)
  group by client`

/**
 * Makes the tables `places` (name, is_active, is_online) and `known_clients` (client, survivor, merge_chain) of a site from the
 * attached marts. A place that the API no longer lists is not active; its name there is only its number.
 */
export const loadReferences = async (duck: Duck, siteId: number): Promise<void> => {
  await duck.run(
    `create table places as
     select ${sqlNameKey('location_name')} as name, bool_or(is_listed or is_online_store) as is_active,
       bool_or(is_online_store) as is_online
     from marts.main.dim_location where site_id = $1 group by 1`,
    [siteId],
  )
  await duck.run(clientsSql, [siteId])
}
