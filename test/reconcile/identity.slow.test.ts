// Whatever two sides hold: the differences add up to the variance, no row is told twice, and the order of rows decides nothing.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attendanceWithRevenueProfile } from '../../profiles/attendance-with-revenue.ts'
import { salesByCategoryProfile } from '../../profiles/sales-by-category.ts'
import { salesProfile } from '../../profiles/sales.ts'
import type { Compared } from '../../src/reconcile/compare.ts'
import { compareRows } from './compare-fixture.ts'
import type { NativeRow } from './compare-fixture.ts'
import type { MartRow } from './marts-fixture.ts'

const placeNames: Readonly<Record<number, string>> = {
  1: 'Studio',
  2: 'Annex',
  3: 'Location 3',
  98: 'Online Store',
}

/** Few values, so that rows collide in every way there is. */
const eventOf = {
  key: fc.constantFrom('1', '2', '100'),
  item: fc.constantFrom('mat', 'towel'),
  minutes: fc.constantFrom(0, 540, 1_410),
  day: fc.constantFrom('2026-06-01', '2026-06-02', '2026-06-10', '2026-06-30'),
  hundredths: fc.constantFrom(-1_000, 0, 1, 999, 1_000, 1_001, 2_000),
  client: fc.constantFrom('100', '101', '7777'),
  place: fc.constantFrom(1, 2, 3, 98),
}
const fileEvent = fc.record(eventOf)
const ourEvent = fc.record({
  ...eventOf,
  day: fc.constantFrom('2026-05-20', '2026-05-31', '2026-06-02', '2026-06-10', '2026-06-30', '2026-07-01'),
  isReturn: fc.boolean(),
  inAccrual: fc.boolean(),
  isAutopay: fc.boolean(),
  isUnlimited: fc.boolean(),
  part: fc.constantFrom(0, 1, 10),
})

type FileEvent = typeof fileEvent extends fc.Arbitrary<infer T> ? T : never
type OurEvent = typeof ourEvent extends fc.Arbitrary<infer T> ? T : never

const dated = (one: FileEvent, facet: string): NativeRow => ({
  day: one.day,
  parent: one.key,
  item: one.item,
  facet,
  amount: one.hundredths,
  client: one.client,
  location: placeNames[one.place]?.toLowerCase() ?? null,
})

const martRow = (one: OurEvent, index: number): MartRow => {
  const at = `${one.day} ${one.minutes === 0 ? '00:00' : one.minutes === 540 ? '09:00' : '23:30'}:00`
  const amount = one.hundredths / 100
  return {
    sale_id: one.key,
    sale_detail_id: `line-${index}`,
    visit_id: `line-${index}`,
    category_name: one.key,
    client_id: one.client,
    item_name: one.item,
    visit_name: one.item,
    payment_method: 'Cash',
    starts_at_local: at,
    sold_at_local: at,
    local_date: one.day,
    location_id: one.place,
    location_name: placeNames[one.place] ?? null,
    is_active_location: one.place !== 3,
    paid: amount,
    revenue: amount,
    subtotal: amount,
    in_accrual: one.inAccrual,
    in_cash: true,
    is_return: one.isReturn,
    is_returned: one.isReturn,
    is_autopay: one.isAutopay,
    is_unlimited: one.isUnlimited,
    tax_part: one.part,
    gift_card_part: one.inAccrual ? 0 : amount,
  }
}

/** What is told, whatever the numbers of the rows: cause and amount of each difference. */
const toldBy = ({ judged }: Compared): readonly string[] =>
  judged.map(({ cause, amount }) => `${cause} ${amount}`).toSorted()

const expectOnce = (numbers: readonly unknown[]): void => {
  expect(new Set(numbers).size).toBe(numbers.length)
}

const reports = [
  { profile: salesProfile, nativeOf: (one: FileEvent) => dated(one, 'cash') },
  { profile: attendanceWithRevenueProfile, nativeOf: (one: FileEvent) => dated(one, String(one.minutes)) },
  {
    profile: salesByCategoryProfile,
    nativeOf: (one: FileEvent): NativeRow => ({ parent: one.key, amount: one.hundredths }),
  },
]

test.each(reports)('any two sides of $profile.name', async ({ profile, nativeOf }) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fileEvent, { maxLength: 25 }),
      fc.array(ourEvent, { maxLength: 25 }),
      async (file, marts) => {
        const native = file.map(nativeOf)
        const ours = marts.map(martRow)
        const found = await compareRows(profile, native, ours)
        const { judged, nativeTotal, ourTotal } = found
        expect(judged.reduce((sum, { amount }) => sum + amount, 0)).toBe(nativeTotal - ourTotal)
        expectOnce(judged.flatMap(({ rowNo }) => (rowNo === null ? [] : [rowNo])))
        if (profile.twin.rows === 'each') {
          const name = profile === salesProfile ? 'sale_detail_id' : 'visit_id'
          expectOnce(judged.flatMap((one) => (one.ours === null ? [] : String(one.ours[name]).split(', '))))
        }
        const turned = await compareRows(profile, native.toReversed(), ours.toReversed())
        expect(toldBy(turned)).toEqual(toldBy(found))
      },
    ),
    { numRuns: 40 },
  )
})
