// Names of a file that the marts do not know anywhere: places, tenders, categories, items, clients.
import type { Duck } from '../lakehouse/duck.ts'
import { quoteName } from '../lakehouse/duck.ts'
import { namedParts } from './breakdowns.ts'
import type { Unmapped } from './outcome.ts'
import type { ReportTwin } from '../reports/report-profile.ts'
import { amountText } from './rule.ts'
import { sqlNameKey } from './sql-text.ts'

const keptNames = 1_000

interface Lookup {
  readonly kind: Unmapped['kind']
  readonly column: string
  /** A query of the names the marts know; takes the site as `$1`. */
  readonly known: string
}

const lookupsOf = (twin: ReportTwin): readonly Lookup[] => {
  const names = (column: string): string =>
    `select ${sqlNameKey('name')} from (
       select distinct ${quoteName(column)} as name from marts.main.${quoteName(twin.mart)} where site_id = $1)`
  return [
    ...(twin.location === undefined
      ? []
      : [
          {
            kind: 'location',
            column: 'location',
            known: 'select name from places where is_active and $1 > 0',
          } as const,
        ]),
    ...(twin.category === undefined
      ? []
      : [{ kind: 'category', column: 'category', known: names(twin.category.ours) } as const]),
    ...namedParts(twin).map(({ by, column, part }): Lookup => ({
      kind: by === 'day' ? 'item' : by,
      column,
      known: names(part.ours),
    })),
    ...(twin.client === undefined
      ? []
      : [
          {
            kind: 'client',
            column: 'client',
            known: 'select client from known_clients where $1 > 0',
          } as const,
        ]),
  ]
}

/** A name with the first row of the file that bears it, so that it can be shown as the file writes it. */
export interface UnmappedName extends Unmapped {
  readonly rowNo: number
}

/** Names the marts do not know, over all they hold of the site, not of the period only; in lower case, as they are compared. */
export const readUnmapped = async (
  duck: Duck,
  twin: ReportTwin,
  siteId: number,
): Promise<readonly UnmappedName[]> => {
  const found: UnmappedName[] = []
  for (const { kind, column, known } of lookupsOf(twin)) {
    const names = await duck.rows<{ name: string; rows: number; amount: number; rowNo: number }>(
      `select ${column} as name, count(*) as rows, sum(amount)::bigint as amount, min(row_no) as "rowNo"
       from file_rows where coalesce(${column}, '') <> '' and ${column} not in (select k from (${known}) as t(k) where k is not null)
       group by ${column} order by abs(sum(amount)) desc, name limit ${keptNames}`,
      [siteId],
    )
    found.push(
      ...names.map(({ amount, ...name }) => ({
        kind,
        ...name,
        amount: amountText(twin.measure.unit, amount),
      })),
    )
  }
  return found
}
