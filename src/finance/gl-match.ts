// The rule a thing falls under, in SQL: of the rules that fit, the one with the highest score.
// The models do the same in dbt; a test holds the two equal.
import { quoteName, quoteText } from '../lakehouse/duck.ts'
import type { Duck } from '../lakehouse/duck.ts'
import type { TableFile } from './gl-file.ts'

/** A key of a table's rules, the column of the things it is compared with, and what it is worth. */
interface MatchKey {
  readonly rule: string
  readonly thing: string
  readonly type: 'bigint' | 'varchar'
  readonly score: number
}

const key = (score: number, rule: string, thing = rule): MatchKey => ({
  rule,
  thing,
  type: rule === 'item_kind' ? 'varchar' : 'bigint',
  score,
})

/** Keys of the map of accounts. */
export const mapKeys: readonly MatchKey[] = [
  key(256, 'product_id'),
  key(128, 'subcategory_id'),
  key(64, 'revenue_category_id', 'category_id'),
  key(32, 'service_category_id', 'program_id'),
  key(16, 'payment_method_id'),
  key(8, 'tax_slot'),
  key(4, 'location_id'),
  key(2, 'site_id'),
  key(1, 'item_kind'),
]

/** Keys of the recognition policies. */
export const policyKeys: readonly MatchKey[] = [
  key(16, 'product_id'),
  key(8, 'revenue_category_id', 'category_id'),
  key(4, 'service_category_id', 'program_id'),
  key(2, 'site_id'),
  key(1, 'item_kind'),
]

const types: Readonly<Record<string, string>> = { valid_from: 'date', valid_to: 'date' }

/** Puts the rows of a table into a temporary relation; ids and days typed, empty cells null. */
export const putRules = async (
  duck: Duck,
  relation: string,
  { rows }: TableFile,
  columns: readonly string[],
): Promise<void> => {
  const typeOf = (column: string): string =>
    types[column] ?? (/_id$|_slot$/.test(column) ? 'bigint' : 'varchar')
  const named = columns.map((column) => ({
    column,
    type: column === 'rule_id' || column === 'policy_id' ? 'varchar' : typeOf(column),
  }))
  await duck.run(
    `create or replace temp table ${quoteName(relation)} (${named.map(({ column, type }) => `${quoteName(column)} ${type}`).join(', ')})`,
  )
  if (rows.length === 0) return
  const values = rows.map(
    ({ cells }) =>
      `(${columns.map((column) => (cells[column] ? quoteText(cells[column]) : 'null')).join(', ')})`,
  )
  await duck.run(`insert into ${quoteName(relation)} values ${values.join(', ')}`)
}

export interface Matching {
  /** Relation of things, each with a `thing_no`, a `posting_role`, a `local_date` and the columns of the keys. */
  readonly things: string
  readonly rules: string
  readonly ruleId: string
  readonly keys: readonly MatchKey[]
  /** Condition between `thing` and `rule` besides the keys. */
  readonly where?: string
}

/** A query of `thing_no` and `rule_id`; things that no rule fits are not in it. A thing without a day falls under any. */
export const bestRules = ({ things, rules, ruleId, keys, where = 'true' }: Matching): string => `
  select thing.thing_no, rule.${ruleId} as rule_id
  from ${things} as thing
  inner join ${rules} as rule
    on ${where}
    ${keys.map(({ rule, thing }) => `and (rule.${rule} is null or rule.${rule} = thing.${thing})`).join('\n    ')}
    and coalesce(thing.local_date >= rule.valid_from, true)
    and coalesce(thing.local_date < rule.valid_to, true)
  qualify row_number() over (
    partition by thing.thing_no
    order by ${keys.map(({ rule, score }) => `if(rule.${rule} is null, 0, ${score})`).join(' + ')} desc, rule.${ruleId}
  ) = 1`

/** The posting role of what a line sells, by its kind. */
export const ownRole = (itemKind: string): string => `case ${itemKind}
    when 'gift_card' then 'GIFT_CARD_LIAB'
    when 'account_credit' then 'CLIENT_CREDIT_LIAB'
    when 'account_payment' then 'CLIENT_CREDIT_LIAB'
    when 'tip' then 'TIPS_PAYABLE'
    else 'REVENUE' end`
