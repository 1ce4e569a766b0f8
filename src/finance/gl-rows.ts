// What a row of each table of the studio must look like.
import type { Cell } from './gl-cells.ts'
import {
  currency,
  day,
  lowerCase,
  needed,
  oneOf,
  orElse,
  period,
  rate,
  share,
  text,
  whole,
  yesNo,
} from './gl-cells.ts'
import {
  accountTypes,
  breakages,
  discountPolicies,
  itemKinds,
  methods,
  postingRoles,
  rateKinds,
  tenderKinds,
} from './gl-words.ts'
import { faultsOfSettings, settingCells } from './setting-cells.ts'
import type { tableColumns, TableName } from './table-columns.ts'

/** Text of each column. */
export type Cells = Readonly<Record<string, string>>

/** What is wrong in a column. */
export interface CellFault {
  readonly column: string
  readonly what: string
}

type Columns<Name extends TableName> = Readonly<Record<(typeof tableColumns)[Name][number], Cell>>

/** Rules without a first day count from here on: before any studio's first sale. */
const always = '1900-01-01'

const span = { valid_from: orElse(day, always), valid_to: day }

const kind = oneOf(itemKinds)

const columns: { readonly [Name in TableName]: Columns<Name> } = {
  gl_account: {
    account_code: needed(text),
    account_name: needed(text),
    account_type: needed(oneOf(accountTypes)),
  },
  gl_map: {
    rule_id: needed(text),
    posting_role: needed(oneOf(Object.keys(postingRoles))),
    site_id: whole,
    location_id: whole,
    item_kind: kind,
    revenue_category_id: whole,
    subcategory_id: whole,
    service_category_id: whole,
    product_id: whole,
    payment_method_id: whole,
    tax_slot: whole,
    // Empty = not decided yet: the row is left out, and `gl check` names it.
    account_code: text,
    department: text,
    tax_code: text,
    ...span,
  },
  tender_map: {
    site_id: whole,
    method: needed(text),
    tender_kind: needed(oneOf(tenderKinds), `is empty; say which of ${tenderKinds.join(', ')} it is`),
    is_cash_equivalent: needed(yesNo),
  },
  item_kind_rule: {
    rule_no: needed(whole),
    is_service: yesNo,
    category_id: whole,
    // Names of items are compared in lower case.
    item_name_like: lowerCase,
    has_gift_card: yesNo,
    item_kind: needed(kind),
  },
  tax_map: {
    site_id: whole,
    location_id: whole,
    tax_slot: needed(oneOf(['1', '2', '3', '4', '5'])),
    tax_name: text,
    rate: share,
    tax_code: text,
    ...span,
  },
  recognition_policy: {
    policy_id: needed(text),
    site_id: whole,
    item_kind: kind,
    product_id: whole,
    revenue_category_id: whole,
    service_category_id: whole,
    method: needed(oneOf(methods)),
    breakage: needed(oneOf(breakages)),
    breakage_rate: share,
    discount: needed(oneOf(discountPolicies)),
    expiry_days: whole,
    ...span,
  },
  period_close: { site_id: needed(whole), period: needed(period), note: text },
  fx: {
    rate_date: needed(day),
    from_currency: needed(currency),
    to_currency: needed(currency),
    rate: needed(rate),
    kind: needed(oneOf(rateKinds)),
  },
  excluded_person: { site_id: needed(whole), client_id: needed(text), reason: needed(text) },
  site_closure: { site_id: needed(whole), from_date: needed(day), until_date: needed(day), reason: text },
  settings: settingCells,
}

/** Faults that show only when all cells of a row are read. */
const faultsOfWhole = (name: TableName, row: Cells): readonly CellFault[] => {
  const { valid_from: from = '', valid_to: to = '', breakage, breakage_rate: unused } = row
  const { from_date: closedFrom = '', until_date: closedUntil = '' } = row
  const faults: CellFault[] = name === 'settings' ? [...faultsOfSettings(row)] : []
  if (closedUntil < closedFrom)
    faults.push({
      column: 'until_date',
      what: `${closedUntil} is before from_date ${closedFrom}; until_date is the last closed day`,
    })
  if (to !== '' && to <= from)
    faults.push({
      column: 'valid_to',
      what: `${to} is not after valid_from ${from}; valid_to is the day after the last`,
    })
  if (breakage === 'proportional' && unused === '')
    faults.push({
      column: 'breakage_rate',
      what: 'is empty; breakage proportional needs the share that is never used, e.g. 0.1',
    })
  return faults
}

/** Reads the cells of a row: the text of every column as dbt reads it, or what is wrong. */
export const readRow = (
  name: TableName,
  given: Cells,
): { readonly cells: Cells } | { readonly faults: readonly CellFault[] } => {
  const read = Object.entries<Cell>(columns[name]).map(([column, cell]) => ({
    column,
    found: cell(given[column] ?? ''),
  }))
  const faults = read.flatMap(({ column, found }) =>
    'fault' in found ? [{ column, what: found.fault }] : [],
  )
  if (faults.length > 0) return { faults }
  const cells = Object.fromEntries(
    read.map(({ column, found }) => [column, 'text' in found ? found.text : '']),
  )
  const late = faultsOfWhole(name, cells)
  return late.length > 0 ? { faults: late } : { cells }
}
