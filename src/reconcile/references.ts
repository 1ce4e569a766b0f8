// What the marts know beside a report's twin: places by name, and clients by id.
import type { Duck } from '../lakehouse/duck.ts'
import { sqlId, sqlNameKey } from './sql-text.ts'

/**
 * Makes the tables `places` (name, is_active, is_online) and `known_clients` (client) of a site from the attached
 * marts. A place that the API no longer lists is not active; its name there is only its number.
 */
export const loadReferences = async (duck: Duck, siteId: number): Promise<void> => {
  await duck.run(
    `create table places as
     select ${sqlNameKey('location_name')} as name, bool_or(is_listed or is_online_store) as is_active,
       bool_or(is_online_store) as is_online
     from marts.main.dim_location where site_id = $1 group by 1`,
    [siteId],
  )
  await duck.run(
    `create table known_clients as
     select distinct ${sqlId('client_id')} as client from marts.main.dim_client where site_id = $1 and client_id is not null`,
    [siteId],
  )
}
