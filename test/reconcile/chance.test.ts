// What looks like a cause by chance is not named one: an amount a place cannot explain, visits that add up, a basis told by absence.
import { expect, test } from 'vitest'
import { attendanceWithRevenueProfile } from '../../profiles/attendance-with-revenue.ts'
import { salesByCategoryProfile } from '../../profiles/sales-by-category.ts'
import { autopayDetailProfile } from '../../profiles/autopay-detail.ts'
import { salesProfile } from '../../profiles/sales.ts'
import { compareRows } from './compare-fixture.ts'
import type { NativeRow } from './compare-fixture.ts'
import type { MartRow } from './marts-fixture.ts'
import { causesOf, sale, sold } from './sold-mats.ts'

test('a row that the settings leave out stands for one row of the file', async () => {
  const dep = sale(1, { in_accrual: false, gift_card_part: 11 })
  expect(await causesOf(salesProfile, [sold(1), sold(1, { location: 'annex' })], [dep])).toEqual([
    ['gift_card_basis', 1100],
    ['duplicate', 1100],
  ])
})
test('the online store explains a place, not an amount', async () => {
  expect(
    await causesOf(
      salesProfile,
      [sold(1, { amount: 1837 })],
      [sale(1, { location_id: 98, location_name: 'Online Store' })],
    ),
  ).toEqual([['unexplained', 737]])
})
test('another zone moves a sale, it does not give it another number', async () => {
  expect(
    await causesOf(
      salesProfile,
      [sold(1, { day: '2026-06-11' })],
      [sale(2, { paid: 11, sold_at_local: '2026-06-10 23:30:00' })],
    ),
  ).toEqual([['unexplained', 0]])
})
test('another zone does not change an amount, at the edge of a file without days', async () => {
  expect(
    await causesOf(
      salesProfile,
      [sold(1, { day: null, amount: 5000 })],
      [sale(1, { local_date: '2026-05-31', sold_at_local: '2026-05-31 23:30:00' })],
    ),
  ).toEqual([['unexplained', 5000]])
})
test('visits of a client are no shares of one', async () => {
  const v = (name: string, at: string, revenue: number): MartRow => ({
    client_id: '100',
    visit_name: name,
    starts_at_local: `2026-06-10 ${at}:00`,
    local_date: '2026-06-10',
    category_name: 'Yoga',
    location_name: 'Studio',
    revenue,
    is_unlimited: false,
  })
  expect(
    await causesOf(
      attendanceWithRevenueProfile,
      [
        {
          day: '2026-06-10',
          parent: '100',
          item: 'gala',
          facet: '1200',
          amount: 3000,
          client: '100',
          location: 'studio',
          category: 'yoga',
        },
      ],
      [v('Flow', '09:00', 10), v('Flow', '18:00', 20)],
    ),
  ).toEqual([
    ['missing_in_api', 3000],
    ['missing_in_native', -2000],
    ['missing_in_native', -1000],
  ])
})
test('a file that ends early does not tell its basis by what it lacks', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => index + 1)
  const plain = ids.map((i) => sale(i))
  const gift = ids.map((i) =>
    sale(100 + i, { payment_method: 'Gift Card', in_cash: false, gift_card_part: 110 + i }),
  )
  const native = [
    ...ids.slice(0, 4).map((i) => sold(i)),
    ...ids.slice(0, 4).map((i) => sold(100 + i, { facet: 'gift card' })),
  ]
  await expect(compareRows(salesProfile, native, [...plain, ...gift], { basis: undefined })).rejects.toThrow(
    'nobody',
  )
})
test('a charge of another day is not the one taken back', async () => {
  const c = (day: string, amount: number): MartRow => ({
    client_id: '100',
    item_name: 'Plan',
    status: 'Successful',
    amount,
    local_date: day,
    location_name: 'Studio',
    is_autopay: true,
  })
  const n = (day: string, amount: number): NativeRow => ({
    day,
    parent: '100',
    item: 'plan',
    facet: 'successful',
    amount,
    client: '100',
    location: 'studio',
  })
  expect(
    await causesOf(
      autopayDetailProfile,
      [n('2026-06-03', -1000)],
      [c('2026-06-03', -10), c('2026-06-28', 10)],
    ),
  ).toEqual([['missing_in_native', -1000]])
})
test('all that a name sold was sold at a place given up', async () => {
  const cat = (name: string, subtotal: number, changed: MartRow = {}): MartRow => ({
    category_name: name,
    subtotal,
    local_date: '2026-06-10',
    location_id: 1,
    is_active_location: true,
    in_accrual: true,
    in_cash: true,
    is_return: false,
    ...changed,
  })
  expect(
    await causesOf(
      salesByCategoryProfile,
      [{ parent: 'yoga', amount: 12000 }],
      [cat('Yoga', 120), cat('Retail', 30, { location_id: 3, is_active_location: false })],
    ),
  ).toEqual([['inactive_location', -3000]])
})
test('rows without a number are no copies of each other', async () => {
  expect(
    await causesOf(
      salesProfile,
      [sold(1, { parent: '', client: null }), sold(1, { parent: '', client: null })],
      [sale(1, { sale_id: null, client_id: null })],
    ),
  ).toEqual([['missing_in_api', 1100]])
})

test('a tax as high as the discount is called the tax, and the discount is named', async () => {
  const alike = sale(1, { tax_part: 2, discount_part: 2 })
  const { judged } = await compareRows(salesProfile, [sold(1, { amount: 900 })], [alike])
  expect(judged).toMatchObject([
    {
      cause: 'tax_inclusion',
      amount: -200,
      evidence: expect.stringContaining('Just as much is the discount'),
    },
  ])
})

test('more rows of one key than can be held against each other are paired in the order of their amounts', async () => {
  const many = Array.from({ length: 60 }, (_, index) => index)
  const native = many.map((index) => sold(1, { amount: 1_000 + index * 10 }))
  const ours = many.map((index) => sale(1, { paid: 10.05 + index / 10 }))
  expect(await causesOf(salesProfile, native, ours)).toEqual(many.map(() => ['unexplained', -5]))
})
