// What the map must have an account for, from the published marts: lines by what they sell, and the other sides of their sales.
import { Problem } from '../core/errors.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { ownRole } from './gl-match.ts'

const marts = ['fct_sale_line', 'fct_payment', 'dim_revenue_category'] as const

/** @throws Problem HOME_UNUSABLE when the marts were published by a version that did not have all of these. */
const assertMarts = async (duck: Duck): Promise<void> => {
  const found = await duck.rows<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'main'",
  )
  const missing = marts.find((mart) => !found.some(({ name }) => name === mart))
  if (missing === undefined) return
  throw new Problem('HOME_UNUSABLE', {
    what: `The published marts lack ${missing}.`,
    remedy: 'Run `build` first.',
  })
}

const keys =
  'site_id, location_id, item_kind, category_id, subcategory_id, program_id, product_id, payment_method_id, tax_slot'

const lineKeys =
  'site_id, location_id, item_kind, category_id, subcategory_id, program_id, product_id, null::bigint, null::bigint'

const tenderKeys =
  'site_id, location_id, null::varchar, null::bigint, null::bigint, null::bigint, null::bigint, payment_method_id, null::bigint'

/** Temporary relation `thing`: one row per posting role, set of keys and day, with rows, money, and an example in words. */
export const putThings = async (duck: Duck): Promise<void> => {
  await assertMarts(duck)
  const side = (role: string, amount: string, from: string, where: string): string => `
    select ${role} as posting_role, false as is_line, ${from === 'fct_payment' ? tenderKeys : lineKeys}, local_date,
      currency, count(*), sum(${amount}), ${from === 'fct_payment' ? 'max(method)' : 'max_by(item_name, (abs(net), item_name))'}
    from ${from} where ${where} group by all`
  await duck.run(`create or replace temp table thing as
    with sides (posting_role, is_line, ${keys}, local_date, currency, row_n, amount, example) as (
      select ${ownRole('item_kind')} as posting_role, true as is_line, ${lineKeys}, local_date,
        currency, count(*), sum(net), max_by(item_name, (abs(net), item_name))
      from fct_sale_line group by all
      union all ${side("'DISCOUNT'", 'discount', 'fct_sale_line', 'discount <> 0')}
      union all ${side("'TAX_PAYABLE'", 'tax', 'fct_sale_line', 'tax <> 0')}
      union all ${side("'DEFERRED'", 'net', 'fct_sale_line', "item_kind = 'service' and net <> 0")}
      union all ${side("'RETURNS'", 'net', 'fct_sale_line', `is_return and ${ownRole('item_kind')} = 'REVENUE'`)}
      union all ${side("if(tender_kind = 'comp', 'COMP', 'CLEARING')", 'amount', 'fct_payment', "tender_kind not in ('gift_card', 'account')")}
    )
    select row_number() over () as thing_no, * from sides`)
}
