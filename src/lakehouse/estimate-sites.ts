// The sites of an estimate with their zones: configured, known, or asked by a probe that also tells Mindbody's clock.
import { zoneOf } from '../core/time.ts'
import type { Client } from '../source/client.ts'
import type { Site } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Prober } from './estimate-probe.ts'
import type { SyncConfig } from './sync-pass.ts'
import type { Warehouse } from './warehouse.ts'
import { zoneInWarehouse } from './zones.ts'

export interface SitesInput {
  readonly config: SyncConfig
  readonly warehouse: Warehouse
  readonly client: Client
  readonly prober: Prober | undefined
  /** All declared streams. */
  readonly streams: readonly Stream[]
}

/**
 * Sets the zone of each site, which decides the day that pays for a call: the first one, too, where a zone is known. A site whose
 * zone nobody tells is taken to be in UTC: an estimate may be a day off, a reading may not.
 */
export const sitesToEstimate = async (input: SitesInput): Promise<readonly Site[]> => {
  const { config, warehouse, client } = input
  const sites: Site[] = []
  for (const siteId of config.site_ids) {
    const configured = zoneOf(config.time_zones.find((entry) => entry.site_id === siteId)?.zone)
    const known = configured ?? zoneOf(await zoneInWarehouse(warehouse, siteId)) ?? 'UTC'
    client.setZone(siteId, known)
    const zone = configured ?? zoneOf(await askZone(input, siteId)) ?? known
    client.setZone(siteId, zone)
    sites.push({ siteId, zone })
  }
  return sites
}

const askZone = async (
  { prober, streams, config }: SitesInput,
  siteId: number,
): Promise<string | undefined> => {
  const stream = streams.find(({ name }) => name === 'sites')
  if (stream === undefined || prober === undefined) return undefined
  const query = Object.entries(stream.send).map(
    ([name, value]) => [name, value.replace('{site_id}', String(siteId))] as const,
  )
  const slice = { stream, siteId, id: 'probe', query, concludes: false }
  const answer = await prober.ask(slice, { limit: config.page_size, offset: 0 })
  const own = answer?.rows.find(({ Id }) => String(Id) === String(siteId)) ?? answer?.rows[0]
  return typeof own?.['TimeZone'] === 'string' ? own['TimeZone'] : undefined
}
