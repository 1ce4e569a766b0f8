// The rule `gl check` finds is the one the models find, whatever the map: the two are written in two places and must not drift.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TableFile } from '../../src/finance/gl-file.ts'
import { bestRules, mapKeys, ownRole, putRules } from '../../src/finance/gl-match.ts'
import { itemKinds } from '../../src/finance/gl-words.ts'
import { tableColumns } from '../../src/finance/table-columns.ts'
import { Duck } from '../../src/lakehouse/duck.ts'
import { renderModel } from '../models/render-model.ts'

type Cells = Readonly<Record<string, string>>

/** A key of a rule, mostly left open, so that rules and lines meet. */
const any = (...values: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom(...values) })

/** What a line may tell or leave out. */
const few = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom('', ...values)

const rule: fc.Arbitrary<Cells> = fc.record({
  posting_role: fc.constantFrom(
    'REVENUE',
    'REVENUE',
    'REVENUE',
    'GIFT_CARD_LIAB',
    'CLIENT_CREDIT_LIAB',
    'TIPS_PAYABLE',
    'CLEARING',
  ),
  site_id: any('1', '2'),
  location_id: any('5', '6'),
  item_kind: any('service', 'product', 'gift_card', 'tip'),
  revenue_category_id: any('11', '12'),
  subcategory_id: any('21'),
  service_category_id: any('31', '32'),
  product_id: any('41', '42'),
  payment_method_id: any('7'),
  tax_slot: any('1'),
  valid_from: fc.constantFrom('1900-01-01', '2026-06-01'),
  valid_to: fc.constantFrom('', '2026-07-01'),
})

const line: fc.Arbitrary<Cells> = fc.record({
  site_id: fc.constantFrom('1', '2'),
  location_id: few('5', '6'),
  item_kind: fc.constantFrom(...itemKinds),
  category_id: few('11', '12', '13'),
  sub_category_id: few('21'),
  program_id: few('31', '32'),
  product_id: few('41', '42', '43'),
  local_date: fc.constantFrom('', '2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01'),
})

const mapOf = (rules: readonly Cells[]): TableFile => ({
  name: 'gl_map',
  header: [],
  separator: ',',
  rows: rules.map((cells, nth) => ({
    line: nth + 2,
    cells: { ...cells, rule_id: `rule_${nth}`, account_code: `${4000 + nth}` },
  })),
  faults: [],
})

const sql = (text: string | undefined): string => (text ? `'${text}'` : 'null')

let duck: Duck
beforeAll(async () => {
  duck = await Duck.open(':memory:')
  const model = await renderModel('intermediate/sales/int_line_accounts.sql', 'macros/own_role.sql')
  await duck.run(`create table int_sale_lines (site_id bigint, sale_id bigint, sale_detail_id bigint, location_id bigint,
      item_kind varchar, category_id bigint, sub_category_id bigint, program_id bigint, product_id bigint, local_date date,
      is_identity_broken boolean);
    create view int_booked_sales as select site_id, sale_id, coalesce(location_id, 0) as location_id from int_sale_lines;
    create view thing as select sale_id as thing_no, ${ownRole('item_kind')} as posting_role, site_id, location_id, item_kind,
      category_id, sub_category_id as subcategory_id, program_id, product_id, null::bigint as payment_method_id,
      null::bigint as tax_slot, local_date from int_sale_lines`)
  await putRules(duck, 'stg_finance__gl_map', mapOf([]), tableColumns.gl_map)
  await duck.run(`create view by_model as ${model}`)
})
afterAll(() => duck.close())

const rulesBy = async (query: string): Promise<readonly unknown[]> =>
  duck.rows(`select thing_no, rule_id from (${query}) where rule_id is not null order by thing_no`)

describe('the rule a line falls under', () => {
  it('is the same here and in the models', async () => {
    let met = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { minLength: 4, maxLength: 16 }),
        fc.array(line, { minLength: 15, maxLength: 40 }),
        async (rules, lines) => {
          await putRules(duck, 'stg_finance__gl_map', mapOf(rules), tableColumns.gl_map)
          const rows = lines.map(
            (cells, nth) =>
              `(${sql(cells['site_id'])}, ${nth}, 1, ${sql(cells['location_id'])}, ${sql(cells['item_kind'])}, ${sql(cells['category_id'])}, ${sql(cells['sub_category_id'])}, ${sql(cells['program_id'])}, ${sql(cells['product_id'])}, ${sql(cells['local_date'])}, false)`,
          )
          await duck.run('delete from int_sale_lines')
          await duck.run(`insert into int_sale_lines values ${rows.join(', ')}`)
          const ours = await rulesBy(
            bestRules({
              things: 'thing',
              rules: 'stg_finance__gl_map',
              ruleId: 'rule_id',
              keys: mapKeys,
              where: 'rule.posting_role = thing.posting_role',
            }),
          )
          met += ours.length
          expect(ours).toEqual(await rulesBy('select sale_id as thing_no, rule_id from by_model'))
        },
      ),
      { numRuns: 60 },
    )
    // Maps that fit nothing would agree on nothing.
    expect(met).toBeGreaterThan(200)
  })
})
