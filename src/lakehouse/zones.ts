// The zone of each site: configured, or what the site itself says.
import { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { zoneOf } from '../core/time.ts'
import type { Client } from '../source/client.ts'
import type { Site } from '../source/slices.ts'
import type { SyncConfig } from './sync-pass.ts'
import type { Warehouse } from './warehouse.ts'

export interface ZonesInput {
  readonly config: SyncConfig
  readonly client: Client
  readonly warehouse: Warehouse
  readonly log: Log
  /** Reads the `sites` stream of a site; false when its budget does not allow for it. */
  readonly readSites: (siteId: number) => Promise<boolean>
}

/**
 * Reads the sites first, then names the zone of each. A site that has moved to another zone is told of: days are counted in the
 * new one from now on, and the wall clock of older rows, which is all that Mindbody keeps, is read in the new one too.
 * A site without calls for today is left out.
 * @throws Problem CONFIG_INVALID when a site has no usable zone; whatever reading the sites throws.
 */
export const findZones = async (input: ZonesInput): Promise<readonly Site[]> => {
  const { config, client, warehouse, log } = input
  const sites: Site[] = []
  for (const siteId of config.site_ids) {
    const before = await zoneInWarehouse(warehouse, siteId)
    const configured = config.time_zones.find((entry) => entry.site_id === siteId)?.zone
    // Known from an earlier run: the first call, too, is paid by the right day.
    const known = zoneOf(configured) ?? zoneOf(before)
    if (known !== undefined) client.setZone(siteId, known)
    if (!(await input.readSites(siteId))) continue
    const said = await zoneInWarehouse(warehouse, siteId)
    if (before !== undefined && before !== said) {
      log.warn(
        { site_id: siteId, before, now: said, configured },
        'the site has changed its time zone; days and UTC times follow the new one unless time_zones names another',
      )
    }
    const zone = zoneOf(configured) ?? zoneOf(said)
    if (zone === undefined) {
      throw new Problem('CONFIG_INVALID', {
        what: `The time zone of site ${siteId} is not known.`,
        why: `Mindbody says ${said === undefined ? 'nothing' : JSON.stringify(said)}.`,
        remedy: `Add {"site_id": ${siteId}, "zone": "America/New_York"} (an IANA name) to time_zones.`,
      })
    }
    client.setZone(siteId, zone)
    sites.push({ siteId, zone })
  }
  return sites
}

/** What the site itself said last; undefined before it was read. */
export const zoneInWarehouse = async (warehouse: Warehouse, siteId: number): Promise<string | undefined> => {
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<{ zone: string | null }>(
      `select "TimeZone" as zone from raw.sites where "SiteId" = $1 and _deleted_at is null
       order by "Id" = $1 desc limit 1`,
      [siteId],
    ),
  )
  return rows[0]?.zone ?? undefined
}
