// The order of rows decides nothing, where two rows that are alike could each be the one.
import { expect, test } from 'vitest'
import { salesByCategoryProfile } from '../../profiles/sales-by-category.ts'
import { salesProfile } from '../../profiles/sales.ts'
import type { Cause } from '../../src/reconcile/causes.ts'
import type { ReportProfile } from '../../src/reports/report-profile.ts'
import type { NativeRow } from './compare-fixture.ts'
import type { MartRow } from './marts-fixture.ts'
import { category, causesOf, sale, sold } from './sold-mats.ts'

/** Causes and amounts, which the rows must tell as well from the last to the first. */
const causesBothWays = async (
  profile: ReportProfile,
  native: readonly NativeRow[],
  ours: readonly MartRow[],
): Promise<readonly (readonly [Cause, number])[]> => {
  const told = (await causesOf(profile, native, ours)).toSorted()
  expect((await causesOf(profile, native.toReversed(), ours.toReversed())).toSorted()).toEqual(told)
  return told
}

test('a name that stands in the file twice is no counterpart of itself', async () => {
  expect(
    await causesBothWays(
      salesByCategoryProfile,
      [
        { parent: '100', amount: 1_000 },
        { parent: '1', amount: 999 },
        { parent: '1', amount: 1 },
      ],
      [category('1', -10), category('1', 20), category('100', 9.99)],
    ),
  ).toEqual([
    ['missing_in_api', 1],
    ['rounding', -1],
    ['rounding', 1],
  ])
})

test('of two names that lack as much as a third has too much, the one that is wholly missing is its counterpart', async () => {
  expect(
    await causesBothWays(
      salesByCategoryProfile,
      [
        { parent: 'classes', amount: 3_000 },
        { parent: 'yoga', amount: 500 },
      ],
      [category('Classes', 25), category('Asana', 5)],
    ),
  ).toEqual([
    ['category_mapping', -500],
    ['category_mapping', 500],
    ['unexplained', 500],
  ])
})

test('of two rows a cent beside a sum of tenders, the same one is the sum', async () => {
  expect(
    await causesBothWays(
      salesProfile,
      [
        sold(1, { item: 'both', facet: 'card', amount: 2_001 }),
        sold(1, { item: 'all', facet: 'cheque', amount: 1_999 }),
      ],
      [sale(1, { item_name: 'A', paid: 8 }), sale(1, { item_name: 'B', paid: 12 })],
    ),
  ).toEqual([
    ['combined_autopay', -1],
    ['missing_in_api', 2_001],
  ])
})
