// What the report shows, read from the published marts: small aggregates, sums before ratios, money as exact text.
import type { Duck } from '../lakehouse/duck.ts'

export interface ReportSite {
  readonly site_id: number
  readonly site_name: string
  readonly time_zone: string | null
}

export interface RevenueRow {
  readonly site_id: number
  readonly currency: string
  readonly local_date: string
  readonly account_code: string
  /** Null where the chart of accounts has no such code. */
  readonly account_name: string | null
  readonly net: string
}

export interface CohortRow {
  readonly site_id: number
  readonly cohort_month: string
  readonly month_index: number
  readonly cohort_size: number
  readonly active_n: number | null
}

export interface HourRow {
  readonly site_id: number
  /** 1 = Monday. */
  readonly weekday: number
  readonly local_hour: number
  /** Places of classes already held; classes ahead and classes without a capacity are in neither figure. */
  readonly capacity: number
  readonly attended: number
}

export interface FreshnessRow {
  readonly mart: string
  readonly newest_local_date: string | null
  readonly stream: string | null
  readonly last_synced_at: string | null
  readonly state: string
}

export interface FindingRow {
  readonly finding: string
  readonly severity: string
  readonly site_id: number | null
  readonly findings: number
  readonly example: string | null
}

export interface ReportData {
  readonly sites: readonly ReportSite[]
  readonly asOf: string | null
  readonly revenue: readonly RevenueRow[]
  readonly cohorts: readonly CohortRow[]
  readonly hours: readonly HourRow[]
  readonly freshness: readonly FreshnessRow[]
  readonly findings: readonly FindingRow[]
}

/** Days of the revenue chart: a quarter still shows single days. */
export const revenueDays = 92

/** Reads everything the report needs. Each ratio keeps its numerator and denominator. */
export const readReportData = async (duck: Duck): Promise<ReportData> => {
  const { as_of: asOf } = await duck.row<{ as_of: string | null }>(
    "select max(local_date)::varchar as as_of from fct_revenue_day where basis = 'native_accrual'",
  )
  return {
    asOf,
    sites: await duck.rows('select site_id, site_name, time_zone from dim_site order by site_id'),
    revenue: await duck.rows(
      `select site_id, currency, local_date::varchar as local_date, account_code, any_value(account_name) as account_name,
         sum(net)::decimal(18,2)::varchar as net
       from fct_revenue_day left join dim_account using (account_code)
       where basis = 'native_accrual' and local_date > $1::date - $2::integer
       group by site_id, currency, local_date, account_code
       order by site_id, currency, local_date, account_code`,
      [asOf, revenueDays],
    ),
    cohorts: await duck.rows(
      `select site_id, strftime(cohort_month, '%Y-%m') as cohort_month, month_index::integer as month_index,
         cohort_size::bigint as cohort_size, case when retained_rate is not null then active_n::bigint end as active_n
       from fct_cohort_retention
       where cohort_type = 'first_visit' and site_id is not null
       order by site_id, cohort_month, month_index`,
    ),
    hours: await duck.rows(
      `select site_id, weekday::integer as weekday, local_hour::integer as local_hour,
         sum(held_capacity)::double as capacity, sum(held_attended_with_capacity)::double as attended
       from agg_utilization_hour
       group by all
       order by site_id, weekday, local_hour`,
    ),
    freshness: await duck.rows(
      `select mart, newest_local_date::varchar as newest_local_date, stream,
         strftime(last_synced_at, '%Y-%m-%d %H:%M') as last_synced_at, state
       from mart_freshness
       order by state = 'fresh', mart, stream`,
    ),
    findings: await duck.rows(
      `select finding, severity, site_id, count(*) as findings, any_value(detail) as example
       from data_quality
       group by finding, severity, site_id
       order by (severity = 'warn') desc, finding, site_id`,
    ),
  }
}
