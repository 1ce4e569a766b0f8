// The finance tables a studio may bring itself, and the columns of each in the order dbt reads them.

export const tableColumns = {
  gl_account: ['account_code', 'account_name', 'account_type'],
  gl_map: [
    'rule_id',
    'posting_role',
    'site_id',
    'location_id',
    'item_kind',
    'revenue_category_id',
    'subcategory_id',
    'service_category_id',
    'product_id',
    'payment_method_id',
    'tax_slot',
    'account_code',
    'department',
    'tax_code',
    'valid_from',
    'valid_to',
  ],
  tender_map: ['site_id', 'method', 'tender_kind', 'is_cash_equivalent'],
  item_kind_rule: ['rule_no', 'is_service', 'category_id', 'item_name_like', 'has_gift_card', 'item_kind'],
  tax_map: ['site_id', 'location_id', 'tax_slot', 'tax_name', 'rate', 'tax_code', 'valid_from', 'valid_to'],
  recognition_policy: [
    'policy_id',
    'site_id',
    'item_kind',
    'product_id',
    'revenue_category_id',
    'service_category_id',
    'method',
    'breakage',
    'breakage_rate',
    'discount',
    'expiry_days',
    'valid_from',
    'valid_to',
  ],
  period_close: ['site_id', 'period', 'note'],
  fx: ['rate_date', 'from_currency', 'to_currency', 'rate', 'kind'],
  settings: [
    'recognition_preset',
    'consuming_outcomes',
    'revenue_location',
    'comp_as',
    'online_store',
    'online_location_id',
    'dormancy_days',
    'settlement_days',
    'reporting_currency',
    'unlimited_count',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Columns a file of one's own may not leave out; the others are empty where it does. */
export const neededColumns = {
  gl_account: ['account_code', 'account_name', 'account_type'],
  gl_map: ['rule_id', 'posting_role', 'account_code'],
  tender_map: ['method', 'tender_kind', 'is_cash_equivalent'],
  item_kind_rule: ['rule_no', 'item_kind'],
  tax_map: ['tax_slot'],
  recognition_policy: ['policy_id', 'method', 'breakage', 'discount'],
  period_close: ['site_id', 'period'],
  fx: ['rate_date', 'from_currency', 'to_currency', 'rate', 'kind'],
  settings: [],
} as const satisfies Readonly<Record<keyof typeof tableColumns, readonly string[]>>

export type TableName = keyof typeof tableColumns

export const tableNames = Object.keys(tableColumns) as readonly TableName[]
