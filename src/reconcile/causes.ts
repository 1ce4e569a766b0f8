// The causes of a difference, in the order in which their rules are tried: a difference has the first that holds.

export const causes = [
  'parse_control_total',
  'export_truncated',
  'settings_mismatch',
  'timezone_date_shift',
  'location_98',
  'duplicate',
  'returned_or_voided',
  'tax_inclusion',
  'tip_inclusion',
  'discount_presentation',
  'gift_card_basis',
  'account_tender_basis',
  'late_edit_after_export',
  'settlement_vs_sale_date',
  'combined_autopay',
  'category_mapping',
  'pack_revenue_basis',
  'client_merge',
  'inactive_location',
  'missing_in_api',
  'missing_in_native',
  'rounding',
  'unexplained',
] as const

export type Cause = (typeof causes)[number]

/** Causes that leave the question open: a person must look before the rest can be believed. */
export const openCauses: readonly Cause[] = [
  'parse_control_total',
  'export_truncated',
  'settings_mismatch',
  'unexplained',
]
