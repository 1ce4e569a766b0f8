// Both sides by day, place, category, tender and item: where the money is that differs.
import type { Duck } from '../lakehouse/duck.ts'
import type { Comparison } from './counted.ts'
import type { Breakdown } from './outcome.ts'
import type { KeyPart, ReportTwin } from '../reports/report-profile.ts'
import { amountText } from './rule.ts'

/** A longer list helps nobody: the largest variances are kept, the rest is one line. */
const keptKeys = 500
const theRest = '(all others)'

interface Dimension {
  readonly by: Breakdown['by']
  /** Expressions over `file_rows` and over `ours`. */
  readonly native: string
  readonly ours: string
}

/** What a part of the key is to a reader, by the column it is compared with. */
const dimensionOf: Readonly<Record<string, Breakdown['by']>> = {
  payment_method: 'tender',
  category_name: 'category',
  service_category: 'category',
  item_name: 'item',
  visit_name: 'item',
  service_name: 'item',
  product_name: 'item',
  pricing_option: 'item',
  membership_name: 'item',
  visit_type: 'item',
}

/** A part of the key that is the name of something, as what it is broken down and looked up. */
export const namedParts = (
  twin: ReportTwin,
): readonly {
  readonly by: Breakdown['by']
  readonly column: 'parent' | 'item' | 'facet'
  readonly part: KeyPart
}[] =>
  (['parent', 'item', 'facet'] as const).flatMap((column, index) => {
    const part = twin.key[index]
    const by = part === undefined ? undefined : dimensionOf[part.ours]
    return part === undefined || by === undefined ? [] : [{ by, column, part }]
  })

const same = (by: Breakdown['by'], column: string): Dimension => ({ by, native: column, ours: column })

/** A place the API no longer lists has another name in the file than in the marts: they are one group. */
const placeSql =
  "if(coalesce(location in (select name from places where is_active), false), location, '(no listed place)')"

const dimensionsOf = async (duck: Duck, { twin, isDated }: Comparison): Promise<readonly Dimension[]> => {
  const told = await duck.row<{ location: number; category: number }>(
    'select count(location) as location, count(category) as category from native',
  )
  return [
    ...(isDated ? [same('day', 'local_date::varchar')] : []),
    ...(told.location > 0 && twin.location !== undefined && twin.rows === 'each'
      ? [same('location', placeSql)]
      : []),
    ...(told.category > 0 && twin.category !== undefined ? [same('category', "coalesce(category, '')")] : []),
    ...namedParts(twin).map(({ by, column }) => same(by, column)),
  ]
}

const breakDown = async (
  duck: Duck,
  { by, native, ours }: Dimension,
  { twin }: Comparison,
): Promise<readonly Breakdown[]> => {
  const rows = await duck.rows<{ key: string; native: number; ours: number }>(
    `with sides as (
       select ${native} as key, amount as native, 0 as ours from file_rows
       union all
       select ${ours}, 0, amount from ours where is_counted and is_inside
     ), sums as (
       select key, sum(native)::bigint as native, sum(ours)::bigint as ours from sides group by key
     ), ranked as (
       select *, row_number() over (order by abs(native - ours) desc, key) as place from sums
     )
     select if(place > ${keptKeys}, '${theRest}', key) as key, sum(native)::bigint as native, sum(ours)::bigint as ours
     from ranked group by all order by min(place) > ${keptKeys}, key`,
  )
  const text = (amount: number): string => amountText(twin.measure.unit, amount)
  return rows.map((row) => ({
    by,
    key: row.key,
    native: text(row.native),
    ours: text(row.ours),
    variance: text(row.native - row.ours),
  }))
}

/** Both sides by every dimension the file tells; names in lower case, as they are compared. */
export const readBreakdowns = async (duck: Duck, comparison: Comparison): Promise<readonly Breakdown[]> => {
  const found: Breakdown[] = []
  for (const dimension of await dimensionsOf(duck, comparison)) {
    found.push(...(await breakDown(duck, dimension, comparison)))
  }
  return found
}
