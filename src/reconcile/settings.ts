// Whether a report file and the settings it is compared under belong together; refuses before it misleads.
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { zoneOf } from '../core/time.ts'
import type { Duck } from '../lakehouse/duck.ts'
import type { ToldByFile } from '../reports/told.ts'
import type { Matching } from './match.ts'

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

/** The period a file is compared under, and the days that its rows cover. */
export interface Scope {
  readonly siteId: number
  readonly from: LocalDate
  readonly to: LocalDate
  readonly dates: Pick<ToldByFile, 'firstDate' | 'lastDate'>
}

const coversText = ({ dates: { firstDate, lastDate } }: Scope): { why?: string } =>
  firstDate === undefined ? {} : { why: `The file covers ${firstDate} to ${lastDate ?? firstDate}.` }

const noneKnown = (scope: Scope, rows: number): Problem =>
  new Problem('REPORT_SETTINGS', {
    what: `None of the file's ${rows} rows is known at site ${scope.siteId} from ${scope.from} to ${scope.to}.`,
    ...coversText(scope),
    remedy: 'Check --site, --from, --to and --date-order.',
  })

const outside = (scope: Scope, rows: number): Problem =>
  new Problem('REPORT_SETTINGS', {
    what: `${rows} rows of the file lie outside ${scope.from} to ${scope.to}.`,
    ...coversText(scope),
    remedy: 'Give the period the report was exported for with --from and --to.',
  })

/**
 * A file of another site or period tells nothing of any setting, whatever of ours a basis leaves out.
 * @param duck with the file in `native` and the marts in `twin_rows`
 * @throws Problem REPORT_SETTINGS where rows of the file lie outside the period, or none of them is among the marts.
 */
export const checkKnown = async (duck: Duck, scope: Scope): Promise<void> => {
  const { native, beyond, ours, known } = await duck.row<{
    native: number
    beyond: number
    ours: number
    known: number
  }>(
    `
    select
      (select count(*) from native) as native,
      (select count(*) from native where local_date < $1::date - 1 or local_date > $2::date + 1) as beyond,
      (select count(*) from twin_rows where is_inside) as ours,
      (select count(*) from native semi join twin_rows using (parent, item, facet, amount)) as known`,
    [scope.from, scope.to],
  )
  if (beyond > 0) throw outside(scope, beyond)
  if (known === 0 && native >= tellingRows && ours >= tellingRows) throw noneKnown(scope, native)
}

/**
 * A file of another site or period matches next to nothing: that is said once, not once a row.
 * @throws Problem REPORT_SETTINGS naming the days that the file covers.
 */
export const checkLikeness = (scope: Scope, found: Omit<Matching, 'mismatches'>): void => {
  if (found.outsideRows > 0) throw outside(scope, found.outsideRows)
  const { matchedRows, nativeRows, ourRows } = found
  if (matchedRows === 0 && nativeRows >= tellingRows && ourRows >= tellingRows)
    throw noneKnown(scope, nativeRows)
}
