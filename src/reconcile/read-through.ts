// How far the marts behind a twin have been read, in the site's own days.
import { Problem } from '../core/errors.ts'
import { addDays, localDateOf, localToUtc, zoneOf } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import { openMarts } from './open-marts.ts'

export interface ReadThrough {
  /** The site's calendar day at the moment asked about. */
  readonly today: LocalDate
  /** UTC; null where its streams were never read. */
  readonly lastReadAt: Date | null
  readonly zone: string
}

/**
 * When the twin's streams were last read at a site.
 * @throws Problem REPORT_SETTINGS for a site the marts do not know or whose zone is unknown, HOME_UNUSABLE without marts.
 */
export const readThrough = async (
  marts: string,
  { mart, siteId, now }: { readonly mart: string; readonly siteId: number; readonly now: Date },
): Promise<ReadThrough> => {
  const duck = await openMarts(marts, ['dim_site', 'mart_freshness'])
  try {
    const [site] = await duck.rows<{ time_zone: string | null }>(
      'select time_zone from dim_site where site_id = $1',
      [siteId],
    )
    const zone = zoneOf(site?.time_zone ?? null)
    if (zone === undefined) {
      throw new Problem('REPORT_SETTINGS', {
        what: `The marts hold no site ${siteId} with a known time zone.`,
        remedy: 'Give the site with --site, or set time_zones in the config and run `build`.',
      })
    }
    const [freshness] = await duck.rows<{ at: string | null }>(
      `select strftime(last_synced_at, '%Y-%m-%dT%H:%M:%SZ') as at from mart_freshness where mart = $1`,
      [mart],
    )
    const at = freshness?.at ?? null
    return { today: localDateOf(now, zone), lastReadAt: at === null ? null : new Date(at), zone }
  } finally {
    duck.close()
  }
}

/** Whether the whole of a local day was over when the streams were read last: before, a comparison would miss its evening. */
export const isReadThrough = ({ lastReadAt, zone }: ReadThrough, day: LocalDate): boolean =>
  lastReadAt !== null && lastReadAt >= localToUtc(`${addDays(day, 1)}T00:00:00`, zone)
