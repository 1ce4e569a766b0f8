// A simulated year of four studios, every month closed and the past edited after each close.
// Dollars without tax on services, pounds and Australian dollars with tax inside, yen without decimals.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Duck, quoteText } from '../../src/lakehouse/duck.ts'
import { sha256OfFile } from '../../src/lakehouse/durable.ts'
import { expectDeferred, expectLiabilities } from '../studio-books.ts'
import { openMarts } from '../models/studio-warehouse.ts'
import { liveYear, type Year } from './year-life.ts'

describe('a year of monthly closes', () => {
  let year: Year
  let transform: Duck

  beforeAll(async () => {
    // A test that also reads a model of another selection would hold it against last month's.
    vi.stubEnv('DBT_INDIRECT_SELECTION', 'buildable')
    year = await liveYear()
    transform = await openMarts(year.home)
  }, 1_500_000)

  afterAll(async () => {
    vi.unstubAllEnvs()
    transform.close()
    await year.remove()
  })

  it('froze every month of every site', () => {
    expect(year.frozen).toHaveLength(48)
  })

  it('left every frozen file as it was', async () => {
    const hashes = await Promise.all(year.frozen.map(({ path }) => sha256OfFile(path)))
    expect(hashes).toEqual(year.frozen.map(({ hash }) => hash))
  })

  it('explains every closed period: what is recomputed is what was frozen and adjusted', async () => {
    const files = year.frozen.map(({ path }) => quoteText(path)).join(', ')
    const periods = year.frozen.map(({ site_id, period }) => `(${site_id}, ${quoteText(period)})`).join(', ')
    const { sides, ...odd } = await transform.row<{ sides: number; entries: number; units: number }>(
      `with closed(site_id, period) as (values ${periods}),
       told as (
         select site_id, basis, entry_id, strftime(event_date, '%Y-%m') as period, location_id, account_code, posting_role,
           currency, units * if(currency = 'JPY', 100, 1) as cents
         from intermediate.int_journal_live
         union all
         select site_id, basis, coalesce(adjusts_entry_id, entry_id), strftime(event_date, '%Y-%m'), location_id,
           account_code, posting_role, currency, -((debit - credit) * 100)::bigint
         from read_parquet([${files}])
         union all
         select site_id, basis, adjusts_entry_id, adjusts_period, location_id, account_code, posting_role, currency,
           -((debit - credit) * 100)::bigint
         from marts.fct_journal_line
         where is_adjustment and (site_id, period) not in (from closed)),
       differences as (
         select sum(cents) as cents, count(*) as sides
         from told inner join closed using (site_id, period)
         group by site_id, basis, entry_id, period, location_id, account_code, posting_role, currency)
       select sum(sides)::bigint as sides, count(*) filter (cents <> 0) as entries,
         coalesce(sum(abs(cents)), 0)::bigint as units
       from differences`,
    )
    expect(odd).toEqual({ entries: 0, units: 0 })
    expect(sides).toBeGreaterThan(100_000)
  })

  it('adjusted for every cause there is, in every month that followed a close', async () => {
    const causes = await transform.rows<{ cause: string; periods: number }>(
      `select cause, count(distinct period) as periods from marts.fct_journal_line
       where is_adjustment group by 1 order by 1`,
    )
    const found = Object.fromEntries(causes.map(({ cause, periods }) => [cause, periods]))
    expect(Object.keys(found)).toEqual(['late_edit', 'late_load', 'mapping', 'policy'])
    expect(found['late_edit']).toBe(12)
    expect(found['late_load']).toBe(12)
  })

  it('balances: each site, basis and currency comes to nothing', async () => {
    const sums = await transform.rows<{
      site_id: number
      basis: string
      currency: string
      gap: string
      lines: number
    }>(
      `select site_id, basis, currency, sum(debit - credit)::decimal(18, 4)::varchar as gap, count(*) as lines
       from marts.fct_journal_line group by all order by all`,
    )
    expect(
      sums.map(({ site_id, basis, currency, gap }) => [site_id, basis, currency, gap].join(' ')),
    ).toEqual([
      '10001 cash_books USD 0.0000',
      '10001 earned USD 0.0000',
      '10002 cash_books GBP 0.0000',
      '10002 earned GBP 0.0000',
      '10003 cash_books AUD 0.0000',
      '10003 earned AUD 0.0000',
      '10004 cash_books JPY 0.0000',
      '10004 earned JPY 0.0000',
    ])
  })

  it("defers what the studios' own books say", () => expectDeferred(transform, year.business))

  it("owes what the studios' own books say", () => expectLiabilities(transform, year.business))

  it('comes to the same balances in the posted journal as in the one recomputed', async () => {
    const odd = await transform.rows(
      `select site_id, basis, posting_role, account_code, sum(units) as units from (
         select site_id, basis, posting_role, account_code, units from intermediate.int_journal_live
         union all
         select site_id, basis, posting_role, account_code,
           -((debit - credit) * if(currency = 'JPY', 1, 100))::bigint
         from marts.fct_journal_line)
       group by all having sum(units) <> 0`,
    )
    expect(odd).toEqual([])
  })
})
