// Mats sold for cash, the same on both sides, and the causes of what a test changes in them.
import { expect } from 'vitest'
import type { Cause } from '../../src/reconcile/causes.ts'
import type { Settled } from '../../src/reconcile/given.ts'
import type { ReportProfile } from '../../src/reports/report-profile.ts'
import { compareRows } from './compare-fixture.ts'
import type { NativeRow } from './compare-fixture.ts'
import type { MartRow } from './marts-fixture.ts'

/** Cause and amount of every difference, in the order of the file. */
export const causesOf = async (
  profile: ReportProfile,
  native: readonly NativeRow[],
  ours: readonly MartRow[],
  settled: Partial<Settled> = {},
): Promise<readonly (readonly [Cause, number])[]> => {
  const { judged, nativeTotal, ourTotal } = await compareRows(profile, native, ours, settled)
  expect(judged.reduce((sum, { amount }) => sum + amount, 0)).toBe(nativeTotal - ourTotal)
  return judged.map(({ cause, amount }) => [cause, amount])
}

export const sale = (id: number, changed: MartRow = {}): MartRow => ({
  sale_id: String(id),
  item_name: 'Mat',
  payment_method: 'Cash',
  paid: 10 + id,
  local_date: '2026-06-10',
  sold_at_local: '2026-06-10 12:00:00',
  client_id: '100',
  location_id: 1,
  location_name: 'Studio',
  in_accrual: true,
  in_cash: true,
  is_return: false,
  ...changed,
})

/** What a category came to on a day at the studio. */
export const category = (name: string, subtotal: number, changed: MartRow = {}): MartRow => ({
  category_name: name,
  subtotal,
  local_date: '2026-06-10',
  location_id: 1,
  is_active_location: true,
  in_accrual: true,
  in_cash: true,
  is_return: false,
  tax_part: 0,
  gift_card_part: 0,
  ...changed,
})

export const sold = (id: number, changed: Partial<NativeRow> = {}): NativeRow => ({
  day: '2026-06-10',
  parent: String(id),
  item: 'mat',
  facet: 'cash',
  amount: 1_000 + id * 100,
  client: '100',
  location: 'studio',
  ...changed,
})
