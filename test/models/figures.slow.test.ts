// The marts against the studio's own figures, which it counts from its life and never from API records; and odd data.
import { rm } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createBusiness } from '../../src/sandbox/business.ts'
import { figuresOf } from '../../src/sandbox/figures.ts'
import { build, change, openMarts, studioHome } from './studio-warehouse.ts'

const homes: string[] = []

const newHome = async (...business: Parameters<typeof studioHome>): Promise<string> => {
  const home = await studioHome(...business)
  homes.push(home)
  return home
}

afterEach(async () => {
  for (const home of homes.splice(0)) await rm(home, { recursive: true, force: true })
})

const inOrder = (rows: readonly object[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort()

describe('models', () => {
  it('give the figures of the studio itself, to the cent', async () => {
    const business = createBusiness({ days: 3 })
    const home = await newHome(business)
    expect((await build(home)).failures).toEqual([])
    const figures = figuresOf(business)
    await using marts = await openMarts(home)

    const sales = await marts.rows(
      `select site_id, local_date::varchar as local_date, location_id,
         (sum(gross) * 100)::bigint as gross_cents, (sum(discount) * 100)::bigint as discount_cents,
         (sum(net) * 100)::bigint as net_cents, (sum(tax) * 100)::bigint as tax_cents,
         (sum(total) * 100)::bigint as total_cents
       from marts.fct_sale_line group by all`,
    )
    expect(inOrder(sales)).toEqual(inOrder(figures.salesByDay))

    const payments = await marts.rows(
      `select site_id, local_date::varchar as local_date, location_id, method,
         (sum(amount) * 100)::bigint as amount_cents
       from marts.fct_payment group by all`,
    )
    expect(inOrder(payments)).toEqual(inOrder(figures.paymentsByDay))

    const classes = await marts.rows(
      `select site_id, class_id, signed_in as attended, booked, late_cancel, no_show
       from marts.fct_class_occurrence`,
    )
    expect(inOrder(classes)).toEqual(inOrder(figures.attendedByClass))

    const cohorts = await marts.rows(
      `select site_id, cohort_month::varchar as cohort_month, month_index, cohort_size, active_n
       from marts.fct_cohort_retention where is_mature`,
    )
    const complete = figures.cohorts.filter((cell) => cell.complete)
    expect(inOrder(cohorts)).toEqual(inOrder(complete.map(({ complete: _complete, ...cell }) => cell)))

    expect(await marts.rows("select * from marts.data_quality where severity = 'warn'")).toEqual([])
  })

  it('build over streams that were never read, and say so', async () => {
    const home = await newHome()
    expect((await build(home)).failures).toEqual([])
    await using marts = await openMarts(home)
    expect(await marts.rows('select distinct state from marts.mart_freshness')).toEqual([
      { state: 'never read' },
    ])
  })

  it('name what is odd in the data, and build all the same', async () => {
    const home = await newHome(createBusiness())
    const sale = (id: number, at: string | null, items: object[], payments: object[]): string =>
      `insert into raw.sales ("SiteId", "Id", "ClientId", "LocationId", "SaleDateTime", "PurchasedItems", "Payments")
       values (10001, ${id}, 'nobody', 1, ${at === null ? 'null' : `'${at}'`},
         '${JSON.stringify(items)}', '${JSON.stringify(payments)}')`
    const thing = {
      SaleDetailId: 900_001,
      IsService: false,
      Description: 'Thing',
      UnitPrice: 10,
      Quantity: 1,
    }
    const cash = { Id: 900_001, Amount: 10, Type: 'Cash', Method: 1 }
    await change(
      home,
      sale(1, '2026-06-30T10:00:00Z', [{ ...thing, IsService: null, TotalAmount: 10 }], [cash]),
      sale(2, '2026-06-30T10:00:00Z', [{ ...thing, TotalAmount: 10.02 }], [{ ...cash, Amount: 10.02 }]),
      sale(3, '2026-06-30T10:00:00Z', [{ ...thing, TotalAmount: 10 }], [{ ...cash, Amount: 9 }]),
      sale(4, '2026-06-30T10:00:00Z', [{ ...thing, TotalAmount: 10 }], [{ ...cash, Type: 'Barter' }]),
      sale(5, null, [{ ...thing, TotalAmount: 10 }], [cash]),
      sale(
        6,
        '2026-06-30T10:00:00Z',
        [
          { ...thing, TotalAmount: 10 },
          { ...thing, TotalAmount: 10 },
        ],
        [cash],
      ),
      sale(7, '2026-06-30T10:00:00Z', [], [cash]),
      `insert into raw.class_visits ("SiteId", "Id", "ClientId", "SignedIn") values (10001, 1, 'nobody', true)`,
      `insert into raw.classes ("SiteId", "Id") values (10001, 1)`,
      `insert into ledger.client_merge values (10001, 1, 2, timestamp '2026-06-30', 'test'),
         (10001, 2, 1, timestamp '2026-06-30', 'test')`,
    )
    expect((await build(home)).failures).toEqual([])
    await using marts = await openMarts(home)
    const warnings = await marts.rows(
      "select finding, entity_id from marts.data_quality where severity = 'warn' order by all",
    )
    expect(warnings).toEqual([
      { finding: 'client_merge_circle', entity_id: '1' },
      { finding: 'client_merge_circle', entity_id: '2' },
      { finding: 'duplicate', entity_id: '6/900001' },
      { finding: 'line_identity', entity_id: '2/900001' },
      { finding: 'payment_line_mismatch', entity_id: '3' },
      { finding: 'payment_line_mismatch', entity_id: '7' },
      { finding: 'undated_sale', entity_id: '5' },
      { finding: 'unmapped_line', entity_id: '1/900001' },
      { finding: 'unmapped_tender', entity_id: 'Barter' },
    ])
    const suspense = await marts.rows(
      `select basis, sum(net)::decimal(18, 2) as net from marts.fct_revenue_day
       where account_code = 'SUSPENSE' group by basis order by basis`,
    )
    expect(suspense).toEqual([
      { basis: 'native_accrual', net: '20.02' },
      { basis: 'native_cash', net: '20.02' },
    ])
  })
})
