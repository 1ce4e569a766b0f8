// The words of the finance tables: posting roles with what each one holds, kinds of items, tenders, accounts and policies.

/** Every posting role, in words a bookkeeper knows. */
export const postingRoles = {
  REVENUE: 'Revenue of a category',
  CLEARING: 'Money taken from clients, until the bank has it',
  BANK: 'Money that the processor or the bank has paid out',
  AR_CLIENT: 'What clients owe on their account',
  CLIENT_CREDIT_LIAB: 'Credit on client accounts, not yet used',
  GIFT_CARD_LIAB: 'Gift cards sold, not yet used',
  DEFERRED: 'Packs and memberships sold, not yet used',
  TAX_PAYABLE: 'Sales tax, VAT or GST taken for the state',
  TIPS_PAYABLE: 'Tips taken for the staff',
  BREAKAGE: 'Packs that expired unused',
  DISCOUNT: 'Discounts given',
  RETURNS: 'Refunds of what was already revenue',
  COMP: 'Given away by a complimentary tender',
  PROCESSOR_FEE: 'Fees of the card processor',
  INTERLOCATION: 'Bought at one location, used at another',
  ROUNDING: 'Rounding of at most a cent a line',
  SUSPENSE: 'What no rule fits, until somebody has looked',
} as const

export type PostingRole = keyof typeof postingRoles

export const itemKinds = [
  'service',
  'product',
  'gift_card',
  'account_credit',
  'account_payment',
  'contract_fee',
  'tip',
  'shipping',
  'other',
] as const

export const tenderKinds = ['cash', 'card', 'check', 'bank', 'other', 'gift_card', 'account', 'comp'] as const

export const accountTypes = [
  'asset',
  'liability',
  'equity',
  'revenue',
  'contra_revenue',
  'expense',
  'suspense',
] as const

export const methods = ['auto', 'per_use', 'per_day'] as const

export const breakages = ['at_expiry', 'proportional', 'none', 'immediate'] as const

export const discountPolicies = ['net', 'contra'] as const

export const rateKinds = ['closing', 'average'] as const

/** Account of what no rule fits; every chart has it. */
export const suspense = 'SUSPENSE'
