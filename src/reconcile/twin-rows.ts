// Reads a report's twin into the table `twin_rows`: keys cleaned as the file's are, facts where the mart has them.
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { quoteName } from '../lakehouse/duck.ts'
import type { KeyPart, ReportTwin } from '../reports/report-profile.ts'
import { twinFacts, twinParts } from './sides.ts'
import { sqlId, sqlMinutes, sqlNameKey } from './sql-text.ts'

/** The rows of a twin that a comparison may need. */
export interface Scope {
  readonly siteId: number
  readonly from: LocalDate
  readonly to: LocalDate
}

/** Columns of a mart and their types. */
export const martColumns = async (duck: Duck, mart: string): Promise<ReadonlyMap<string, string>> => {
  const columns = await duck.rows<{ name: string; type: string }>(
    `select column_name as name, data_type as type from duckdb_columns()
     where database_name = 'marts' and schema_name = 'main' and table_name = $1`,
    [mart],
  )
  return new Map(columns.map(({ name, type }) => [name, type]))
}

/** Days are told by this column in every twin that has days, whether the file shows them or not. */
const dayColumn = (twin: ReportTwin): string => twin.date?.ours ?? 'local_date'

const neededColumns = (twin: ReportTwin): readonly string[] => [
  'site_id',
  twin.rows === 'snapshot' ? 'snapshot_date' : dayColumn(twin),
  ...twin.key.flatMap((part) => (part === undefined ? [] : [part.ours])),
  ...(twin.measure.ours === 'rows' ? [] : [twin.measure.ours]),
  ...[twin.client, twin.location, twin.category].flatMap((fact) => (fact === undefined ? [] : [fact.ours])),
  ...(twin.at === undefined ? [] : [twin.at]),
  ...twin.shown,
]

const keySql = (part: KeyPart | undefined): string => {
  if (part === undefined) return "''"
  const column = quoteName(part.ours)
  if (part.as === 'id') return sqlId(column)
  if (part.as === 'day') return `coalesce(cast(${column} as date)::varchar, '')`
  return part.as === 'minutes' ? sqlMinutes(column) : sqlNameKey(column)
}

/** Ten-thousandths: what the marts hold. A sum over rows is rounded once, at its end. */
const exactSql = (column: string): string => `cast(cast(${column} as decimal(18, 4)) * 10000 as bigint)`

/** Ten-thousandths to hundredths (money) or whole counts, half away from zero. */
export const roundedSql = (exact: string, unit: ReportTwin['measure']['unit']): string => {
  const step = unit === 'money' ? 100 : 10_000
  return `cast(sign(${exact}) * ((abs(${exact}) + ${step / 2}) // ${step}) as bigint)`
}

const pickedSql = (twin: ReportTwin): string => {
  const day = quoteName(dayColumn(twin))
  switch (twin.rows) {
    case 'each': {
      // A line that was moved to another day is still the line of the file.
      const known = twin.isKeyUnique ? `or ${keySql(twin.key[0])} in (select parent from native)` : ''
      return `(cast(${day} as date) between $2::date - 1 and $3::date + 1 ${known})`
    }
    case 'summed':
      return `cast(${day} as date) between $2::date and $3::date`
    case 'balance':
      // The first day takes no part: a balance is of the last day, whatever came before.
      return `cast(${day} as date) <= greatest($2::date, $3::date)`
    case 'snapshot':
      return `snapshot_date = (
        select max(snapshot_date) from marts.main.${quoteName(twin.mart)}
        where site_id = $1 and snapshot_date <= greatest($2::date, $3::date))`
  }
}

/** A snapshot taken later says nothing about the days before it. */
const checkSnapshot = async (duck: Duck, twin: ReportTwin, scope: Scope): Promise<void> => {
  if (twin.rows !== 'snapshot') return
  const { first } = await duck.row<{ first: string | null }>(
    `select min(snapshot_date)::varchar as first from marts.main.${quoteName(twin.mart)} where site_id = $1`,
    [scope.siteId],
  )
  if (first === null || first <= scope.to) return
  throw new Problem('REPORT_SETTINGS', {
    what: `What this report shows was first read from the API on ${first}; how it stood on ${scope.to} is not known.`,
    remedy: `Export the report again, as of ${first} or a later day that was read.`,
  })
}

/**
 * Fills the table `twin_rows` from the mart in the attached database `marts`. Amounts of a twin compared row by row are
 * whole hundredths or counts; of one that is summed they are ten-thousandths still. Days just outside of the period are read too:
 * a row may stand there for the file.
 * @throws Problem INTERNAL naming the columns the mart should have, REPORT_SETTINGS where it was not read yet on that day.
 */
export const loadTwin = async (duck: Duck, twin: ReportTwin, scope: Scope): Promise<void> => {
  const columns = await martColumns(duck, twin.mart)
  const missing = neededColumns(twin).filter((name) => !columns.has(name))
  if (missing.length > 0) {
    throw new Problem('INTERNAL', {
      what: `The mart ${twin.mart} has no column ${missing.join(', ')}, which its report is compared by.`,
      remedy: 'Run `build` with this version, so that the marts are its own.',
    })
  }
  await checkSnapshot(duck, twin, scope)
  const has = (name: string): boolean => columns.has(name)
  const factSql = (name: string, type: string): string =>
    `cast(${has(name) ? quoteName(name) : 'null'} as ${type}) as ${name}`
  const amount = (exact: string): string =>
    twin.rows === 'each' || twin.rows === 'snapshot' ? roundedSql(exact, twin.measure.unit) : exact
  const measured = twin.measure.ours === 'rows' ? '10000' : exactSql(quoteName(twin.measure.ours))
  const day = has(dayColumn(twin)) ? `cast(${quoteName(dayColumn(twin))} as date)` : 'cast(null as date)'
  const nameOf = (fact: ReportTwin['location']): string =>
    fact === undefined ? 'cast(null as varchar)' : `nullif(${sqlNameKey(quoteName(fact.ours))}, '')`
  const [parent, item, facet] = twin.key
  const returned = ['is_returned', 'is_void'].filter(has)
  await duck.run(
    `create table twin_rows as
     select
       rowid as mart_row,
       ${twin.rows === 'each' ? `${day} between $2::date and $3::date` : '$2::date is not null or $3::date is not null'}
         as is_inside,
       ${day} as local_date,
       ${keySql(parent)} as parent,
       ${keySql(item)} as item,
       ${keySql(facet)} as facet,
       ${amount(measured)} as amount,
       cast(${twin.at === undefined ? 'null' : quoteName(twin.at)} as timestamp) as at_local,
       ${twin.client === undefined ? 'cast(null as varchar)' : `nullif(${sqlId(quoteName(twin.client.ours))}, '')`} as client,
       ${nameOf(twin.location)} as location,
       ${nameOf(twin.category)} as category,
       ${returned.length === 0 ? 'cast(null as boolean)' : returned.map((name) => `coalesce(${name}, false)`).join(' or ')}
         as is_returned,
       ${Object.entries(twinFacts)
         .map(([name, type]) => factSql(name, type))
         .join(', ')},
       ${twinParts.map((name) => `${has(name) ? amount(exactSql(name)) : 'cast(null as bigint)'} as ${name}`).join(', ')}
     from marts.main.${quoteName(twin.mart)}
     where site_id = $1 and ${pickedSql(twin)}`,
    [scope.siteId, scope.from, scope.to],
  )
}
