// What analysts open: the published file has the promised columns, and each mart tells how fresh it is.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runChild } from '../../src/lakehouse/child.ts'
import { dbtCacheDir, dbtEnvOf } from '../../src/lakehouse/dbt-env.ts'
import { openReadOnly } from '../../src/lakehouse/duck.ts'
import { problemOf } from '../../src/lakehouse/sync.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { streams as allStreams } from '../../streams/index.ts'
import { publishStudio } from '../reconcile/published.ts'
import type { Published } from '../reconcile/published.ts'
import { syncOnce, tempHome } from '../lakehouse/line.ts'
import { expectCookbook } from './cookbook.ts'
import { otherMarts, promisedColumns } from './promised-columns.ts'
import { metricSql, readSemantics } from './semantics.ts'
import { build, openMarts } from './studio-warehouse.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The same figures, asked of other marts by hand. */
const byHand: Readonly<Record<string, string>> = {
  retention_m1: `select sum(active_n) / sum(cohort_size) from fct_cohort_retention where month_index = 1 and active_n is not null`,
  second_visit_rate: `select sum(returned_n) / sum(eligible_n) from fct_cohort_return
    where cohort_type = 'first_visit' and form = 'since_start' and window_days = 30`,
  gross_churn: `select sum(voluntary_n + involuntary_n + expired_n) / sum(active_start)
    from fct_membership_churn_site_month where is_mature`,
  fill_rate: `select sum(held_attended_with_capacity) / sum(held_capacity) from agg_class_month where not is_enrollment`,
  show_rate: `select sum(attended_on_rosters) / sum(attended_on_rosters + no_show + late_cancel)
    from agg_class_month where not is_enrollment`,
  intro_conversion: `select count(*) filter (where is_converted_in_purchase_window) / count(*)
    from fct_intro_offer where is_matured_purchase and not is_returned`,
  visits_of_months: `select count(*) from fct_visit where outcome = 'attended' and not is_excluded_person`,
  net_sales: `select sum(net) from fct_revenue_day where basis = 'native_accrual' and not is_deposit`,
  earned_revenue: `select sum(net) from fct_revenue_day inner join dim_account using (account_code)
    where basis = 'earned' and account_type = 'revenue'`,
  people_at_risk: `select count(*) from fct_client_state_span where is_current and state = 'at_risk'`,
  deferred_revenue: `select sum(end_balance) from (
      select * from fct_liability_rollforward where kind = 'deferred'
      qualify month = max(month) over (partition by site_id))`,
}

describe('the published marts', () => {
  let studio: Published
  let columns: readonly { mart: string; name: string; type: string }[]

  beforeAll(async () => {
    studio = await publishStudio()
    await using marts = await openReadOnly(studio.marts)
    columns = await marts.rows(
      'select table_name as mart, column_name as name, data_type as type from information_schema.columns',
    )
  })

  afterAll(() => studio.remove())

  it('are the promised ones', () => {
    const marts = [...new Set(columns.map(({ mart }) => mart))].toSorted()
    expect(marts).toEqual([...Object.keys(promisedColumns), ...otherMarts].toSorted())
  })

  it.each(Object.keys(promisedColumns))('%s has its columns under their names and types', (mart) => {
    const own = Object.fromEntries(
      columns.filter((column) => column.mart === mart).map(({ name, type }) => [name, type]),
    )
    expect(own).toMatchObject(promisedColumns[mart] ?? {})
  })

  it('hold numbers that add up exactly and no raw JSON', () => {
    const types = new Set(columns.map(({ type }) => type.replace(/\(.*/, '')))
    expect([...types].toSorted()).toEqual(
      expect.arrayContaining(['BIGINT', 'BOOLEAN', 'DATE', 'DECIMAL', 'TIMESTAMP', 'VARCHAR']),
    )
    const odd = columns.filter(({ type }) => /DOUBLE|FLOAT|HUGEINT|JSON|STRUCT|\[\]/.test(type))
    expect(odd).toEqual([])
  })

  it('answer the 25 queries of the cookbook, and contradict none', async () => {
    await using marts = await openReadOnly(studio.marts)
    await expectCookbook(marts)
  })

  it('give every metric a figure, and the same by hand', async () => {
    const semantics = await readSemantics()
    await using marts = await openReadOnly(studio.marts)
    const ask = async (sql: string): Promise<number> => {
      const [row] = await marts.rows<{ value: number }>(`select cast((${sql}) as double) as value`)
      return row?.value ?? Number.NaN
    }
    for (const { name } of semantics.metrics) {
      const value = await ask(metricSql(semantics, name))
      expect(value, name).not.toBeNull()
      const hand = byHand[name]
      if (hand !== undefined) expect(value, name).toBeCloseTo(await ask(hand), 6)
    }
    for (const { mart, entities = [], dimensions = [] } of semantics.models)
      for (const { name, expr = name } of [...entities, ...dimensions])
        await marts.rows(`select ${expr} from ${mart} limit 1`)
  })

  it('are read by the notebook, cell by cell', async () => {
    const path = new URL('../../docs/notebooks/retention.ipynb', import.meta.url)
    const { cells } = JSON.parse(await readFile(path, 'utf8')) as {
      cells: readonly { cell_type: string; source: readonly string[]; outputs?: readonly unknown[] }[]
    }
    const code = cells.filter((cell) => cell.cell_type === 'code')
    expect(code.flatMap(({ outputs = [] }) => outputs)).toEqual([])
    const { python } = await dbtEnvOf({ projectDir: join(root, 'models'), cacheDir: await dbtCacheDir(root) })
    const script = code.map(({ source }) => source.join('')).join('\n\n')
    const ran = await runChild(python, ['-c', script], { env: { MARTS: studio.marts, PYTHONUTF8: '1' } })
    expect(ran.stderr).toBe('')
    expect(ran.exitCode).toBe(0)
    expect(ran.stdout).toContain('gross churn: ')
  })
})

describe('mart_freshness', () => {
  let sandbox: Sandbox
  let place: Awaited<ReturnType<typeof tempHome>>
  let runs = 0

  beforeAll(async () => {
    sandbox = await startSandbox()
    place = await tempHome()
  })

  afterAll(async () => {
    await sandbox.close()
    await place.remove()
  })

  /**
   * Reads some streams (or all but some), builds, and gives the marts by their state. The first build is of everything; the state
   * of a mart rests on the cursors alone, so the others build what tells it.
   */
  const readAndBuild = async (
    streams?: readonly string[],
  ): Promise<Readonly<Record<string, readonly string[]>>> => {
    const built = runs === 0 ? {} : { select: ['mart_freshness'] }
    runs += 1
    const { home } = place
    const options = streams === undefined ? {} : { streams }
    const read = await syncOnce({ home, url: sandbox.url, runId: `freshness-${runs}`, ...options })
    expect(problemOf(read)).toBeUndefined()
    expect((await build(home, built)).failures).toEqual([])
    await using marts = await openMarts(home)
    const rows = await marts.rows<{ mart: string; state: string }>(
      'select mart, state from marts.mart_freshness order by mart',
    )
    return Object.fromEntries(
      [...new Set(rows.map(({ state }) => state))].map((state) => [
        state,
        rows.filter((row) => row.state === state).map(({ mart }) => mart),
      ]),
    )
  }

  const allMarts = [...Object.keys(promisedColumns), ...otherMarts]
    .filter((mart) => mart !== 'mart_freshness')
    .toSorted()
  const ofVisits = [
    'agg_utilization_hour',
    'fct_bookable_capacity_hour',
    'fct_class_occurrence',
    'fct_client_state_month',
    'fct_client_state_span',
    'fct_retention_native',
    'fct_schedule_what_if',
    'fct_visit_frequency_month',
    'rec_retention',
    'rec_retention_management',
  ]
  const ofSales = [
    'fct_autopay_event',
    'fct_client_account_movement',
    'fct_contract_churn_month',
    'fct_gift_card_movement',
    'fct_membership',
    'fct_membership_churn_month',
    'fct_membership_churn_site_month',
    'fct_payment',
    'fct_revenue_day',
    'fct_sale_line',
    'fct_settlement',
    'mindbody__line_item_enhanced',
    'rec_autopay',
    'rec_autopay_summary',
    'rec_cash_drawer',
    'rec_daily_closeout_tender',
    'rec_gift_card',
    'rec_sales_by_category',
    'rec_sales_by_product',
    'rec_sales_by_service',
    'rec_sales_line',
  ]
  const ofBoth = [
    'data_quality',
    'fct_client_at_risk',
    'fct_client_value',
    'fct_cohort_retention',
    'fct_cohort_retention_all_sites',
    'fct_cohort_return',
    'fct_deferred_balance',
    'fct_expected_value',
    'fct_expected_value_month',
    'fct_intro_conversion_month',
    'fct_intro_offer',
    'fct_journal_line',
    'fct_liability_rollforward',
    'fct_membership_survival',
    'fct_membership_survival_summary',
    'fct_period_drift',
    'fct_trial_balance',
    'fct_unlinked_visit',
    'fct_visit',
    'rec_attendance',
    'rec_earned_revenue',
    'rec_first_visit',
    'rec_outstanding_series',
    'rec_visits_remaining',
  ]

  it('tells a stream that was never read from an empty one', async () => {
    const states = await readAndBuild(['clients', 'locations'])
    expect(states['fresh']).toEqual([
      'dim_account',
      'dim_client',
      'dim_date',
      'dim_gl_rule',
      'dim_location',
      'dim_site',
      'rec_member',
    ])
    expect(states['never read']).toEqual(allMarts.filter((mart) => states['fresh']?.includes(mart) !== true))
    expect(states['stale']).toBeUndefined()
  })

  it('finds everything fresh when all was read, now and again when nothing was due', async () => {
    expect(await readAndBuild()).toEqual({ fresh: allMarts })
    expect(await readAndBuild()).toEqual({ fresh: allMarts })
    sandbox.advance(1)
    expect(await readAndBuild()).toEqual({ fresh: allMarts })
  })

  it('finds the marts of a stream stale that runs left out for longer than stale_after_hours', async () => {
    sandbox.advance(1)
    const others = allStreams.map(({ name }) => name).filter((name) => name !== 'sales')
    expect(await readAndBuild(others)).toEqual({ fresh: allMarts })
    sandbox.advance(1)
    const states = await readAndBuild(others)
    expect(states['stale']).toEqual([...ofBoth, ...ofSales].toSorted())
    expect(states['fresh']).toEqual(expect.arrayContaining(ofVisits))
    expect(await readAndBuild()).toEqual({ fresh: allMarts })
  })
})
