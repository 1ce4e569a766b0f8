// Causes of whole files, of sums, of visits, autopays and balances, on sides made by hand.
import { describe, expect, test } from 'vitest'
import { accountBalancesProfile } from '../../profiles/account-balances.ts'
import { attendanceWithRevenueProfile } from '../../profiles/attendance-with-revenue.ts'
import { autopayDetailProfile } from '../../profiles/autopay-detail.ts'
import { earnedRevenueProfile } from '../../profiles/earned-revenue.ts'
import { salesByCategoryProfile } from '../../profiles/sales-by-category.ts'
import { salesProfile } from '../../profiles/sales.ts'
import type { Cause } from '../../src/reconcile/causes.ts'
import { compareRows } from './compare-fixture.ts'
import type { NativeRow } from './compare-fixture.ts'
import type { MartRow } from './marts-fixture.ts'
import { category, causesOf, sale, sold } from './sold-mats.ts'

const ids = [1, 2, 3, 4, 5, 6]

describe('whole files', () => {
  const gift = (id: number): MartRow =>
    sale(id, { payment_method: 'Gift Card', in_cash: false, gift_card_part: 10 + id })
  const ours = [...ids.map((id) => sale(id)), gift(7), gift(8)]

  test('settings_mismatch: run on cash, declared as accrual: one finding, whatever the rows', async () => {
    const { judged } = await compareRows(
      salesProfile,
      ids.map((id) => sold(id)),
      ours,
    )
    expect(judged).toMatchObject([
      {
        cause: 'settings_mismatch',
        amount: -3_500,
        evidence: expect.stringContaining('basis cash instead of accrual'),
      },
    ])
  })

  test('settings_mismatch: one place of two, and without returns', async () => {
    const elsewhere = [9, 10].map((id) => sale(id, { location_id: 2, location_name: 'Annex' }))
    const places = await compareRows(
      salesProfile,
      ids.map((id) => sold(id)),
      [...ids.map((id) => sale(id)), ...elsewhere],
    )
    expect(places.judged).toMatchObject([
      { cause: 'settings_mismatch', evidence: expect.stringContaining('studio instead of all locations') },
    ])
    const returns = [11, 12].map((id) => sale(id, { paid: -5, is_return: true }))
    const without = await compareRows(
      salesProfile,
      ids.map((id) => sold(id)),
      [...ids.map((id) => sale(id)), ...returns],
    )
    expect(without.judged).toMatchObject([
      { cause: 'settings_mismatch', amount: 1_000, evidence: expect.stringContaining('without returns') },
    ])
  })

  test('one row that another basis would leave out is no other setting', async () => {
    expect(
      await causesOf(
        salesProfile,
        ids.map((id) => sold(id)),
        ours.slice(0, 7),
      ),
    ).toEqual([['gift_card_basis', -1_700]])
  })

  test('export_truncated: the file ends at a known cap', async () => {
    const capped = { ...salesProfile, caps: [4] }
    expect(
      await causesOf(
        capped,
        ids.slice(0, 4).map((id) => sold(id)),
        ids.map((id) => sale(id)),
      ),
    ).toEqual([
      ['export_truncated', -1_500],
      ['export_truncated', -1_600],
    ])
  })

  test('the basis is found where only one fits, and does not matter where both count the same', async () => {
    const untold = { basis: undefined }
    const cash = await compareRows(
      salesProfile,
      ids.map((id) => sold(id)),
      ours,
      untold,
    )
    expect(cash).toMatchObject({ judged: [], settings: [{ name: 'basis', value: 'cash', source: 'found' }] })
    const either = await compareRows(
      salesProfile,
      ids.map((id) => sold(id)),
      ours.slice(0, 6),
      untold,
    )
    expect(either).toMatchObject({ judged: [], settings: [{ value: 'accrual or cash', source: 'found' }] })
  })

  test('a basis that nothing tells is asked, never assumed', async () => {
    // One of the two rows on which the bases differ is in the file, the other is not.
    const half = [...ids.map((id) => sold(id)), sold(7, { facet: 'gift card' })]
    await expect(compareRows(salesProfile, half, ours, { basis: undefined })).rejects.toThrow('nobody')
  })
})

describe('sums', () => {
  const row = (name: string, amount: number): NativeRow => ({ parent: name, amount })
  const ours = [
    category('Yoga', 100),
    category('Yoga', 20, { tax_part: 3 }),
    category('Retail', 50),
    category('Retail', 7, { location_id: 98 }),
    category('Retail', 9, { location_id: 3, is_active_location: false }),
    category('Retail', -11, { is_return: true }),
    category('Nothing', 0),
  ]
  const rest = row('retail', 5_500)

  test('equal; a sum of nothing is on no report', async () => {
    expect(await causesOf(salesByCategoryProfile, [row('yoga', 12_000), rest], ours)).toEqual([])
  })

  const apart: readonly (readonly [Cause, number])[] = [
    ['tax_inclusion', 300],
    ['rounding', 1],
    ['unexplained', 1_234],
  ]
  test.each(apart)('%s: %i hundredths on one name', async (cause, cents) => {
    const native = [row('yoga', 12_000 + cents), rest]
    expect(await causesOf(salesByCategoryProfile, native, ours)).toEqual([[cause, cents]])
  })

  const parts: readonly (readonly [Cause, number])[] = [
    ['location_98', -700],
    ['inactive_location', -900],
    ['returned_or_voided', 1_100],
  ]
  test.each(parts)('%s: %i hundredths of rows of that kind', async (cause, cents) => {
    const native = [row('yoga', 12_000), row('retail', 5_500 + cents)]
    expect(await causesOf(salesByCategoryProfile, native, ours)).toEqual([[cause, cents]])
  })

  test('category_mapping: what one name has too much another lacks', async () => {
    const native = [row('yoga', 12_000 - 2_345), row('retail', 5_500 + 2_345)]
    expect(await causesOf(salesByCategoryProfile, native, ours)).toEqual([
      ['category_mapping', -2_345],
      ['category_mapping', 2_345],
    ])
  })

  test('earned revenue by payment: another category, another client, missing on either side', async () => {
    const earned = (ref: string, amount: number, changed: MartRow = {}): MartRow => ({
      payment_ref: ref,
      client_id: '100',
      category_name: 'Yoga',
      earned: amount,
      local_date: '2026-06-10',
      ...changed,
    })
    const shown = (ref: string, amount: number, changed: Partial<NativeRow> = {}): NativeRow => ({
      parent: ref,
      client: '100',
      category: 'yoga',
      amount,
      ...changed,
    })
    const native = [
      shown('1', 1_500),
      shown('2', 500, { category: 'pilates' }),
      shown('3', 500, { client: '999' }),
      shown('4', 500),
    ]
    const marts = [
      earned('1', 10),
      earned('1', 5),
      earned('2', 5),
      earned('3', 5),
      earned('5', 5),
      earned('6', 5, { local_date: '2026-07-10' }),
    ]
    expect(await causesOf(earnedRevenueProfile, native, marts)).toEqual([
      ['category_mapping', 0],
      ['client_merge', 0],
      ['missing_in_api', 500],
      ['missing_in_native', -500],
    ])
  })

  test('an option that was used and then expired stands in two sections, and is one sum of ours', async () => {
    const earned = (ref: string, section: string, amount: number, changed: MartRow = {}): MartRow => ({
      payment_ref: ref,
      section,
      client_id: '100',
      category_name: 'Yoga',
      earned: amount,
      local_date: '2026-06-10',
      ...changed,
    })
    const shown = (parent: string, amount: number): NativeRow => ({
      parent,
      client: '100',
      category: 'yoga',
      amount,
    })
    const native = [
      shown('1', 1_000),
      shown('1', 9_000),
      // A cent apart together; what was expired differs by the discount; a row twice, of which one differs.
      shown('2', 333),
      shown('2', 668),
      shown('3', 1_000),
      shown('3', 9_000),
      shown('4', 1_000),
      shown('4', 1_000),
    ]
    const marts = [
      earned('1', 'Limited', 10),
      earned('1', 'Expired Series', 90),
      earned('2', 'Limited', 3.34),
      earned('2', 'Expired Series', 6.66),
      earned('3', 'Limited', 10),
      earned('3', 'Expired Series', 85, { discount_part: 5 }),
      earned('4', 'Limited', 10),
    ]
    expect(await causesOf(earnedRevenueProfile, native, marts)).toEqual([
      ['rounding', 1],
      ['discount_presentation', 500],
      ['duplicate', 1_000],
    ])
  })
})

describe('visits, autopays, balances', () => {
  const visit = (client: string, changed: MartRow = {}): MartRow => ({
    client_id: client,
    visit_name: 'Flow',
    starts_at_local: '2026-06-10 18:00:00',
    local_date: '2026-06-10',
    category_name: 'Yoga',
    location_name: 'Studio',
    revenue: 9,
    is_unlimited: false,
    ...changed,
  })
  const came = (client: string, changed: Partial<NativeRow> = {}): NativeRow => ({
    day: '2026-06-10',
    parent: client,
    item: 'flow',
    facet: '1080',
    amount: 900,
    client,
    location: 'studio',
    category: 'yoga',
    ...changed,
  })

  test('visits: unlimited fee, category, a client under an old id', async () => {
    const native = [
      came('100', { amount: 317 }),
      came('101', { category: 'barre' }),
      came('7777'),
      came('103'),
    ]
    const ours = [visit('100', { is_unlimited: true, revenue: 4 }), visit('101'), visit('102'), visit('103')]
    expect(await causesOf(attendanceWithRevenueProfile, native, ours)).toEqual([
      ['pack_revenue_basis', -83],
      ['category_mapping', 0],
      ['client_merge', 0],
    ])
  })

  const charge = (client: string, amount: number, changed: MartRow = {}): MartRow => ({
    client_id: client,
    item_name: `Plan ${amount}`,
    status: 'Successful',
    amount,
    local_date: '2026-06-10',
    location_name: 'Studio',
    is_autopay: true,
    ...changed,
  })
  const charged = (client: string, amount: number): NativeRow => ({
    day: '2026-06-10',
    parent: client,
    item: 'plans',
    facet: 'successful',
    amount,
    client,
    location: 'studio',
  })

  test('combined_autopay: all of a day, all but a cent, some of a day', async () => {
    const native = [charged('100', 3_000), charged('101', 3_001), charged('102', 5_000)]
    const ours = [
      ...['100', '101'].flatMap((client) => [charge(client, 10), charge(client, 20)]),
      ...[11, 20, 30].map((amount) => charge('102', amount)),
    ]
    expect(await causesOf(autopayDetailProfile, native, ours)).toEqual([
      ['combined_autopay', 0],
      ['combined_autopay', 1],
      ['combined_autopay', 0],
      ['missing_in_native', -1_100],
    ])
  })

  test('balances: of the newest reading up to the day; an old id is known by its money', async () => {
    const balance = (client: string, amount: number, day: string): MartRow => ({
      client_id: client,
      balance: amount,
      snapshot_date: day,
    })
    const ours = [
      balance('100', 5, '2026-06-28'),
      balance('100', -7, '2026-06-29'),
      balance('101', 44, '2026-06-29'),
      balance('100', 99, '2026-07-02'),
    ]
    const native = [
      { parent: '100', client: '100', amount: -700 },
      { parent: '7777', client: '7777', amount: 4_400 },
    ]
    expect(await causesOf(accountBalancesProfile, native, ours)).toEqual([['client_merge', 0]])
    await expect(causesOf(accountBalancesProfile, native, ours.slice(3))).rejects.toMatchObject({
      code: 'REPORT_SETTINGS',
      message: expect.stringContaining('first read from the API on 2026-07-02'),
    })
  })
})
