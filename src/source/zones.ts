// The zone of a site: what the user configured, else what the site says of itself.
import { Problem } from '../core/errors.ts'
import { zoneOf } from '../core/time.ts'

export interface ZoneConfig {
  readonly time_zones: readonly { readonly site_id: number; readonly zone: string }[]
}

/** The configured zone of a site, if any. */
export const configuredZone = (config: ZoneConfig, siteId: number): string | undefined =>
  config.time_zones.find((entry) => entry.site_id === siteId)?.zone

/**
 * The IANA zone of a site; `siteTimeZone` is `Site.TimeZone`, an IANA or a Windows name.
 * @throws Problem CONFIG_INVALID when neither is usable.
 */
export const zoneOfSite = (
  config: ZoneConfig,
  siteId: number,
  siteTimeZone: string | null | undefined,
): string => {
  const zone = zoneOf(configuredZone(config, siteId)) ?? zoneOf(siteTimeZone)
  if (zone !== undefined) return zone
  throw new Problem('CONFIG_INVALID', {
    what: `The time zone of site ${siteId} is not known (Mindbody says: ${siteTimeZone ?? 'nothing'}).`,
    remedy: `Name it in the config: time_zones: [{"site_id": ${siteId}, "zone": "Europe/London"}].`,
  })
}
