// The SQL that types page files: JSON records of any shape in, one row per record out, nothing lost and nothing thrown.
import { addedParentField, parentFieldType } from '../source/stream.ts'
import type { FieldType, Stream } from '../source/stream.ts'
import { quoteList, quoteName, quoteText } from './duck.ts'
import { contentColumns, sqlTypes } from './raw-schema.ts'
import type { PageFile } from './spool.ts'

/** How bodies are read: one record list a line is 1.7 times cheaper than `auto`, which also takes pretty-printed bodies. */
export type BodyFormat = 'newline_delimited' | 'auto'

/** Macros of the typing step, created per connection. DuckDB rounds '1.5' to 2 when it is cast to a whole number; we do not. */
export const typingMacros: readonly string[] = [
  `create or replace temp macro whole_number(t) as
    case when contains(t, '.') and try_cast(t as double) is distinct from try_cast(try_cast(t as bigint) as double)
      then null else try_cast(t as bigint) end`,
  `create or replace temp macro member(record, name) as
    json_extract(record, '/' || replace(replace(name, '~', '~0'), '/', '~1'))`,
]

const scalarTypes: readonly FieldType[] = ['id', 'int', 'number', 'money', 'flag']
const isNested = (type: FieldType): boolean => type === 'object' || type === 'list'

/** Scalars are taken as text first: any JSON value has one, so no value can fail the read. */
const transformShape = (stream: Stream): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(stream.fields).map(([name, type]) => [name, isNested(type) ? 'JSON' : 'VARCHAR']),
    ),
  )

const received = (name: string): string => `received.${quoteName(name)}`

const typedValue = (name: string, type: FieldType): string => {
  if (type === 'id' || type === 'int') return `whole_number(${received(name)})`
  if (scalarTypes.includes(type)) return `try_cast(${received(name)} as ${sqlTypes[type]})`
  return received(name)
}

/** True where the column cannot hold what came; money longer than 15 characters may lose digits to the column's scale. */
const misfit = (name: string, type: FieldType): string => {
  const typed = typedValue(name, type)
  const absent = `${received(name)} is not null and ${typed} is null`
  if (type !== 'money') return `(${absent})`
  return `(${absent} or (length(${received(name)}) > 15 and try_cast(${received(name)} as double) is distinct from ${typed}::double))`
}

/** What a row holds beyond its card, as conditions on `unknown`, `misfits` and `long_numerals`: for `_extra` and for `_drift`. */
const oddities = (hasLong: boolean): { isOdd: string; extras: string; drifts: string } => {
  const isOdd = 'len(unknown) > 0 or len(misfits) > 0'
  const extras = `list_transform(list_concat(unknown, misfits),
    lambda n: {'name': case when lower(n) = 'siteid' then 'RecordSiteId' else n end, 'value': member(record, n)})`
  const drift = (names: string, change: string): string =>
    `list_transform(${names}, lambda n: {'field': n, 'change': '${change}', 'type': json_type(member(record, n))})`
  const drifts = `list_concat(${drift('unknown', 'new_field')}, ${drift('misfits', 'type')})`
  if (!hasLong) return { isOdd, extras, drifts }
  const entry = `case when long_numerals is not null then [{'name': '_long_numerals', 'value': to_json(long_numerals)}] end`
  const told = `list_transform(long_numerals, lambda n: {'field': n.field, 'change': 'long_numeral', 'type': n.text})`
  return {
    isOdd: `${isOdd} or long_numerals is not null`,
    extras: `list_concat(${extras}, ${entry})`,
    drifts: `list_concat(${drifts}, ${told})`,
  }
}

/** Path of the record list in the answer, `Sales` or `Class.Visits`, as reader columns and as an expression. */
const recordList = (rows: string): { columns: string; expression: string } => {
  const [outer = '', inner] = rows.split('.')
  if (inner === undefined) return { columns: `{${quoteText(outer)}: 'JSON[]'}`, expression: quoteName(outer) }
  return {
    columns: `{${quoteText(outer)}: ${quoteText(`STRUCT(${quoteName(inner)} JSON[])`)}}`,
    expression: `${quoteName(outer)}.${quoteName(inner)}`,
  }
}

/** The reader takes two buffers of this size per thread, whatever the pages are: no more than the longest page needs. */
const roomFor = (pages: readonly PageFile[]): number =>
  pages.reduce((room, { bytes }) => Math.max(room, bytes + 1024), 1_048_576)

/**
 * Query over page files that gives one row per record: the raw content columns, `_request_id`, `_extracted_at`, `_extra`, and
 * for the steps after it `_seq` (page), `_slice`, `_pos` (reading order), `_foreign` (row of a parent that was not asked) and
 * `_drift` (what did not fit the card). It joins the temp table `page_list`, and `long_numeral_list` where a page has some.
 */
export const typePagesSql = (
  stream: Stream,
  streams: readonly Stream[],
  siteId: number,
  pages: readonly PageFile[],
  format: BodyFormat,
): string => {
  const { columns, expression } = recordList(stream.rows)
  const parent = addedParentField(stream)
  const fields = Object.entries(stream.fields)
  const scalars = fields.filter(([, type]) => scalarTypes.includes(type))
  const known = [...fields.map(([name]) => name), ...stream.omit]
  const content = contentColumns(stream, streams).map(({ name }) => {
    if (name === 'SiteId') return `${siteId}::bigint as "SiteId"`
    const type = name === parent ? undefined : stream.fields[name]
    if (type === undefined)
      return `try_cast(asked_parent as ${parentType(stream, streams)}) as ${quoteName(name)}`
    return `${typedValue(name, type)} as ${quoteName(name)}`
  })
  const misfits = scalars.map(([name, type]) => `case when ${misfit(name, type)} then ${quoteText(name)} end`)
  const anyMisfit = scalars.map(([name, type]) => misfit(name, type)).join(' or ') || 'false'
  const echo = stream.parent?.echo
  const foreign =
    echo === undefined
      ? 'false'
      : `parents is not null and not list_contains(parents, ${typedValue(echo, stream.fields[echo] ?? 'text')}::varchar)`
  const hasLong = pages.some(({ longNumerals }) => longNumerals.length > 0)
  const { isOdd, extras, drifts } = oddities(hasLong)
  const files = quoteList(pages.map(({ path }) => path))
  const reader = `read_json(${files}, format = '${format}', columns = ${columns}, filename = true, maximum_object_size = ${roomFor(pages)})`
  return `
    with bodies as (
      select filename, ${expression} as records from ${reader}
    ), records as (
      select filename, unnest(records) as record, generate_subscripts(records, 1) as ordinal from bodies
    ), opened as (
      select page_list.*, ordinal, record, json_transform(record, ${quoteText(transformShape(stream))}) as received,
        json_keys(record) as names${hasLong ? ', long_numerals' : ''}
      from records join page_list on page_list.file = records.filename
      ${hasLong ? 'left join long_numeral_list as longs on longs.seq = page_list.seq and longs.row = ordinal' : ''}
    ), judged as (
      select *,
        case when not list_has_all(${quoteList(known)}, names) then
          list_filter(names, lambda n: not list_contains(${quoteList(known)}, n)
            and (lower(n) <> 'siteid' or member(record, n)::varchar <> '${siteId}')) end as unknown,
        case when ${anyMisfit} then list_filter([${misfits.join(', ') || 'null'}], lambda n: n is not null) end as misfits
      from opened
    )
    select ${content.join(', ')},
      received_at as _extracted_at, request_id as _request_id,
      case when ${isOdd} then to_json(map_from_entries(${extras})) end as _extra,
      case when ${isOdd} then ${drifts} end as _drift,
      seq as _seq, slice_no as _slice, (is_patch::bigint * 1000000 + seq) * 1000000 + ordinal as _pos, ${foreign} as _foreign
    from judged`
}

const parentType = (stream: Stream, streams: readonly Stream[]): string =>
  sqlTypes[parentFieldType(stream, streams)]
