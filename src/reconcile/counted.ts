// Which rows of a twin the settings of a report take in, and the side `ours` that they make.
import { nameKey } from '../finance/cells.ts'
import { quoteList, quoteText } from '../lakehouse/duck.ts'
import type { Returns } from './given.ts'
import type { Basis, ReportTwin } from '../reports/report-profile.ts'
import { twinFacts, twinParts } from './sides.ts'
import { roundedSql } from './twin-rows.ts'

/** What a person chose when running the report; null where nothing was left out. */
export interface Choice {
  readonly basis: Basis | null
  readonly returns: Returns
  /** Names or ids. */
  readonly locations: readonly string[] | null
}

/** What stays the same for a whole comparison. */
export interface Comparison {
  readonly twin: ReportTwin
  /** The file shows days. Where it does not, rows are compared whatever their day. */
  readonly isDated: boolean
  readonly exportedAtUtc: Date | undefined
}

/** The online store's number at every site. */
export const onlineStore = 98

const locationSql = (locations: readonly string[]): string =>
  `(coalesce(list_contains(${quoteList(locations.map(nameKey))}, location), false)
    or coalesce(list_contains(${quoteList(locations)}, location_id::varchar), false))`

/** True for rows of `twin_rows` that a report run so shows. */
export const countedSql = ({ basis, returns, locations }: Choice): string =>
  [
    'true',
    ...(basis === null ? [] : [`coalesce(${basis === 'cash' ? 'in_cash' : 'in_accrual'}, true)`]),
    ...(returns === 'include' ? [] : ['not coalesce(is_return, false)']),
    ...(locations === null ? [] : [locationSql(locations)]),
  ].join(' and ')

/** First read, or read anew, after the file was exported, though the stream was being read before: changed since. */
export const isLateSql = (exportedAtUtc: Date | undefined): string =>
  exportedAtUtc === undefined
    ? 'false'
    : `coalesce(timestamp ${quoteText(exportedAtUtc.toISOString().slice(0, 19))} between read_since and changed_at, false)`

/** Days as numbers, so that one may be a day apart; all the same where the file has none. */
export const dayNumberSql = (isDated: boolean): string =>
  isDated ? "coalesce(local_date - date '1970-01-01', 0)" : '0'

/** Parts that only sums have: what of them stems from rows of a kind. */
const summedParts: Readonly<Record<string, string>> = {
  online_part: `location_id = ${onlineStore}`,
  inactive_part: 'not is_active_location',
  returns_part: 'is_return',
}

const eachSelect = (choice: Choice, { isDated, exportedAtUtc }: Comparison): string => `
  select
    mart_row as our_no,
    is_inside,
    ${countedSql(choice)} as is_counted,
    ${dayNumberSql(isDated)} as day,
    local_date, parent, item, facet,
    coalesce(amount, 0) as amount,
    amount is not null as is_valued,
    at_local, client, location, category, is_returned,
    ${Object.keys(twinFacts).join(', ')},
    ${twinParts.join(', ')},
    ${isLateSql(exportedAtUtc)} as is_late,
    ${[...Object.keys(summedParts), 'late_part', 'uncounted_gift_card_part', 'uncounted_account_part']
      .map((name) => `cast(null as bigint) as ${name}`)
      .join(', ')}
  from twin_rows`

/** A fact of a sum is known where all of its rows agree. */
const agreed = (name: string): string => `if(count(distinct ${name}) = 1, min(${name}), null) as ${name}`

const summedSelect = (choice: Choice, { twin, isDated, exportedAtUtc }: Comparison): string => {
  const { unit } = twin.measure
  const sum = (exact: string, condition: string): string =>
    roundedSql(`coalesce(sum(${exact}) filter (${condition}), 0)`, unit)
  return `
  select
    row_number() over (order by parent, item, facet, day) as our_no,
    true as is_inside,
    bool_or(is_counted) as is_counted,
    day,
    ${isDated ? 'max(local_date)' : 'cast(null as date)'} as local_date,
    parent, item, facet,
    if(bool_or(is_counted), ${sum('amount', 'is_counted')}, ${sum('amount', 'true')}) as amount,
    count(amount) = count(*) as is_valued,
    cast(null as timestamp) as at_local,
    ${['client', 'location', 'category'].map(agreed).join(', ')},
    false as is_returned,
    ${Object.entries(twinFacts)
      .map(([name, type]) => `cast(null as ${type}) as ${name}`)
      .join(', ')},
    ${twinParts.map((name) => `${sum(name, 'is_counted')} as ${name}`).join(', ')},
    false as is_late,
    ${Object.entries(summedParts)
      .map(([name, condition]) => `${sum('amount', `is_counted and ${condition}`)} as ${name}`)
      .join(', ')},
    ${sum('amount', 'is_counted and is_late')} as late_part,
    ${sum('gift_card_part', 'not is_counted')} as uncounted_gift_card_part,
    ${sum('account_part', 'not is_counted')} as uncounted_account_part
  from (
    select *, ${countedSql(choice)} as is_counted, ${dayNumberSql(isDated)} as day, ${isLateSql(exportedAtUtc)} as is_late
    from twin_rows
  )
  group by parent, item, facet, day`
}

/** The side `ours` as a query over `twin_rows`: rows as they are, or summed by key. */
export const oursSql = (choice: Choice, comparison: Comparison): string =>
  isSummed(comparison.twin) ? summedSelect(choice, comparison) : eachSelect(choice, comparison)

/** True where a row of the report stands for many of the marts. */
export const isSummed = ({ rows }: ReportTwin): boolean => rows === 'summed' || rows === 'balance'
