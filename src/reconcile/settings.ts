// Whether a report file and the settings it is compared under belong together; refuses before it misleads.
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { isLocalDate, zoneOf } from '../core/time.ts'
import type { Duck } from '../lakehouse/duck.ts'
import type { Matching } from './match.ts'

interface Settings {
  readonly siteId: number
  readonly from: LocalDate
  readonly to: LocalDate
  readonly basis?: 'accrual' | 'cash'
}

/** @throws Problem REPORT_SETTINGS for a period that is none, and for cash basis. */
export const checkSettings = ({ from, to, basis }: Settings): void => {
  if (!isLocalDate(from) || !isLocalDate(to) || from > to) {
    throw new Problem('REPORT_SETTINGS', {
      what: `From ${from} to ${to} is no period.`,
      remedy: 'Give the first and the last day of the report as --from YYYY-MM-DD --to YYYY-MM-DD.',
    })
  }
  if (basis === 'cash') {
    throw new Problem('REPORT_SETTINGS', {
      what: 'Reports on cash basis cannot be compared yet.',
      remedy: 'Export the report again with basis "Accrual": Mindbody keeps the basis that was used last.',
    })
  }
}

export interface Site {
  readonly zone: string
  readonly currency: string | null
}

/**
 * The site's zone and currency from the attached marts.
 * @throws Problem REPORT_SETTINGS for a site the marts do not know.
 */
export const readSite = async (duck: Duck, siteId: number): Promise<Site> => {
  const [site] = await duck.rows<{ time_zone: string | null; currency: string | null }>(
    'select time_zone, currency from marts.dim_site where site_id = $1',
    [siteId],
  )
  if (site === undefined) {
    throw new Problem('REPORT_SETTINGS', {
      what: `The marts hold no site ${siteId}.`,
      remedy: 'Give the site the report is from with --site.',
    })
  }
  const zone = zoneOf(site.time_zone)
  if (zone === undefined) {
    throw new Problem('REPORT_SETTINGS', {
      what: `The time zone of site ${siteId} is not known.`,
      remedy: 'Set time_zones in the config, then run `build`.',
    })
  }
  return { zone, currency: site.currency }
}

/** Below this many rows on a side, no match at all may be chance. */
const tellingRows = 20

/**
 * A file of another site or period matches next to nothing: that is said once, not once a row.
 * @throws Problem REPORT_SETTINGS naming the days that the file covers.
 */
export const checkLikeness = (settings: Settings, dates: readonly LocalDate[], found: Matching): void => {
  const sorted = dates.toSorted()
  const why = `The file covers ${sorted[0] ?? 'no day'} to ${sorted.at(-1) ?? 'no day'}.`
  const { siteId, from, to } = settings
  if (found.outsideRows > 0) {
    throw new Problem('REPORT_SETTINGS', {
      what: `${found.outsideRows} rows of the file lie outside ${from} to ${to}.`,
      why,
      remedy: 'Give the period the report was exported for with --from and --to.',
    })
  }
  if (found.matchedRows === 0 && found.nativeRows >= tellingRows && found.ourRows >= tellingRows) {
    throw new Problem('REPORT_SETTINGS', {
      what: `None of the file's ${found.nativeRows} rows is known at site ${siteId} from ${from} to ${to}.`,
      why,
      remedy: 'Check --site, --from, --to and --date-order.',
    })
  }
}
