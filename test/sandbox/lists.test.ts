// The short lists, catalogue and staff files: the endpoints answer, whole, what the studio holds true.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { askerOf, at, type Body } from './asking.ts'
import { ask, cardOf, expectShape, inOrder, siteIds, type Pairs } from './cards.ts'

const lists = [
  'resources',
  'genders',
  'custom_payment_methods',
  'accepted_card_types',
  'relationships',
  'mobile_providers',
  'prospect_stages',
  'liability_waiver',
  'client_indexes',
  'client_referral_types',
  'custom_client_fields',
  'required_client_fields',
  'contact_log_types',
  'appointment_add_ons',
  'appointment_options',
  'sales_reps',
  'products_inventory',
  'packages',
  'gift_cards',
]
const perStaff = ['staff_permissions', 'staff_session_types', 'staff_image_urls']

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

describe('whole lists', () => {
  it.each(lists)('%s: the endpoint answers what is true, in the shape of its card', async (name) => {
    const card = cardOf(name)
    for (const siteId of siteIds) {
      const answered = await ask(await askerOf(sandbox, siteId), card, [])
      expect(inOrder(answered)).toEqual(inOrder(recordsOf(sandbox.business, name, siteId)))
      expectShape(card, answered)
    }
  })

  it.each(perStaff)('%s: asked for every member with a number above 0', async (name) => {
    const card = cardOf(name)
    for (const siteId of siteIds) {
      const asker = await askerOf(sandbox, siteId)
      const members = recordsOf(sandbox.business, 'staff', siteId).map(({ Id }) => Number(Id))
      const answered: Body[] = []
      for (const id of members.filter((one) => one > 0)) {
        const rows = await ask(asker, card, [['request.staffId', String(id)]])
        answered.push(...rows.map((row) => ({ ...row, StaffId: id })))
      }
      expect(inOrder(answered)).toEqual(inOrder(recordsOf(sandbox.business, name, siteId)))
      expectShape(card, answered)
      expect(members.filter((id) => id <= 0)).toEqual([0, -1])
      expect((await asker.get(card.path, [['request.staffId', '-1']])).status).toBe(400)
      expect((await asker.get(card.path)).status).toBe(400)
    }
  })
})

describe('filters and rights', () => {
  const ids = (rows: readonly Body[], name = 'Id'): readonly unknown[] => rows.map((row) => row[name])

  it('shows inactive ones only when asked, and only them when active=false', async () => {
    const asker = await askerOf(sandbox, 10_001)
    const values = async (path: string, query: Pairs = []): Promise<unknown> =>
      Object.values((await asker.get(path, query)).body as Body)[0]
    expect(await values('/client/clientreferraltypes')).toEqual(['Friend', 'Walk-by', 'Search engine'])
    for (const path of ['/site/mobileproviders', '/site/prospectstages']) {
      const counts = [[], [['request.active', 'true']], [['request.active', 'false']]] as const
      const [all, active, inactive] = await Promise.all(counts.map((query) => values(path, query)))
      expect(all).toEqual([...(active as unknown[]), ...(inactive as unknown[])])
      expect(inactive).toHaveLength(1)
    }
    const rooms = { ...cardOf('resources'), send: {} }
    expect(ids(await ask(asker, rooms, []))).not.toContain(29)
    expect(ids(await ask(asker, rooms, [['request.locationIds', '2']]))).toEqual([12])
    const relations = cardOf('relationships')
    expect(ids(await ask(asker, relations, [['request.active', 'false']]))).toEqual([9])
    const reps = cardOf('sales_reps')
    expect(ids(await ask(asker, { ...reps, send: { 'request.activeOnly': 'true' } }, []))).toEqual([
      100_000_016,
    ])
    expect(ids(await ask(asker, reps, [['request.salesRepNumbers', '2']]))).toEqual([100_000_013])
  })

  it('filters the shop by number, place and online store', async () => {
    const asker = await askerOf(sandbox, 10_001)
    expect(ids(await ask(asker, cardOf('packages'), [['request.sellOnline', 'true']]))).toEqual([801])
    const [taxed] = await ask(asker, cardOf('packages'), [['request.locationId', '1']])
    expect(at(taxed, 'Products')).toMatchObject([{ TaxRate: 0.095 }, { TaxRate: 0.095 }])
    expect(await ask(asker, cardOf('gift_cards'), [['request.locationId', '7']])).toEqual([])
    const plain = await ask(asker, { ...cardOf('gift_cards'), send: {} }, [])
    expect(plain.map(({ Layouts }) => (Layouts as unknown[]).length)).toEqual([1])
    const stock = await ask(asker, cardOf('products_inventory'), [
      ['request.locationIds', '2'],
      ['request.barcodeIds', '20101'],
    ])
    expect(stock).toMatchObject([{ ProductId: 20_101, LocationId: 2 }])
  })

  it('keeps the waiver, rights, pay rates and schedules from who brings no staff token', async () => {
    const stranger = await askerOf(sandbox, 10_001, false)
    const closed = [
      '/site/liabilitywaiver',
      '/staff/staffpermissions',
      '/staff/sessiontypes',
      '/appointment/unavailabilities',
      '/appointment/scheduleitems',
    ]
    for (const path of closed) {
      expect((await stranger.get(path, [['request.staffId', '100000011']])).status).toBe(401)
    }
    for (const path of ['/site/genders', '/site/resources', '/sale/acceptedcardtypes']) {
      expect((await stranger.get(path)).status).toBe(200)
    }
  })

  it('has in stock what was logged less what was sold, returns taken off', () => {
    for (const { plan, sales } of sandbox.business.studios) {
      const stock = recordsOf(sandbox.business, 'products_inventory', plan.siteId)
      const lines = sales.flatMap((sale) => sale.lines).filter(({ item }) => item.kind === 'retail')
      const units = stock.reduce((sum, { UnitsSold }) => sum + Number(UnitsSold), 0)
      expect(units).toBe(lines.reduce((sum, { quantity }) => sum + quantity, 0))
      for (const { UnitsLogged, UnitsSold, UnitsInStock } of stock) {
        expect(UnitsInStock).toBe(Number(UnitsLogged) - Number(UnitsSold))
        expect(UnitsInStock).toBeGreaterThan(0)
      }
    }
  })
})
