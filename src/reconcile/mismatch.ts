// A row that is not equal in all that is compared, with the facts by which its cause is told.
import type { LocalDate } from '../core/time.ts'
import type { PassName } from './passes.ts'

/** A pair, or one side alone. Amounts are hundredths or counts; a part is null where the twin does not tell it. */
export interface Mismatch {
  /** Its place among the differences: as the file is ordered, rows of ours alone last. */
  readonly no: number
  /** Null for a row alone. */
  readonly pass: PassName | null
  readonly row_no: number | null
  /** Several where one row of the file is the sum of several of ours. */
  readonly our_nos: readonly number[]
  /** What each side adds to its total: 0 for a side that is absent, of ours also outside of the period or not counted. */
  readonly native_amount: number
  readonly our_amount: number
  /** The file's amount less the one the marts show, wherever that row stands: what a part must be equal to. */
  readonly gap: number
  readonly native_date: LocalDate | null
  readonly our_date: LocalDate | null
  readonly native_parent: string | null
  readonly our_parent: string | null
  readonly native_item: string | null
  readonly our_item: string | null
  readonly native_facet: string | null
  readonly our_facet: string | null
  readonly native_client: string | null
  readonly our_client: string | null
  readonly native_location: string | null
  readonly our_location: string | null
  readonly native_category: string | null
  readonly our_category: string | null
  readonly our_at_local: string | null
  /** False where the marts do not know the amount, such as the price of a visit whose sale was never read. */
  readonly is_valued: boolean | null
  readonly is_inside: boolean | null
  readonly in_accrual: boolean | null
  readonly in_cash: boolean | null
  readonly is_return: boolean | null
  readonly is_returned: boolean | null
  readonly is_autopay: boolean | null
  readonly is_unlimited: boolean | null
  readonly is_late: boolean | null
  readonly changed_at: string | null
  readonly original_local_date: LocalDate | null
  readonly settlement_date: LocalDate | null
  readonly tax_part: number | null
  readonly tip_part: number | null
  readonly discount_part: number | null
  readonly gift_card_part: number | null
  readonly account_part: number | null
  readonly online_part: number | null
  readonly inactive_part: number | null
  readonly returns_part: number | null
  readonly late_part: number | null
  readonly uncounted_gift_card_part: number | null
  readonly uncounted_account_part: number | null
  readonly is_our_place_active: boolean | null
  /** Null where the file names no place; `is_native_place_active` is false for a name the marts do not list. */
  readonly is_native_place_active: boolean | null
  readonly is_native_place_online: boolean | null
  readonly is_our_place_online: boolean | null
  readonly is_native_client_known: boolean | null
  readonly is_our_client_known: boolean | null
  /** Merges made both clients one; with it the ids on the way from each to the one that remains, where it was merged. */
  readonly is_one_client: boolean
  readonly native_merge_chain: string | null
  readonly our_merge_chain: string | null
  /** A row of the same side, which is matched, has the same key, day and amount. */
  readonly is_duplicate: boolean
  /** As `is_duplicate`, one of the two at the online store. */
  readonly is_online_copy: boolean
  /** The other side has the same event and item with just the opposite amount. */
  readonly is_reversal: boolean
  /** The file's row that is matched in its place, or has the opposite amount. */
  readonly like_row_no: number | null
  /** Of sums by name: the name that lacks what this one has too much, or the reverse. */
  readonly counterpart: string | null
}
