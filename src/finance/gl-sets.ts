// Faults that show only between rows: what stands twice, rules that would tie, accounts nobody has.
import { nearName } from '../core/near-name.ts'
import type { Fault, TableFile, TableRow } from './gl-file.ts'
import type { Cells } from './gl-rows.ts'
import { tableColumns } from './table-columns.ts'
import type { TableName } from './table-columns.ts'

const fileOf = (name: TableName): string => `${name}.csv`

/** Rows with the same key, in the order of the file. */
const groups = (
  rows: readonly TableRow[],
  keyOf: (cells: Cells) => string,
): readonly (readonly TableRow[])[] => {
  const byKey = new Map<string, TableRow[]>()
  for (const row of rows) {
    const key = keyOf(row.cells)
    byKey.set(key, [...(byKey.get(key) ?? []), row])
  }
  return [...byKey.values()].filter((found) => found.length > 1)
}

const valuesOf = (cells: Cells, columns: readonly string[]): string =>
  JSON.stringify(columns.map((column) => (cells[column] ?? '').toLowerCase()))

/** Columns whose values name one row; letter case aside, for methods are names. */
const unique: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  gl_account: ['account_code'],
  gl_map: ['rule_id'],
  tender_map: ['method', 'site_id'],
  item_kind_rule: ['rule_no'],
  recognition_policy: ['policy_id'],
  period_close: ['period', 'site_id'],
  fx: ['rate_date', 'from_currency', 'to_currency', 'kind'],
  excluded_person: ['client_id', 'site_id'],
}

/** Keys that may repeat as long as the days do not. */
const dated: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  // Its keys stand between the id of a rule and its account.
  gl_map: tableColumns.gl_map.slice(1, tableColumns.gl_map.indexOf('account_code')),
  tax_map: ['site_id', 'location_id', 'tax_slot'],
  recognition_policy: ['site_id', 'item_kind', 'product_id', 'revenue_category_id', 'service_category_id'],
}

const repeats = ({ name, rows }: TableFile): readonly Fault[] => {
  const columns = unique[name]
  if (columns === undefined) return []
  return groups(rows, (cells) => valuesOf(cells, columns)).flatMap(([first, ...again]) =>
    again.map(({ line, cells }) => ({
      file: fileOf(name),
      line,
      column: columns[0] ?? null,
      what: `"${cells[columns[0] ?? ''] ?? ''}" stands in line ${first?.line ?? 0} already`,
    })),
  )
}

const shareADay = (one: Cells, other: Cells): boolean =>
  (one['valid_from'] ?? '') < (other['valid_to'] || '9999') &&
  (other['valid_from'] ?? '') < (one['valid_to'] || '9999')

const overlaps = ({ name, rows }: TableFile): readonly Fault[] => {
  const columns = dated[name]
  if (columns === undefined) return []
  return groups(rows, (cells) => valuesOf(cells, columns)).flatMap((found) =>
    found.flatMap((row, nth) => {
      const other = found.slice(0, nth).find(({ cells }) => shareADay(cells, row.cells))
      return other === undefined
        ? []
        : [
            {
              file: fileOf(name),
              line: row.line,
              column: null,
              what: `has the same keys as line ${other.line} on the same days, so neither would win; take one out, or end one with valid_to`,
            },
          ]
    }),
  )
}

/** A day of two closures would be counted twice. */
const closedTwice = ({ name, rows }: TableFile): readonly Fault[] =>
  name === 'site_closure'
    ? groups(rows, ({ site_id: site = '' }) => site).flatMap((found) =>
        found.flatMap(({ line, cells: { from_date: from = '', until_date: until = '' } }, nth) => {
          const other = found
            .slice(0, nth)
            .find(({ cells }) => from <= (cells['until_date'] ?? '') && (cells['from_date'] ?? '') <= until)
          return other === undefined
            ? []
            : [
                {
                  file: fileOf(name),
                  line,
                  column: null,
                  what: `has days of line ${other.line}; make one closure of the two`,
                },
              ]
        }),
      )
    : []

/** Settings hold for the whole home, so there is one row of them. */
const moreThanOne = ({ name, rows }: TableFile): readonly Fault[] =>
  name === 'settings'
    ? rows.slice(1).map(({ line }) => ({
        file: fileOf(name),
        line,
        column: null,
        what: 'is a second row; settings hold for all sites, in one row',
      }))
    : []

/** Faults between the rows of a table. */
export const faultsBetweenRows = (table: TableFile): readonly Fault[] => [
  ...repeats(table),
  ...overlaps(table),
  ...closedTwice(table),
  ...moreThanOne(table),
]

/** Rules that post to an account the chart does not have. */
export const unknownAccounts = (map: TableFile, accounts: ReadonlySet<string>): readonly Fault[] =>
  map.rows
    .filter(({ cells }) => !accounts.has(cells['account_code'] ?? ''))
    .map(({ line, cells }) => {
      const code = cells['account_code'] ?? ''
      const near = nearName(code, [...accounts])
      return {
        file: fileOf(map.name),
        line,
        column: 'account_code',
        what: `"${code}" is no account of gl_account.csv${near === undefined ? '' : `; did you mean ${near}?`}`,
      }
    })
