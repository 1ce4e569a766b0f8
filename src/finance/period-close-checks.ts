// May this period be closed? Over in the data, and not closed already; and which months close with it.
import { Problem } from '../core/errors.ts'
import { addDays, localDateOf } from '../core/time.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { closedNow } from './period-close-ledger.ts'
import type { Closing, ClosingEvent } from './period-close-ledger.ts'

/**
 * A period as an option gives it.
 * @throws Problem USAGE for anything but a month written YYYY-MM.
 */
export const assertPeriod = (text: string): string => {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text
  throw new Problem('USAGE', {
    what: `"${text}" is no period.`,
    remedy: 'Write the month as YYYY-MM, e.g. --period 2026-05.',
  })
}

export interface SiteJournal {
  readonly site_id: number
  /** IANA zone of the site's clocks. */
  readonly time_zone: string
  /** Periods with lines, in order, without those the studio's own books had closed. */
  readonly periods: readonly string[]
  /** The newest period the studio's own books had closed before this product came. */
  readonly before_through: string | null
  /** Newest local day on which something surely happened: a sale, or a visit that was attended. */
  readonly reached: string | null
}

/** The sites of the marts, and how far each one's journal and data reach. */
export const readSites = (marts: Duck): Promise<readonly SiteJournal[]> =>
  marts.rows<SiteJournal>(
    `with lines as (
       select site_id, list(distinct period order by period) filter (not is_before_books) as periods,
         max(period) filter (is_before_books) as before_through
       from marts.main.fct_journal_line group by 1),
     days as (
       select site_id, local_date from marts.main.fct_sale_line
       union all
       select site_id, local_date from marts.main.fct_visit where outcome = 'attended'),
     reached as (select site_id, max(local_date) as reached from days group by 1)
     select sites.site_id, sites.time_zone, coalesce(periods, []) as periods, before_through, reached
     from marts.main.dim_site as sites left join lines using (site_id) left join reached using (site_id)
     order by 1`,
  )

/**
 * The sites a request is for.
 * @throws Problem USAGE for a site the marts do not know.
 */
export const chosenSites = (
  sites: readonly SiteJournal[],
  siteId: number | undefined,
): readonly SiteJournal[] => {
  if (siteId === undefined) return sites
  const site = sites.find(({ site_id: id }) => id === siteId)
  if (site !== undefined) return [site]
  throw new Problem('USAGE', {
    what: `Site ${siteId} is not in the marts.`,
    remedy: `They hold ${sites.map(({ site_id: id }) => id).join(', ') || 'no site yet: run `sync` and `build` first'}.`,
  })
}

/** The newest period of a site that is closed: whatever is older is closed with it. */
const closedThrough = (site: SiteJournal, events: readonly ClosingEvent[]): Closing | undefined =>
  closedNow(events).findLast(({ site_id: id }) => id === site.site_id)

/** Whether a site's journal has come to the period, and the period is open. */
export const isOpen = (site: SiteJournal, period: string, events: readonly ClosingEvent[]): boolean =>
  site.periods.some((month) => month <= period) && (closedThrough(site, events)?.period ?? '') < period

/** When sales and visits of each site were last read, the older of the two. */
export const readTimes = async (warehouse: Duck): Promise<ReadonlyMap<number, Date>> => {
  const rows = await warehouse.rows<{ site_id: number; read_at: string }>(
    `select site_id, strftime(min(updated_at), '%Y-%m-%dT%H:%M:%SZ') as read_at from meta.cursors
     where stream in ('sales', 'class_visits') group by 1 having count(*) = 2`,
  )
  return new Map(rows.map(({ site_id: id, read_at: at }) => [id, new Date(at)]))
}

/**
 * A month is over when something happened in a later one, or when its last day has entries (so that all its days are booked) and
 * was read after its midnight.
 */
const isOver = ({ reached, time_zone: zone }: SiteJournal, period: string, readAt?: Date): boolean => {
  if (reached === null) return false
  if (reached.slice(0, 7) > period) return true
  if (readAt === undefined || addDays(reached, 1).slice(0, 7) <= period) return false
  return localDateOf(readAt, zone).slice(0, 7) > period
}

/**
 * The months that a closing of `period` freezes at a site, in order: an open month before it would be frozen with it in all but
 * name, since nothing is posted behind a closed month any more.
 */
export const monthsToClose = (
  site: SiteJournal,
  period: string,
  events: readonly ClosingEvent[],
): readonly string[] => {
  const newest = closedThrough(site, events)?.period ?? ''
  return [...site.periods.filter((month) => month > newest && month < period), period]
}

/** @throws Problem USAGE: closed already, still running, or before the journal begins. */
export const assertClosable = (
  site: SiteJournal,
  period: string,
  events: readonly ClosingEvent[],
  readAt: ReadonlyMap<number, Date>,
): void => {
  const { site_id: siteId, periods, before_through: before, reached } = site
  const refuse = (what: string, remedy: string): never => {
    throw new Problem('USAGE', { what, remedy })
  }
  const newest = closedThrough(site, events)
  if (newest !== undefined && period <= newest.period) {
    const since = `${newest.at_utc.slice(0, 10)} by ${newest.by_whom}`
    refuse(
      period === newest.period
        ? `${period} of site ${siteId} is closed already, since ${since}.`
        : `${period} of site ${siteId} is closed: months are closed through ${newest.period}, since ${since}.`,
      '`close list` shows what is closed; `close reopen` opens the newest one.',
    )
  }
  if (before !== null && period <= before) {
    refuse(
      `${period} of site ${siteId} is closed in your own books: period_close.csv of the finance folder says so.`,
      'Take its row out of period_close.csv and build, if this product is to close it.',
    )
  }
  if (!isOver(site, period, readAt.get(siteId))) {
    refuse(
      `${period} of site ${siteId} is not over: the marts reach ${reached ?? 'no day yet'}.`,
      'Sync and build once the studio has sold or taught in a later month, then close.',
    )
  }
  const [first] = periods
  if (first === undefined || first > period) {
    refuse(
      `The journal of site ${siteId} has nothing in ${period}: it begins in ${first ?? 'no month yet'}.`,
      'Close a month that it has.',
    )
  }
}
