// Names the cause of each mismatch: the first rule that holds, exactly one.
import { Problem } from '../core/errors.ts'
import type { Cause } from './causes.ts'
import { causes } from './causes.ts'
import type { Mismatch } from './mismatch.ts'
import type { Rule, RuleContext } from './rule.ts'
import { categoryMapping, clientMerge, packRevenueBasis } from './rules-kind.ts'
import {
  accountTenderBasis,
  discountPresentation,
  giftCardBasis,
  taxInclusion,
  tipInclusion,
} from './rules-parts.ts'
import { inactiveLocation, location98 } from './rules-place.ts'
import {
  combinedAutopay,
  duplicate,
  exportTruncated,
  missingInApi,
  missingInNative,
  returnedOrVoided,
  rounding,
  settingsLeaveOut,
  unexplained,
} from './rules-rows.ts'
import { lateEdit, settlementDate, timezoneDateShift } from './rules-time.ts'

/** By cause; a file's own totals are held against its rows before any of them (`parse_control_total`). */
const rules: Readonly<Record<Exclude<Cause, 'parse_control_total'>, Rule>> = {
  export_truncated: exportTruncated,
  settings_mismatch: settingsLeaveOut,
  timezone_date_shift: timezoneDateShift,
  location_98: location98,
  duplicate,
  returned_or_voided: returnedOrVoided,
  tax_inclusion: taxInclusion,
  tip_inclusion: tipInclusion,
  discount_presentation: discountPresentation,
  gift_card_basis: giftCardBasis,
  account_tender_basis: accountTenderBasis,
  late_edit_after_export: lateEdit,
  settlement_vs_sale_date: settlementDate,
  combined_autopay: combinedAutopay,
  category_mapping: categoryMapping,
  pack_revenue_basis: packRevenueBasis,
  client_merge: clientMerge,
  inactive_location: inactiveLocation,
  missing_in_api: missingInApi,
  missing_in_native: missingInNative,
  rounding,
  unexplained,
}

export interface Classified {
  readonly cause: Cause
  /** Why this cause and no earlier one, for the person who looks. */
  readonly evidence: string
}

/** What does not rest on what the file shows beside the row. */
const causesWithoutFile: readonly Cause[] = [
  'late_edit_after_export',
  'inactive_location',
  'missing_in_native',
  'unexplained',
]

/**
 * The cause of one mismatch: the first in the order of `causes` whose rule holds.
 * @throws Problem INTERNAL never in practice: the last rule holds for whatever is left.
 */
export const classify = (mismatch: Mismatch, context: RuleContext): Classified => {
  for (const cause of context.isFileEmpty ? causesWithoutFile : causes) {
    const evidence = cause === 'parse_control_total' ? undefined : rules[cause](mismatch, context)
    if (evidence !== undefined) return { cause, evidence }
  }
  throw new Problem('INTERNAL', { what: 'A difference was left without a cause.' })
}
