// Every cause that a row can have, on sides made by hand: the cause, its amount, its evidence.
import { beforeAll, describe, expect, test } from 'vitest'
import { salesProfile } from '../../profiles/sales.ts'
import type { Cause } from '../../src/reconcile/causes.ts'
import type { Judged } from '../../src/reconcile/compare.ts'
import type { NativeRow } from './compare-fixture.ts'
import { compareRows } from './compare-fixture.ts'
import type { MartRow } from './marts-fixture.ts'

/** A sold line of 25.00 with 2.00 tax, 3.00 discount and a tip of 4.00, as the marts hold it. */
const line = (sale: string, changed: MartRow = {}): MartRow => ({
  sale_id: sale,
  item_name: 'Drop-in',
  payment_method: 'Cash',
  paid: 25,
  local_date: '2026-06-10',
  sold_at_local: '2026-06-10 12:00:00',
  client_id: '100',
  location_id: 1,
  location_name: 'Studio',
  is_active_location: true,
  in_accrual: true,
  in_cash: true,
  is_return: false,
  is_returned: false,
  tax_part: 2,
  tip_part: 4,
  discount_part: 3,
  gift_card_part: 0,
  account_part: 0,
  original_local_date: '2026-06-10',
  changed_at: '2026-06-11 00:00:00',
  read_since: '2026-06-01 00:00:00',
  ...changed,
})

/** The same line as the file shows it. */
const sold = (sale: string, changed: Partial<NativeRow> = {}): NativeRow => ({
  day: '2026-06-10',
  parent: sale,
  item: 'drop-in',
  facet: 'cash',
  amount: 2_500,
  client: '100',
  location: 'studio',
  ...changed,
})

interface Case {
  readonly cause: Cause
  readonly why: string
  readonly native: readonly NativeRow[]
  readonly ours: readonly MartRow[]
  readonly amount: number
  readonly says: RegExp
}

const giftLine = line('2', { payment_method: 'Gift Card', in_cash: false, gift_card_part: 25 })
const deposit = line('2', { item_name: 'Gift Card', in_accrual: false, gift_card_part: 25 })

const cases: readonly Case[] = [
  {
    cause: 'timezone_date_shift',
    why: 'an evening sale under the next day',
    native: [sold('1', { day: '2026-06-11' })],
    ours: [line('1', { sold_at_local: '2026-06-10 21:30:00' })],
    amount: 0,
    says: /21:30 local time .* 2026-06-11 04:30 UTC/,
  },
  {
    cause: 'timezone_date_shift',
    why: 'over the edge of the period, which moves money',
    native: [sold('1', { day: '2026-06-01' })],
    ours: [
      line('1', {
        local_date: '2026-05-31',
        sold_at_local: '2026-05-31 22:00:00',
        original_local_date: null,
      }),
    ],
    amount: 2_500,
    says: /22:00 local time/,
  },
  {
    cause: 'location_98',
    why: 'an online sale under its studio',
    native: [sold('1')],
    ours: [line('1', { location_id: 98, location_name: 'Online Store' })],
    amount: 0,
    says: /studio in the file, at online store here/,
  },
  {
    cause: 'location_98',
    why: 'one sale under two places',
    native: [sold('1')],
    ours: [line('1'), line('1', { location_id: 98, location_name: 'Online Store' })],
    amount: -2_500,
    says: /under two places/,
  },
  {
    cause: 'duplicate',
    why: 'a row twice in the file',
    native: [sold('1'), sold('1')],
    ours: [line('1')],
    amount: 2_500,
    says: /file has the same key/,
  },
  {
    cause: 'duplicate',
    why: 'a row twice here',
    native: [sold('1')],
    ours: [line('1'), line('1')],
    amount: -2_500,
    says: /We have the same key/,
  },
  {
    cause: 'returned_or_voided',
    why: 'a reversal beside the sale',
    native: [sold('1'), sold('1', { day: '2026-06-12', amount: -2_500 })],
    ours: [line('1')],
    amount: -2_500,
    says: /opposite sign/,
  },
  {
    cause: 'returned_or_voided',
    why: 'our return that the file does not show',
    native: [],
    ours: [line('1', { paid: -25, is_return: true })],
    amount: 2_500,
    says: /returned or void/,
  },
  {
    cause: 'tax_inclusion',
    why: 'without tax',
    native: [sold('1', { amount: 2_300 })],
    ours: [line('1')],
    amount: -200,
    says: /the tax of it, 2\.00/,
  },
  {
    cause: 'tip_inclusion',
    why: 'with the tip',
    native: [sold('1', { amount: 2_900 })],
    ours: [line('1')],
    amount: 400,
    says: /the tip of it, 4\.00/,
  },
  {
    cause: 'tip_inclusion',
    why: 'a line that is a tip',
    native: [sold('1')],
    ours: [line('1'), line('1', { item_name: 'Tip', paid: 4 })],
    amount: -400,
    says: /is a tip/,
  },
  {
    cause: 'discount_presentation',
    why: 'before the discount',
    native: [sold('1', { amount: 2_800 })],
    ours: [line('1')],
    amount: 300,
    says: /the discount of it, 3\.00/,
  },
  {
    cause: 'gift_card_basis',
    why: 'paid by gift card, absent in the file',
    native: [sold('1')],
    ours: [line('1'), giftLine],
    amount: -2_500,
    says: /gift card/,
  },
  {
    cause: 'gift_card_basis',
    why: 'a gift card sold, which accrual does not count',
    native: [sold('1'), sold('2', { item: 'gift card' })],
    ours: [line('1'), deposit],
    amount: 2_500,
    says: /this basis does not count it/,
  },
  {
    cause: 'account_tender_basis',
    why: 'paid by client account',
    native: [sold('1')],
    ours: [line('1'), line('2', { payment_method: 'Account', in_cash: false, account_part: 25 })],
    amount: -2_500,
    says: /client account/,
  },
  {
    cause: 'late_edit_after_export',
    why: 'moved to another day',
    native: [sold('1', { day: '2026-06-10' })],
    ours: [line('1', { local_date: '2026-06-20', original_local_date: '2026-06-10' })],
    amount: 0,
    says: /first dated 2026-06-10/,
  },
  {
    cause: 'late_edit_after_export',
    why: 'moved out of the period',
    native: [sold('1', { day: '2026-06-10' })],
    ours: [line('1', { local_date: '2026-07-20', original_local_date: '2026-06-10' })],
    amount: 2_500,
    says: /first dated 2026-06-10/,
  },
  {
    cause: 'late_edit_after_export',
    why: 'read in this form after the export',
    native: [sold('1', { amount: 1_111 })],
    ours: [line('1', { changed_at: '2026-06-21 08:00:00' })],
    amount: -1_389,
    says: /2026-06-21 08:00 UTC, after the export at 2026-06-20 00:00 UTC/,
  },
  {
    cause: 'settlement_vs_sale_date',
    why: 'dated by its settlement',
    native: [sold('1', { day: '2026-06-13' })],
    ours: [line('1', { settlement_date: '2026-06-13' })],
    amount: 0,
    says: /settled/,
  },
  {
    cause: 'missing_in_api',
    why: 'only in the file',
    native: [sold('1'), sold('2')],
    ours: [line('1')],
    amount: 2_500,
    says: /not among the rows read/,
  },
  {
    cause: 'missing_in_native',
    why: 'only here',
    native: [sold('1')],
    ours: [line('1'), line('2', { client_id: '101' })],
    amount: -2_500,
    says: /not in the file/,
  },
  {
    cause: 'inactive_location',
    why: 'our row of a closed place',
    native: [sold('1')],
    ours: [line('1'), line('2', { location_id: 3, location_name: 'Location 3', is_active_location: false })],
    amount: -2_500,
    says: /no longer active/,
  },
  {
    cause: 'rounding',
    why: 'one cent',
    native: [sold('1', { amount: 2_501 })],
    ours: [line('1')],
    amount: 1,
    says: /One cent/,
  },
  {
    cause: 'client_merge',
    why: 'an id that is gone',
    native: [sold('1', { client: '7777' })],
    ours: [line('1')],
    amount: 0,
    says: /7777/,
  },
  {
    cause: 'unexplained',
    why: 'an odd sum',
    native: [sold('1', { amount: 3_237 })],
    ours: [line('1')],
    amount: 737,
    says: /differ in amount/,
  },
  {
    cause: 'unexplained',
    why: 'a day apart at noon',
    native: [sold('1', { day: '2026-06-09' })],
    ours: [line('1', { sold_at_local: '2026-06-10 12:00:00' })],
    amount: 0,
    says: /differ in date/,
  },
]

/** Every case as rows of its own: sales and client of a case are its alone, so that no case sees another. */
const ofCase = (index: number): { readonly native: NativeRow[]; readonly ours: MartRow[] } => {
  const { native = [], ours = [] } = cases[index] ?? {}
  const client = (told: unknown): string => (told === '100' ? String(100 + index) : String(told))
  return {
    native: native.map((row) => ({ ...row, parent: `${index}-${row.parent}`, client: client(row.client) })),
    ours: ours.map((row) => ({
      ...row,
      sale_id: `${index}-${String(row['sale_id'])}`,
      client_id: client(row['client_id']),
    })),
  }
}

describe('sales', () => {
  /** What was found, by case. */
  const found = new Map<number, Judged[]>()

  beforeAll(async () => {
    const made = cases.map((_, index) => ofCase(index))
    const native = made.flatMap((rows) => rows.native)
    const { judged, nativeTotal, ourTotal } = await compareRows(
      salesProfile,
      native,
      made.flatMap(({ ours }) => ours),
      { exportedAtUtc: new Date('2026-06-20T00:00:00Z') },
    )
    for (const one of judged) {
      const sale = one.rowNo === null ? one.ours?.['sale_id'] : native[one.rowNo - 2]?.parent
      const index = Number(String(sale).split('-')[0])
      found.set(index, [...(found.get(index) ?? []), one])
    }
    expect(judged.reduce((sum, { amount }) => sum + amount, 0)).toBe(nativeTotal - ourTotal)
  })

  test.each(cases.map((one, index) => ({ ...one, index })))(
    '$cause: $why',
    ({ index, cause, amount, says }) => {
      expect(found.get(index)).toEqual([
        expect.objectContaining({ cause, amount, evidence: expect.stringMatching(says) }),
      ])
    },
  )
})
