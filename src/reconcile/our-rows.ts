// The rows of the marts behind each difference, as a person reads them: the columns the profile names.
import type { Duck } from '../lakehouse/duck.ts'
import { quoteName } from '../lakehouse/duck.ts'
import type { Choice } from './counted.ts'
import { countedSql, isSummed } from './counted.ts'
import type { ReportTwin } from '../reports/report-profile.ts'
import { sqlShown } from './sql-text.ts'
import { martColumns } from './twin-rows.ts'

/** More values than these behind one row of the file are named by their number only. */
const shownValues = 12

type Shown = string | number | null

/** What stands behind one difference. */
type Values = { no: number; rows: number } & Record<string, readonly (string | null)[] | null>

/** Of one row the values as they are. */
const ownSql = (name: string, type: string): string =>
  `case when m.${quoteName(name)} is not null then [${sqlShown(`m.${quoteName(name)}`, type)}] end as ${quoteName(name)}`

/** Amounts are added where several rows stand behind one; of all else the different values are listed, as far as they are shown. */
const sharedSql = (name: string, type: string): string =>
  type.startsWith('DECIMAL')
    ? `[${sqlShown(`sum(m.${quoteName(name)})`, type)}] as ${quoteName(name)}`
    : `if(count(distinct m.${quoteName(name)}) > ${shownValues},
        [count(distinct m.${quoteName(name)}) || ' different'],
        list(distinct m.${quoteName(name)}::varchar order by m.${quoteName(name)}::varchar)
          filter (m.${quoteName(name)} is not null)) as ${quoteName(name)}`

const textOf = (values: readonly (string | null)[] | null): Shown => {
  if (values === null || values.length === 0) return null
  return values[0] === null ? null : values.join(', ')
}

/**
 * Our side of every difference of the table `differing`, by its number there; numbers as text.
 * @returns nothing for a difference that only the file has.
 */
export const readOurRows = async (
  duck: Duck,
  twin: ReportTwin,
  choice: Choice,
): Promise<ReadonlyMap<number, Readonly<Record<string, Shown>>>> => {
  const columns = await martColumns(duck, twin.mart)
  const shown = (sqlOf: typeof ownSql): string =>
    twin.shown.map((name) => sqlOf(name, columns.get(name) ?? '')).join(', ')
  const mart = `marts.main.${quoteName(twin.mart)}`
  const behind = isSummed(twin)
    ? `select w.no, t.mart_row
       from wanted as w
       inner join ours as o using (our_no)
       inner join (select *, ${countedSql(choice)} as is_taken_in from twin_rows) as t
         on t.parent = o.parent and t.item = o.item and t.facet = o.facet
         and (o.local_date is null or t.local_date = o.local_date) and o.is_counted = t.is_taken_in`
    : 'select no, our_no as mart_row from wanted where shared > 1'
  const one = `
    select w.no, 1 as rows, ${shown(ownSql)}
    from wanted as w inner join ${mart} as m on m.rowid = w.our_no where w.shared = 1
    union all`
  const rows = duck.stream<Values>(
    `with wanted as (
       select no, unnest(our_nos) as our_no, len(our_nos) as shared from differing
     ), behind as (${behind})
     ${isSummed(twin) ? '' : one}
     select b.no, count(*) as rows, ${shown(sharedSql)}
     from behind as b inner join ${mart} as m on m.rowid = b.mart_row
     group by b.no`,
  )
  const found = new Map<number, Readonly<Record<string, Shown>>>()
  for await (const { no, rows: count, ...values } of rows) {
    const cells = Object.entries(values).map(([name, value]) => [name, textOf(value)] as const)
    found.set(no, { ...Object.fromEntries(cells), ...(count > 1 ? { rows: count } : {}) })
  }
  return found
}
