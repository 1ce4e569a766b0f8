// The two sides of a comparison as DuckDB tables: rows of the report's file, and rows of its twin among the marts.

/**
 * Facts that a twin tells about a row under these names, where it has them; nothing in the other twins. A basis that a twin does
 * not name counts all of its rows.
 */
export const twinFacts: Readonly<Record<string, string>> = {
  location_id: 'bigint',
  is_active_location: 'boolean',
  in_accrual: 'boolean',
  in_cash: 'boolean',
  is_return: 'boolean',
  is_autopay: 'boolean',
  is_unlimited: 'boolean',
  original_local_date: 'date',
  settlement_date: 'date',
  changed_at: 'timestamp',
  read_since: 'timestamp',
}

/**
 * By how much the measure would differ if tax, tips or the discount stood otherwise, and what gift cards and client accounts paid
 * of it.
 */
export const twinParts = ['tax_part', 'tip_part', 'discount_part', 'gift_card_part', 'account_part'] as const
