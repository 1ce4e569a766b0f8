// Marts of a small studio for the report: two sites, two currencies, a year, hostile names.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duck } from '../../src/lakehouse/duck.ts'

const tables = `
  create table dim_site (site_id bigint, site_name varchar, time_zone varchar, currency varchar);
  create table dim_account (account_code varchar, account_name varchar, account_type varchar);
  create table fct_revenue_day (site_id bigint, location_id bigint, local_date date, basis varchar, account_code varchar,
    gross decimal(18,4), discount decimal(18,4), net decimal(18,4), tax decimal(18,4), currency varchar);
  create table fct_cohort_retention (site_id bigint, cohort_type varchar, cohort_month date, month_index integer,
    cohort_size bigint, active_n bigint, retained_rate decimal(18,6));
  create table agg_utilization_hour (site_id bigint, location_id bigint, month date, weekday integer, local_hour integer,
    held_capacity decimal(18,4), held_attended_with_capacity decimal(18,4));
  create table mart_freshness (mart varchar, built_at timestamp, newest_local_date date, stream varchar,
    last_synced_at timestamp, state varchar);
  create table data_quality (finding varchar, severity varchar, site_id bigint, entity varchar, entity_id varchar,
    detail varchar, amount decimal(18,4));`

/** Rows made by formulas, so that the same page comes out every time. */
const rows = `
  insert into dim_site values (1, 'Harbor <b>Yoga</b>', 'America/Los_Angeles', 'USD'), (2, 'Thames Strength', 'Europe/London', 'GBP');
  insert into dim_account values ('4000', 'Classes', 'revenue'), ('4100', 'Memberships', 'revenue'),
    ('4200', '<Retail> & "more"', 'revenue');
  insert into fct_revenue_day
  select s, 1, d::date, 'native_accrual', a, n, 0, n, 0, if(s = 1, 'USD', 'GBP')
  from (values (1), (2)) as sites(s),
    (values ('4000', 400), ('4100', 620), ('4200', 90), ('4300', 40)) as accounts(a, size),
    generate_series(date '2025-07-01', date '2026-06-30', interval 1 day) as days(d),
    lateral (select round(size * (0.35 + 0.65 * abs(sin(s + size + date_diff('day', date '2025-07-01', d::date) * 0.9))), 2)
      * if(a like '43%' and day(d) = 9, -3, 1) as n);
  insert into fct_cohort_retention
  select s, 'first_visit', c::date, k, 40 + month(c), n, n / (40 + month(c))
  from (values (1), (2)) as sites(s), generate_series(date '2025-07-01', date '2026-06-01', interval 1 month) as cohorts(c),
    range(13) as months(k),
    lateral (select case when c + to_months(k::integer + 1) <= timestamp '2026-07-01'
      then round((40 + month(c)) * if(k = 0, 1, 0.62 / (1 + 0.18 * k)))::bigint end as n);
  insert into agg_utilization_hour
  select s, 1, date '2026-06-01', w, h, 60, round(60 * (0.2 + 0.75 * abs(sin(w * 1.7 + h * 0.8 + s))))
  from (values (1), (2)) as sites(s), range(1, 8) as weekdays(w), (values (6), (7), (9), (12), (17), (18), (19)) as hours(h)
  where not (w = 7 and h > 12);
  insert into mart_freshness values
    ('fct_visit', timestamp '2026-07-01 12:01:00', date '2026-07-01', 'class_visits', timestamp '2026-07-01 12:00:00', 'fresh'),
    ('fct_payment', timestamp '2026-07-01 12:01:00', null, 'transactions', null, 'never read');
  insert into data_quality values ('unmapped_line', 'warn', 1, 'sale_line', '12', 'Item "<script>alert(1)</script>" has no account', 4.00);`

export const makeReportHome = async (
  isEmpty = false,
): Promise<{ home: string; marts: string; remove: () => Promise<void> }> => {
  const home = await mkdtemp(join(tmpdir(), 'report-'))
  const marts = join(home, 'marts.duckdb')
  await using duck = await Duck.open(marts)
  await duck.run(isEmpty ? tables : tables + rows)
  return { home, marts, remove: () => rm(home, { recursive: true, force: true }) }
}
