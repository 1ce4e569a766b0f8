// What the finance tables leave open in the published marts, with the money at stake; by the files as they are now.
import { stringify } from 'csv-stringify/sync'
import { openReadOnly } from '../lakehouse/duck.ts'
import type { Duck } from '../lakehouse/duck.ts'
import type { FinanceTables } from './gl-tables.ts'
import { bestRules, mapKeys, policyKeys, putRules } from './gl-match.ts'
import { putThings } from './gl-things.ts'
import { amountText } from './journal-export-text.ts'
import { tableColumns } from './table-columns.ts'
import type { TableName } from './table-columns.ts'

/** Money that no row of a table takes, with the row that would. */
interface Gap {
  readonly site_id: number
  readonly lines: number
  /** Decimal text, returns taken off. */
  readonly amount: string
  readonly currency: string
  readonly example: string | null
  /** A row to paste below the file's header; what is left to say is empty in it. Null where the file has that row already. */
  readonly row: string | null
}

export interface UnmappedLines extends Gap {
  readonly posting_role: string
  /** Line of the file's own row for this, which lacks the account. */
  readonly undecided_line: number | null
  readonly item_kind: string
  readonly category_id: number | null
  readonly category_name: string | null
}

type UnruledService = Omit<UnmappedLines, 'posting_role' | 'undecided_line'>

export interface UnmappedRole extends Omit<Gap, 'example'> {
  readonly posting_role: string
}

export interface UnknownTender extends Omit<Gap, 'example'> {
  readonly method: string
}

export interface GlCheck {
  readonly checked: { readonly lines: number; readonly rules: number }
  readonly unmapped: readonly UnmappedLines[]
  readonly roles: readonly UnmappedRole[]
  readonly no_policy: readonly UnruledService[]
  readonly tenders: readonly UnknownTender[]
  readonly undecided: readonly { readonly rule_id: string; readonly line: number }[]
  readonly unused_rules: readonly string[]
}

type Named<Kind> = Omit<Kind, 'row' | 'undecided_line'>

/** A row in the order of the columns of the studio's own file. */
const rowFor = (
  { tables }: FinanceTables,
  name: TableName,
  cells: Readonly<Record<string, string | number | null>>,
): string => {
  const { header, separator: delimiter } = tables[name]
  return stringify([header.map((column) => cells[column] ?? '')], { delimiter }).replace(/\n$/, '')
}

const money = 'sum(thing.amount)::varchar as amount'

/** Rows of a query, amounts with the decimals of their currency. */
const gapsOf = async <Row extends { readonly amount: string; readonly currency: string }>(
  duck: Duck,
  query: string,
): Promise<readonly Row[]> =>
  (await duck.rows<Row>(query)).map((row) => ({ ...row, amount: amountText(row.amount, row.currency) }))

const nameOf = (row: Pick<UnmappedLines, 'site_id' | 'item_kind' | 'category_id'>): string =>
  [row.item_kind, row.category_id ?? 'any', row.site_id].join('_')

/** The row somebody has begun for just these lines. */
const undecidedFor = ({ undecided }: FinanceTables, gap: Named<UnmappedLines>): number | null =>
  undecided.find(
    ({ cells }) =>
      cells['posting_role'] === gap.posting_role &&
      cells['site_id'] === String(gap.site_id) &&
      cells['item_kind'] === gap.item_kind &&
      cells['revenue_category_id'] === String(gap.category_id ?? ''),
  )?.line ?? null

/** A name no rule of the table has yet. */
const freeName = ({ tables, undecided }: FinanceTables, name: string): string => {
  const taken = new Set([...tables.gl_map.rows, ...undecided].map(({ cells }) => cells['rule_id']))
  let free = name
  for (let nth = 2; taken.has(free); nth += 1) free = `${name}_${nth}`
  return free
}

const findLines = (duck: Duck): Promise<readonly Named<UnmappedLines>[]> =>
  gapsOf(
    duck,
    `
    select thing.posting_role, thing.site_id, thing.item_kind, thing.category_id, category.category_name,
      sum(thing.row_n)::bigint as lines, ${money}, thing.currency,
      max_by(thing.example, (abs(thing.amount), thing.example)) as example
    from thing
    left join dim_revenue_category as category using (site_id, category_id)
    where thing.is_line and thing.thing_no not in (select thing_no from mapped)
    group by thing.posting_role, thing.site_id, thing.item_kind, thing.category_id, category.category_name, thing.currency
    order by abs(sum(thing.amount)) desc, 1, 2, 3, 4`,
  )

const findRoles = (duck: Duck): Promise<readonly Named<UnmappedRole>[]> =>
  gapsOf(
    duck,
    `
    select posting_role, site_id, sum(row_n)::bigint as lines, ${money}, currency
    from thing
    where not is_line and thing_no not in (select thing_no from mapped)
    group by posting_role, site_id, currency
    order by abs(sum(amount)) desc, 1, 2`,
  )

const findPolicies = (duck: Duck): Promise<readonly Named<UnruledService>[]> =>
  gapsOf(
    duck,
    `
    select thing.site_id, thing.item_kind, thing.category_id, category.category_name,
      sum(thing.row_n)::bigint as lines, ${money}, thing.currency,
      max_by(thing.example, (abs(thing.amount), thing.example)) as example
    from thing
    left join dim_revenue_category as category using (site_id, category_id)
    where thing.is_line and thing.item_kind in ('service', 'contract_fee')
      and thing.thing_no not in (select thing_no from with_policy)
    group by thing.site_id, thing.item_kind, thing.category_id, category.category_name, thing.currency
    order by abs(sum(thing.amount)) desc, 1, 2, 3`,
  )

const findTenders = (duck: Duck): Promise<readonly Named<UnknownTender>[]> =>
  gapsOf(
    duck,
    `
    select site_id, method, count(*) as lines, ${money}, currency
    from fct_payment as thing
    where not exists (
      select 1 from tender_map
      where (tender_map.site_id is null or tender_map.site_id = thing.site_id)
        and lower(trim(thing.method)) = lower(tender_map.method)
    )
    group by site_id, method, currency
    order by abs(sum(amount)) desc, 1, 2`,
  )

/** Rules of roles that were looked at, and that took nothing. */
const findUnused = async (duck: Duck): Promise<readonly string[]> => {
  const rows = await duck.rows<{ rule_id: string }>(`
    select rule_id from gl_map
    where posting_role in (select posting_role from thing) and rule_id not in (select rule_id from mapped)
    order by rule_id`)
  return rows.map(({ rule_id: id }) => id)
}

const prepare = async (duck: Duck, { tables }: FinanceTables): Promise<void> => {
  await putThings(duck)
  await putRules(duck, 'gl_map', tables.gl_map, tableColumns.gl_map)
  await putRules(duck, 'recognition_policy', tables.recognition_policy, tableColumns.recognition_policy)
  await putRules(duck, 'tender_map', tables.tender_map, tableColumns.tender_map)
  // The marts tell the tax of a line, not of its slots: a rule for any slot will do.
  await duck.run("update gl_map set tax_slot = null where posting_role = 'TAX_PAYABLE'")
  const role = 'rule.posting_role = thing.posting_role'
  await duck.run(
    `create or replace temp table mapped as ${bestRules({ things: 'thing', rules: 'gl_map', ruleId: 'rule_id', keys: mapKeys, where: role })}`,
  )
  await duck.run(
    `create or replace temp table with_policy as ${bestRules({ things: 'thing', rules: 'recognition_policy', ruleId: 'policy_id', keys: policyKeys })}`,
  )
}

/**
 * Lines, tenders and services of the published marts that no row of the tables takes, the most money first.
 * @param marts path of marts.duckdb
 * @throws Problem HOME_UNUSABLE when no marts are published yet.
 */
export const checkMap = async (marts: string, finance: FinanceTables): Promise<GlCheck> => {
  await using duck = await openReadOnly(marts)
  await prepare(duck, finance)
  const { lines } = await duck.row<{ lines: number }>('select count(*) as lines from fct_sale_line')
  const keysOf = (gap: Named<UnruledService>): Record<string, string | number | null> => ({
    site_id: gap.site_id,
    item_kind: gap.item_kind,
    revenue_category_id: gap.category_id,
  })
  return {
    checked: { lines, rules: finance.tables.gl_map.rows.length },
    unmapped: (await findLines(duck)).map((gap) => {
      const undecidedLine = undecidedFor(finance, gap)
      const cells = {
        rule_id: freeName(finance, nameOf(gap)),
        posting_role: gap.posting_role,
        ...keysOf(gap),
      }
      return {
        ...gap,
        undecided_line: undecidedLine,
        row: undecidedLine === null ? rowFor(finance, 'gl_map', cells) : null,
      }
    }),
    roles: (await findRoles(duck)).map((gap) => ({
      ...gap,
      row: rowFor(finance, 'gl_map', {
        rule_id: freeName(finance, gap.posting_role.toLowerCase()),
        posting_role: gap.posting_role,
      }),
    })),
    no_policy: (await findPolicies(duck)).map((gap) => ({
      ...gap,
      row: rowFor(finance, 'recognition_policy', {
        policy_id: nameOf(gap),
        ...keysOf(gap),
        method: 'auto',
        breakage: 'at_expiry',
        discount: 'net',
      }),
    })),
    tenders: (await findTenders(duck)).map((gap) => ({
      ...gap,
      row: rowFor(finance, 'tender_map', { site_id: gap.site_id, method: gap.method }),
    })),
    undecided: finance.undecided.map(({ line, cells }) => ({ rule_id: cells['rule_id'] ?? '', line })),
    unused_rules: await findUnused(duck),
  }
}
