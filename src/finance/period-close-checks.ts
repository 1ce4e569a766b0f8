// May this period be closed? Whole, over in the data, in order, and not closed already.
import { Problem } from '../core/errors.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { closedNow } from './period-close-ledger.ts'
import type { ClosingEvent } from './period-close-ledger.ts'

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

/** The month that comes next. */
const nextPeriod = (period: string): string => {
  const [year, month] = period.split('-').map(Number) as [number, number]
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
}

export interface SiteJournal {
  readonly site_id: number
  /** First period with a line; null where the site has none. */
  readonly first_period: string | null
  /** Newest local day on which something surely happened: a sale, or a visit that was attended. */
  readonly reached: string | null
}

/** The sites of the marts, and how far each one's journal and data reach. */
export const readSites = (marts: Duck): Promise<readonly SiteJournal[]> =>
  marts.rows<SiteJournal>(
    `with lines as (select site_id, min(period) as first_period from marts.main.fct_journal_line group by 1),
     days as (
       select site_id, local_date from marts.main.fct_sale_line
       union all
       select site_id, local_date from marts.main.fct_visit where outcome = 'attended'),
     reached as (select site_id, max(local_date) as reached from days group by 1)
     select sites.site_id, first_period, reached
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

/**
 * @param booksClosed whether the studio's own books had closed a period before this product came
 * @throws Problem USAGE: already closed, still running, or an earlier one is open.
 */
export const assertClosable = (
  site: SiteJournal,
  period: string,
  events: readonly ClosingEvent[],
  booksClosed: (siteId: number, period: string) => boolean,
): void => {
  const { site_id: siteId, first_period: first, reached } = site
  const closings = closedNow(events).filter(({ site_id: id }) => id === siteId)
  const refuse = (what: string, remedy: string): never => {
    throw new Problem('USAGE', { what, remedy })
  }
  const closed = closings.find((closing) => closing.period === period)
  if (closed !== undefined) {
    refuse(
      `${period} of site ${siteId} is closed already, since ${closed.at_utc.slice(0, 10)}${closed.by_whom === null ? '' : ` by ${closed.by_whom}`}.`,
      '`close list` shows what is closed; `close reopen` opens the newest one.',
    )
  }
  if (booksClosed(siteId, period)) {
    refuse(
      `${period} of site ${siteId} is closed in your own books: period_close.csv of the finance folder lists it.`,
      'Take its row out of period_close.csv first if this product is to close it.',
    )
  }
  if (reached === null || reached.slice(0, 7) <= period) {
    refuse(
      `${period} of site ${siteId} is not over: the marts reach ${reached ?? 'no day yet'}.`,
      'Sync and build once the studio has sold or taught in a later month, then close.',
    )
  }
  if (first === null || first > period) {
    refuse(
      `The journal of site ${siteId} has nothing in ${period}: it begins in ${first ?? 'no month yet'}.`,
      'Close the months it has, the first one first.',
    )
  }
  const isClosed = (month: string): boolean =>
    booksClosed(siteId, month) || closings.some((closing) => closing.period === month)
  for (let month = first ?? period; month < period; month = nextPeriod(month)) {
    if (!isClosed(month)) {
      refuse(
        `${month} of site ${siteId} is still open, and months are closed in order.`,
        `Close it first (close --period ${month} --site ${siteId}), or list it in period_close.csv of the finance folder if your own books had closed it.`,
      )
    }
  }
}
