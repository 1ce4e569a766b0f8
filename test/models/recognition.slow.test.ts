// Deferred sales from raw rows to the ledger and back: the first expiry holds, and what it was read from is kept.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendExpiries } from '../../src/lakehouse/expiry-registry.ts'
import type { Row } from '../../src/lakehouse/duck.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { build, change, openMarts, studioHome } from './studio-warehouse.ts'

let home: string

beforeAll(async () => {
  home = await studioHome()
})
afterAll(() => rm(home, { recursive: true, force: true }))

const sale = (id: number, day: string, location: number, item: object, paid: number): string =>
  `insert into raw.sales ("SiteId", "Id", "SaleDateTime", "LocationId", "ClientId", "PurchasedItems", "Payments", _extracted_at)
   values (1, ${id}, '${day}T10:00:00', ${location}, 'a', '${JSON.stringify([{ SaleDetailId: id, IsService: true, Quantity: 1, TaxAmount: 0, DiscountAmount: 0, ...item }])}',
     '[{"Id": ${id}, "Amount": ${paid}, "Method": 1, "Type": "Cash"}]', timestamp '2026-07-01')`

const service = (id: number, type: string, count: number): string =>
  `insert into raw.services ("SiteId", "ProductId", "Id", "Name", "Type", "Count", "ExpirationType")
   values (1, ${id}, '${id}', 'Option ${id}', '${type}', ${count}, 'SaleDate')`

const holding = (id: number, product: number, count: number, from: string, until: string): string =>
  `insert into raw.client_services ("SiteId", "Id", "ProductId", "ClientID", "Count", "ActiveDate", "ExpirationDate")
   values (1, ${id}, ${product}, 'a', ${count}, '${from}T00:00:00', '${until}T00:00:00')`

const visit = (id: number, option: number, day: string, location: number): string =>
  `insert into raw.client_visits ("SiteId", "Id", "ClientId", "ServiceId", "LocationId", "StartDateTime", "EndDateTime", "SignedIn", _extracted_at)
   values (1, ${id}, 'a', ${option}, ${location}, '${day}T09:00:00', '${day}T10:00:00', true, timestamp '2026-07-01')`

/** The studio's own policy: option 900 has one, option 901 is left out. */
const ownPolicy = async (): Promise<string> => {
  const path = join(home, 'recognition_policy.csv')
  await writeFile(
    path,
    `policy_id,site_id,item_kind,product_id,revenue_category_id,service_category_id,method,breakage,breakage_rate,discount,expiry_days,valid_from,valid_to
packs,,service,900,,,auto,at_expiry,,net,,2000-01-01,
`,
  )
  return path
}

const buildAndAppend = async (): Promise<number> => {
  const { failures } = await build(home, { vars: { finance: { recognition_policy: await ownPolicy() } } })
  expect(failures).toEqual([])
  await using warehouse = await Warehouse.open(home, [])
  return await appendExpiries(warehouse)
}

const read = async (sql: string): Promise<Row[]> => {
  await using marts = await openMarts(home)
  return await marts.rows(sql)
}

const registry = async (): Promise<Row[]> => {
  await using warehouse = await Warehouse.open(home, [])
  return await warehouse.exclusive((duck) =>
    duck.rows('select deferral_id, expires_on, source, policy_id from ledger.expiry_registry order by all'),
  )
}

const recognised = `select event, visit_id, event_date, revenue_units, breakage_units
  from intermediate.int_recognition order by event_date, event, visit_id`

test('a pack is earned by use, expires on the day first told, and keeps that day', async () => {
  await change(
    home,
    `insert into raw.sites ("SiteId", "Id", "Name", "CurrencyIsoCode", "TimeZone") values (1, 1, 'One', 'USD', 'America/New_York')`,
    service(900, 'Series', 3),
    service(901, 'Series', 5),
    sale(
      1,
      '2026-01-10',
      1,
      { Id: 900, Description: 'Three', PaymentRefId: 7, UnitPrice: 100, TotalAmount: 100 },
      100,
    ),
    sale(
      2,
      '2026-01-10',
      1,
      { Id: 901, Description: 'Five', PaymentRefId: 8, UnitPrice: 50, TotalAmount: 50 },
      50,
    ),
    // What has happened reaches to June.
    sale(
      3,
      '2026-06-30',
      1,
      { Id: 901, Description: 'Five', PaymentRefId: 9, UnitPrice: 50, TotalAmount: 50 },
      50,
    ),
    holding(7, 900, 3, '2026-01-10', '2026-03-31'),
    holding(8, 901, 5, '2026-01-10', '2026-03-31'),
    visit(50, 7, '2026-01-20', 2),
  )
  // The product without a policy waits in suspense and is never written.
  expect(await buildAndAppend()).toBe(1)
  const first = [
    { deferral_id: 'service-7', expires_on: '2026-03-31', source: 'holding', policy_id: 'packs' },
  ]
  expect(await registry()).toEqual(first)
  const earned = [
    { event: 'visit', visit_id: 50, event_date: '2026-01-20', revenue_units: 3333, breakage_units: 0 },
    { event: 'expiry', visit_id: null, event_date: '2026-03-31', revenue_units: 0, breakage_units: 6667 },
  ]
  expect(await read(recognised)).toEqual(earned)

  await change(
    home,
    `update raw.client_services set "ExpirationDate" = '2026-12-31T00:00:00' where "Id" = 7`,
    visit(51, 7, '2026-05-01', 1),
  )
  expect(await buildAndAppend()).toBe(0)
  expect(await registry()).toEqual(first)
  expect(await read(recognised)).toEqual([
    ...earned,
    { event: 'late_use', visit_id: 51, event_date: '2026-05-01', revenue_units: 3334, breakage_units: -3334 },
  ])
  expect(
    await read('select finding, entity_id, amount from intermediate.int_findings_recognition order by all'),
  ).toEqual([{ finding: 'expiry_redated', entity_id: 'service-7', amount: '100.0000' }])
})
