// The columns of raw as SQL expressions over a record as received: typed, trimmed, or added by the source.
import { isNumbered } from '../source/numbering.ts'
import { dayPattern, heldField } from '../source/outside.ts'
import type { FieldType, Stream } from '../source/stream.ts'
import { quoteList, quoteName, quoteText } from './duck.ts'
import { contentColumns, keyColumns, sqlTypes } from './raw-schema.ts'
import type { Column } from './raw-schema.ts'

/** Macros of the typing step, created once per connection. DuckDB rounds '1.5' to 2 when it is cast to a whole number; we do not. */
export const typingMacros: readonly string[] = [
  `create or replace temp macro whole_number(t) as
    case when contains(t, '.') and try_cast(t as double) is distinct from try_cast(try_cast(t as bigint) as double)
      then null else try_cast(t as bigint) end`,
  `create or replace temp macro member(record, name) as
    json_extract(record, '/' || replace(replace(name, '~', '~0'), '/', '~1'))`,
  `create or replace temp macro picked(record, names) as
    case when json_type(record) = 'OBJECT' then to_json(map_from_entries(list_filter(
      list_transform(names, lambda n: {'name': n, 'value': member(record, n)}), lambda e: e.value is not null))) end`,
  `create or replace temp macro trimmed(value, names) as
    case when json_type(value) = 'ARRAY' then to_json(list_transform(
        list_filter(from_json(value, '["JSON"]'), lambda e: json_type(e) = 'OBJECT'), lambda e: picked(e, names)))
      else picked(value, names) end`,
]

export const scalarTypes: readonly FieldType[] = ['id', 'int', 'number', 'money', 'flag']

/** A field of the record, as `json_transform` gives it. */
const received = (name: string): string => `received.${quoteName(name)}`

/** The text of a value as its column holds it; null where it cannot. */
export const typedValue = (text: string, type: FieldType): string => {
  if (type === 'id' || type === 'int') return `whole_number(${text})`
  if (scalarTypes.includes(type)) return `try_cast(${text} as ${sqlTypes[type]})`
  return text
}

/** True where the column cannot hold what came; money longer than 15 characters may lose digits to the column's scale. */
export const misfitOf = (text: string, type: FieldType): string => {
  const typed = typedValue(text, type)
  const absent = `${text} is not null and ${typed} is null`
  if (type !== 'money') return `(${absent})`
  return `(${absent} or (length(${text}) > 15 and try_cast(${text} as double) is distinct from ${typed}::double))`
}

/** `misfitOf` a field of the record. */
export const fieldMisfit = (name: string, type: FieldType): string => misfitOf(received(name), type)

/** The columns of a row, each as the expression that makes it of `received`, of `record` and of what `page_list` knows. */
export const columnsOf = (
  stream: Stream,
  streams: readonly Stream[],
  siteId: number,
): ReadonlyMap<string, string> => {
  const made = new Map<string, string>()
  const foreign = foreignRow(stream)
  for (const { name, type } of contentColumns(stream, streams)) {
    const field = stream.fields[name]
    const only = stream.only[name]
    if (only !== undefined) made.set(name, `trimmed(${received(name)}, ${quoteList(only)})`)
    else if (field !== undefined) made.set(name, typedValue(received(name), field))
    else made.set(name, addedColumn(stream, { name, type }, siteId))
  }
  if (isNumbered(stream)) {
    const rest = keyColumns(stream).flatMap((name) => (name === 'Ordinal' ? [] : [made.get(name) ?? 'null']))
    const apart = ['slice_no', foreign, ...rest].join(', ')
    made.set('Ordinal', `row_number() over (partition by ${apart} order by seq, place)`)
  }
  return made
}

/** A column the source adds; `Ordinal` is made of the others. */
const addedColumn = (stream: Stream, { name, type }: Column, siteId: number): string => {
  if (name === 'SiteId') return `${siteId}::bigint`
  if (name === 'SnapshotDate') return 'day'
  if (name === 'RecordSiteId') {
    const own = `coalesce(record ->> 'SiteId', record ->> 'SiteID')`
    return `case when ${own} is null then ${siteId}::bigint else whole_number(${own}) end`
  }
  const echo = stream.parent?.echo
  const asked = echo === undefined ? 'asked_parent' : `coalesce(asked_parent, ${echoed(stream, echo)})`
  return `try_cast(${asked} as ${type})`
}

const echoed = (stream: Stream, echo: string): string =>
  `${typedValue(received(echo), stream.fields[echo] ?? 'text')}::varchar`

/**
 * True for a row that is dropped: of a parent that was not asked, of other days than asked where the stream drops those, or a
 * null among the records.
 */
export const foreignRow = (stream: Stream): string => {
  const echo = stream.parent?.echo
  const held = heldField(stream)
  const reasons = ['record is null']
  if (echo !== undefined) {
    reasons.push(`(parents is not null and not list_contains(parents, ${echoed(stream, echo)}))`)
  }
  if (held !== undefined) {
    const day = `left(${received(held)}, 10)`
    const isDay = `regexp_matches(${received(held)}, ${quoteText(dayPattern)})`
    reasons.push(`coalesce(${isDay} and ${day} not between first_day and last_day, false)`)
  }
  return `(${reasons.join(' or ')})`
}
