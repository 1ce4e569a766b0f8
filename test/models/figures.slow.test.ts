// The marts against the studio's own figures, which it counts from its life and never from API records; and odd data.
import { readdir, rm } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createBusiness } from '../../src/sandbox/business.ts'
import { expectFigures } from '../studio-figure.ts'
import { expectStudioFigures } from '../studio-figures.ts'
import { membershipFigures } from '../studio-memberships.ts'
import { retentionFigures } from '../studio-retention.ts'
import { utilizationFigures } from '../studio-utilization.ts'
import { modelFile } from './macro.ts'
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

/** Unit tests written beside the models. */
const declaredUnitTests = async (): Promise<number> => {
  const files = await readdir(new URL('../../models/', import.meta.url), { recursive: true })
  const texts = await Promise.all(files.filter((file) => file.endsWith('.yml')).map(modelFile))
  const counts = texts.map((text) => {
    const { unit_tests: tests = [] } = parse(text) as { unit_tests?: readonly object[] }
    return tests.length
  })
  return counts.reduce((sum, count) => sum + count, 0)
}

describe('models', () => {
  it('give the figures of the studio itself, to the cent', async () => {
    const business = createBusiness({ days: 3 })
    const home = await newHome(business)
    expect((await build(home)).failures).toEqual([])
    await using marts = await openMarts(home)
    await expectStudioFigures(marts, business)
    // Nobody told here which files were made one.
    const told = { merges: false }
    await expectFigures(marts, [
      ...retentionFigures(business, told),
      ...membershipFigures(business, told),
      ...utilizationFigures(business, told),
    ])
  })

  it('post by kind of item alone where nobody drew a chart, whatever the number of the site', async () => {
    const home = await newHome(createBusiness())
    // No table of the studio's own: as shipped.
    expect((await build(home, { vars: { finance: {} } })).failures).toEqual([])
    await using marts = await openMarts(home)
    const accountsOf = async (bases: string): Promise<readonly string[]> => {
      const rows = await marts.rows<{ account_code: string }>(
        `select distinct account_code from marts.fct_revenue_day where basis in (${bases}) order by all`,
      )
      return rows.map(({ account_code: code }) => code)
    }
    expect(await accountsOf("'native_accrual', 'native_cash'")).toEqual([
      '2300',
      '2310',
      '2400',
      '4000',
      '4500',
    ])
    expect(await accountsOf("'earned'")).toEqual(['2200', '4000', '4500', '4800', '4900', '4910'])
    expect(await accountsOf("'cash_books'")).toEqual(['2200', '2300', '2310', '4000', '4500'])
  })

  it('build over streams that were never read, say so, and pass every unit test they declare', async () => {
    const home = await newHome()
    const plain = await build(home)
    expect(plain.failures).toEqual([])
    {
      await using marts = await openMarts(home)
      expect(
        await marts.rows(
          "select distinct state from marts.mart_freshness where mart not in ('dim_account', 'dim_gl_rule')",
        ),
      ).toEqual([{ state: 'never read' }])
    }
    const whole = await build(home, { unitTests: true })
    expect(whole.failures).toEqual([])
    const declared = await declaredUnitTests()
    expect(declared).toBeGreaterThan(20)
    expect(whole.tests.passed - plain.tests.passed).toBe(declared)
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
      // Half a cent, once in the line and once in the tender.
      sale(
        8,
        '2026-06-30T10:00:00Z',
        [{ ...thing, UnitPrice: 10.005, TotalAmount: 10.005 }],
        [{ ...cash, Amount: 10.01 }],
      ),
      sale(9, '2026-06-30T10:00:00Z', [{ ...thing, TotalAmount: 10 }], [{ ...cash, Amount: 10.005 }]),
      sale(10, '2026-06-30T10:00:00Z', [{ ...thing, UnitPrice: null, TotalAmount: 10 }], [cash]),
      sale(11, '2026-06-30T10:00:00Z', [{ ...thing, UnitPrice: null }], [cash]),
      sale(12, '2026-06-30T10:00:00Z', [{ ...thing, TotalAmount: 10 }], [{ ...cash, Amount: null }]),
      // An exchange of equals, closed by a tender of nothing.
      sale(
        13,
        '2026-06-30T10:00:00Z',
        [
          { ...thing, TotalAmount: 10 },
          { ...thing, SaleDetailId: 900_002, Quantity: -1, TotalAmount: -10 },
        ],
        [{ ...cash, Amount: 0 }],
      ),
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
      { finding: 'payment_line_mismatch', entity_id: '11' },
      { finding: 'payment_line_mismatch', entity_id: '12' },
      { finding: 'payment_line_mismatch', entity_id: '3' },
      { finding: 'payment_line_mismatch', entity_id: '7' },
      { finding: 'suspense_balance', entity_id: 'cash_books/2026-06/USD' },
      { finding: 'suspense_balance', entity_id: 'earned/2026-06/USD' },
      { finding: 'undated_sale', entity_id: '5' },
      { finding: 'unmapped_line', entity_id: '1/900001' },
      { finding: 'unmapped_tender', entity_id: 'Barter' },
      { finding: 'unpriced_line', entity_id: '11/900001' },
    ])
    const suspense = await marts.rows(
      `select basis, sum(net)::decimal(18, 2) as net from marts.fct_revenue_day
       where account_code = 'SUSPENSE' group by basis order by basis`,
    )
    // The journals hold there, too, what payments and lines miss each other by: 1 (sale 3), 10 (7, 11 and 12), and on the cash
    // basis what is paid beyond a line (9 and 11) or without one (7).
    expect(suspense).toEqual([
      { basis: 'cash_books', net: '40.03' },
      { basis: 'earned', net: '29.02' },
      { basis: 'native_accrual', net: '20.02' },
      { basis: 'native_cash', net: '20.02' },
    ])
  })
})
