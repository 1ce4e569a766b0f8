// The simulated studios' own map of accounts: what a bookkeeper would have put into their finance folder.
import { category } from './plan-shared.ts'
import type { SitePlan } from './plan.ts'

const columns = [
  'rule_id',
  'posting_role',
  'site_id',
  'item_kind',
  'revenue_category_id',
  'account_code',
  'valid_from',
] as const

/** Accounts of the revenue categories, by the kind of item sold in them. */
const byCategory = [
  ['packs', 'service', category.packs, '4010'],
  ['memberships', 'service', category.memberships, '4020'],
  ['drop_ins', 'service', category.dropIns, '4030'],
  ['intro', 'service', category.intro, '4040'],
  ['privates', 'service', category.privates, '4050'],
  ['apparel', 'product', category.apparel, '4510'],
  ['equipment', 'product', category.equipment, '4520'],
  ['refreshments', 'product', category.refreshments, '4530'],
] as const

/** Accounts of what is of no revenue category. */
const byKind = {
  service: '4000',
  contract_fee: '4100',
  product: '4500',
  shipping: '4600',
} as const

/** Accounts of the other roles, the same for every site and item. */
const byRole = {
  GIFT_CARD_LIAB: '2300',
  CLIENT_CREDIT_LIAB: '2310',
  TIPS_PAYABLE: '2400',
  CLEARING: '1050',
  BANK: '1000',
  AR_CLIENT: '1200',
  INTERLOCATION: '1900',
  DEFERRED: '2100',
  TAX_PAYABLE: '2200',
  BREAKAGE: '4800',
  DISCOUNT: '4900',
  RETURNS: '4910',
  COMP: '4920',
  PROCESSOR_FEE: '6100',
  ROUNDING: '6900',
} as const

const from = '2000-01-01'

/** Text of a `gl_map.csv` for the sites of the plans. */
export const simulatedMap = (plans: readonly SitePlan[]): string => {
  const rules = plans.flatMap(({ siteId }) =>
    byCategory.map(([name, kind, id, account]) => [
      `simulated_${siteId}_${name}`,
      'REVENUE',
      siteId,
      kind,
      id,
      account,
      from,
    ]),
  )
  const kinds = Object.entries(byKind).map(([kind, account]) => [
    kind,
    'REVENUE',
    '',
    kind,
    '',
    account,
    from,
  ])
  const roles = Object.entries(byRole).map(([role, account]) => [
    role.toLowerCase(),
    role,
    '',
    '',
    '',
    account,
    from,
  ])
  return [columns, ...rules, ...kinds, ...roles].map((row) => `${row.join(',')}\n`).join('')
}
