// What `read` learns of each site before its streams: its zone, and when reading it began.
import { Problem } from '../core/errors.ts'
import type { Client } from './client.ts'
import type { Row } from './records.ts'
import type { Site } from './slices.ts'
import type { Stream } from './stream.ts'
import { configuredZone, zoneOfSite } from './zones.ts'
import type { ZoneConfig } from './zones.ts'

export interface SiteClocks {
  /**
   * The site with its zone. Only the sites themselves can be read before it is known: they have no days.
   * @throws Problem CONFIG_INVALID when Mindbody told nothing about the site.
   */
  siteFor(stream: Stream, siteId: number): Site
  isKnown(siteId: number): boolean
  /** One start for all streams of a site: a child must not claim to know parents that changed after they were read. */
  startedAt(stream: Stream, siteId: number, signal: AbortSignal): Promise<Date>
  /** Looks at a row of any stream for the zone of its site. */
  learn(stream: Stream, siteId: number, row: Row): void
}

export const createSiteClocks = (
  config: ZoneConfig & { readonly site_ids: readonly number[] },
  client: Client,
): SiteClocks => {
  const zones = new Map<number, string>()
  const starts = new Map<number, Date>()
  const know = (siteId: number, zone: string): void => {
    zones.set(siteId, zone)
    client.setZone(siteId, zone)
  }
  for (const siteId of config.site_ids) {
    const zone = configuredZone(config, siteId)
    if (zone !== undefined) know(siteId, zone)
  }

  return {
    isKnown: (siteId) => zones.has(siteId),
    siteFor: ({ name }, siteId) => {
      const zone = zones.get(siteId)
      if (zone === undefined && name !== 'sites') throw unknownZone(siteId)
      return { siteId, zone: zone ?? 'UTC' }
    },
    startedAt: async ({ name }, siteId, signal) => {
      // The sites are read whole each time, and are what tells the time.
      if (name === 'sites') return client.now()
      const startedAt = starts.get(siteId) ?? (await client.startOfPass(siteId, signal))
      starts.set(siteId, startedAt)
      return startedAt
    },
    learn: ({ name }, siteId, row) => {
      // Of several sites in an answer, the one asked for decides.
      if (name !== 'sites' || (zones.has(siteId) && String(row.Id) !== String(siteId))) return
      const { TimeZone } = row
      know(siteId, zoneOfSite(config, siteId, typeof TimeZone === 'string' ? TimeZone : undefined))
    },
  }
}

const unknownZone = (siteId: number): Problem =>
  new Problem('CONFIG_INVALID', {
    what: `Mindbody told nothing about site ${siteId}, so its time zone is not known.`,
    remedy: 'Check site_ids, or name the zone in time_zones.',
  })
