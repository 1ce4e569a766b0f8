// Quirks of sales and of what is sold.
import { expect } from 'vitest'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { modelFile } from '../models/macro.ts'
import { modelsNaming, rowsOfModel, selectOf } from './model.ts'
import { openStudio, quirk, valuesOf } from './quirk.ts'

openStudio()

type Row = Readonly<Record<string, unknown>>
const recent = { config: { start_date: '2026-06-15' } }

const itemsOf = (sales: readonly Row[]): readonly Row[] =>
  sales.flatMap((sale) =>
    (sale.PurchasedItems as readonly Row[]).map((item) => ({ SaleId: sale.Id, ...item })),
  )

/** The lines of sales as the marts see them: those whose own numbers miss each other by more than a cent. */
const brokenLines = (
  sales: readonly Row[],
): Promise<readonly { sale_id: number; is_identity_broken: boolean }[]> => {
  const items = itemsOf(sales).map((item) => ({
    site_id: 10_001,
    sale_id: item.SaleId,
    sale_detail_id: item.SaleDetailId,
    item_name: item.Description,
    is_service: item.IsService,
    unit_price: item.UnitPrice,
    quantity: item.Quantity,
    discount_amount: item.DiscountAmount,
    tax_amount: item.TaxAmount,
    total_amount: item.TotalAmount,
    copy_no: 1,
  }))
  return rowsOfModel('intermediate/sales/int_sale_lines.sql', {
    stg_mindbody__sale_items: selectOf(items, {
      site_id: 'BIGINT',
      sale_id: 'BIGINT',
      sale_detail_id: 'BIGINT',
      recipient_client_id: 'BIGINT',
      item_name: 'VARCHAR',
      is_service: 'BOOLEAN',
      product_id: 'BIGINT',
      contract_id: 'BIGINT',
      category_id: 'BIGINT',
      sub_category_id: 'BIGINT',
      payment_ref_id: 'BIGINT',
      gift_card_barcode_id: 'VARCHAR',
      unit_price: 'DECIMAL(18,4)',
      quantity: 'BIGINT',
      discount_amount: 'DECIMAL(18,4)',
      tax_amount: 'DECIMAL(18,4)',
      total_amount: 'DECIMAL(18,4)',
      is_returned: 'BOOLEAN',
      active_date: 'DATE',
      exp_date: 'DATE',
      copy_no: 'INTEGER',
    }),
    stg_mindbody__sales: selectOf(
      sales.map(({ Id }) => ({ site_id: 10_001, sale_id: Id })),
      {
        site_id: 'BIGINT',
        sale_id: 'BIGINT',
        client_id: 'VARCHAR',
        location_id: 'BIGINT',
        sale_local: 'TIMESTAMP',
        original_sale_local: 'TIMESTAMP',
      },
    ),
    int_sites: `select 10001 as site_id, 'USD' as currency, false as is_tax_inclusive`,
    stg_mindbody__services: 'select 1 as site_id, 1 as product_id, 1 as program_id where false',
    int_item_kinds: `select true as is_service, 1 as category_id, '' as item_name, false as has_gift_card, '' as item_kind
      where false`,
  })
}

const broken = async (sales: readonly Row[]): Promise<number> =>
  (await brokenLines(sales)).filter(({ is_identity_broken }) => is_identity_broken).length

quirk('package-tax-zero', async ({ read }) => {
  const { lost, recordsOf } = await read(['packages'])
  expect(lost).toEqual([])
  const packed = recordsOf('packages').flatMap(({ Services }) => Services as readonly Row[])
  expect(new Set(packed.map(({ TaxRate }) => TaxRate))).toEqual(new Set([0]))
  expect(await modelsNaming(/mindbody__packages/)).toEqual([])
})

quirk('services-left-out-by-default', async ({ read, ask, truth }) => {
  const shown = (await ask('/sale/services?request.limit=200')).body.Services as readonly Row[]
  const { recordsOf } = await read(['services'])
  expect(shown.length).toBeLessThan(recordsOf('services').length)
  expect(valuesOf(recordsOf('services'), 'ProductId')).toEqual(valuesOf(truth('services'), 'ProductId'))
})

quirk('item-price-is-sale-total', async ({ read, mend }) => {
  // Days that every later reading asks again.
  const lastDays = { config: { start_date: '2026-06-29' } }
  const odd = await read(['sales'], lastDays)
  expect(await broken(odd.recordsOf('sales'))).toBeGreaterThan(0)
  mend()
  const later = await read(['sales'], { ...lastDays, state: odd.state })
  expect(valuesOf(later.recordsOf('sales'), 'Id')).toEqual(valuesOf(odd.recordsOf('sales'), 'Id'))
  expect(await broken(later.recordsOf('sales'))).toBe(0)
})

quirk('line-total-a-cent-off', async ({ read }) => {
  const { recordsOf } = await read(['sales'], recent)
  expect(itemsOf(recordsOf('sales')).some(({ TaxAmount }) => Number(TaxAmount) > 0)).toBe(true)
  expect(await broken(recordsOf('sales'))).toBe(0)
})

const placesOf = (locations: readonly Row[], sales: readonly Row[]) =>
  rowsOfModel<{ location_id: number; is_listed: boolean; is_online_store: boolean }>(
    'marts/core/dim_location.sql',
    {
      stg_mindbody__locations: selectOf(
        locations.map(({ Id, Name }) => ({ site_id: 10_001, location_id: Id, location_name: Name })),
        {
          site_id: 'BIGINT',
          location_id: 'BIGINT',
          location_name: 'VARCHAR',
          city: 'VARCHAR',
          state_prov_code: 'VARCHAR',
        },
      ),
      base_mindbody__gone_locations:
        "select 10001::bigint as site_id, 0::bigint as location_id, '' as location_name where false",
      int_sites: 'select 10001::bigint as site_id',
      stg_mindbody__sales: selectOf(
        sales.map(({ LocationId }) => ({ site_id: 10_001, location_id: LocationId })),
        { site_id: 'BIGINT', location_id: 'BIGINT' },
      ),
      int_class_occurrences: 'select 10001::bigint as site_id, 1::bigint as location_id',
      int_enrollment_sessions: 'select 10001::bigint as site_id, 1::bigint as location_id',
      stg_mindbody__appointments: 'select 10001::bigint as site_id, 1::bigint as location_id',
      int_visits_deduped: 'select 10001::bigint as site_id, 1::bigint as location_id',
    },
  )

quirk('inactive-location-left-out', async ({ read }) => {
  const { recordsOf } = await read(['locations', 'sales'], recent)
  expect(valuesOf(recordsOf('locations'), 'Id')).toEqual(['1'])
  expect(recordsOf('sales').some(({ LocationId }) => Number(LocationId) === 2)).toBe(true)
  const places = await placesOf(recordsOf('locations'), recordsOf('sales'))
  expect(places.find(({ location_id }) => Number(location_id) === 2)).toMatchObject({ is_listed: false })
  expect(places.find(({ location_id }) => Number(location_id) === 1)).toMatchObject({ is_listed: true })
})

quirk('online-store-location', async ({ read }) => {
  const { recordsOf } = await read(['locations', 'sales'], { config: { start_date: '2025-07-01' } })
  expect(recordsOf('sales').some(({ LocationId }) => Number(LocationId) === 98)).toBe(true)
  expect(valuesOf(recordsOf('locations'), 'Id')).not.toContain('98')
  const places = await placesOf(recordsOf('locations'), recordsOf('sales'))
  expect(places.filter(({ location_id }) => Number(location_id) === 98)).toMatchObject([
    { is_online_store: true },
  ])
})

quirk(
  'sale-date-edited',
  async ({ sandbox, read }) => {
    const both = { config: { ...recent.config, site_ids: [10_001, 10_002] } }
    const wall = (local: unknown): string => String(local).slice(0, 19)
    const byId = (rows: readonly Row[]): ReadonlyMap<string, Row> =>
      new Map(rows.map((row) => [String(row.Id), row]))
    let before = await read(['sales'], both)
    let moved: readonly Row[] = []
    for (let weeks = 0; moved.length === 0; weeks += 1) {
      expect(weeks).toBeLessThan(8)
      sandbox.advance(7)
      const after = await read(['sales'], { ...both, state: before.state })
      const known = byId(before.recordsOf('sales'))
      const found = byId(after.recordsOf('sales'))
      moved = [10_001, 10_002]
        .flatMap((siteId) => recordsOf(sandbox.business, 'sales', siteId))
        .filter(({ Id, SaleDateTime }) => {
          const row = known.get(String(Id))
          return row !== undefined && wall(row.SaleDateTime) !== wall(SaleDateTime)
        })
      for (const sale of moved) {
        const row = found.get(String(sale.Id))
        expect(wall(row?.SaleDateTime)).toBe(wall(sale.SaleDateTime))
        expect(wall(row?.OriginalSaleDateTime)).toBe(wall(sale.OriginalSaleDateTime))
        expect(wall(row?.OriginalSaleDateTime)).not.toBe(wall(row?.SaleDateTime))
      }
      before = after
    }
  },
  true,
)

quirk('return-as-account-credit', async ({ read }) => {
  const { recordsOf } = await read(['sales'], { config: { start_date: '2025-07-01' } })
  const returns = recordsOf('sales').filter((sale) =>
    itemsOf([sale]).some(({ Quantity }) => Number(Quantity) < 0),
  )
  expect(returns.length).toBeGreaterThan(0)
  const types = returns.flatMap(({ Payments }) =>
    (Payments as readonly Row[]).map(({ Type }) => String(Type)),
  )
  expect(new Set(types)).toEqual(new Set(['Account']))
  expect(await modelFile('seeds/tender_map.csv')).toMatch(/^,Account,account/m)
})

quirk('young-fields-absent', async ({ read, truth }) => {
  const { lost, recordsOf } = await read(['sales', 'staff', 'client_services'], recent)
  expect(lost).toEqual([])
  expect(recordsOf('sales').length).toBeGreaterThan(0)
  for (const sale of recordsOf('sales')) {
    expect([sale.OriginalSaleDateTime, sale.RecipientClientId]).toEqual([null, null])
  }
  expect(new Set(valuesOf(recordsOf('staff'), 'EmpID'))).toEqual(new Set(['null']))
  expect(new Set(valuesOf(recordsOf('client_services'), 'ProductId'))).toEqual(new Set(['null']))
  expect(recordsOf('client_services')).toHaveLength(truth('client_services').length)
})
