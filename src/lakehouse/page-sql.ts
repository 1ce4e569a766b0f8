// The SQL that types page files: JSON records of any shape in, one row per record out, nothing lost and nothing thrown.
import type { FieldType, Stream } from '../source/stream.ts'
import { answersSql } from './answer-sql.ts'
import type { BodyFormat } from './answer-sql.ts'
import { columnsOf, fieldMisfit, foreignRow, scalarTypes } from './column-sql.ts'
import { quoteList, quoteName, quoteText } from './duck.ts'
import type { PageFile } from './spool.ts'

const isNested = (type: FieldType): boolean => type === 'object' || type === 'list'

/** Scalars are taken as text first: any JSON value has one, so no value can fail the read. */
const transformShape = (stream: Stream): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(stream.fields).map(([name, type]) => [name, isNested(type) ? 'JSON' : 'VARCHAR']),
    ),
  )

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

/** Condition on member `n` of a record that the card knows nothing of; the site asked is told by the column. */
const isUnknown = (stream: Stream, known: readonly string[], siteId: number): string => {
  const site = stream.key.includes('RecordSiteId') ? '' : ` or member(record, n)::varchar <> '${siteId}'`
  return `not list_contains(${quoteList(known)}, n) and (lower(n) <> 'siteid'${site})`
}

/**
 * Query over page files that gives one row per record: the raw content columns, `_request_id`, `_extracted_at`, `_extra`, and
 * for the steps after it `_seq` (page), `_slice`, `_pos` (reading order), `_foreign` (row that was not asked for) and
 * `_drift` (what did not fit the card). It joins the temp table `page_list`, and `long_numeral_list` where a page has some.
 */
export const typePagesSql = (
  stream: Stream,
  streams: readonly Stream[],
  siteId: number,
  pages: readonly PageFile[],
  format: BodyFormat,
): string => {
  const fields = Object.entries(stream.fields)
  const scalars = fields.filter(([, type]) => scalarTypes.includes(type))
  const known = [...fields.map(([name]) => name), ...stream.omit]
  const content = [...columnsOf(stream, streams, siteId)].map(
    ([name, made]) => `${made} as ${quoteName(name)}`,
  )
  const misfits = scalars.map(
    ([name, type]) => `case when ${fieldMisfit(name, type)} then ${quoteText(name)} end`,
  )
  const anyMisfit = scalars.map(([name, type]) => fieldMisfit(name, type)).join(' or ') || 'false'
  const hasLong = pages.some(({ longNumerals }) => longNumerals.length > 0)
  const { isOdd, extras, drifts } = oddities(hasLong)
  return `
    with bodies as (
      ${answersSql(stream, pages, format)}
    ), records as (
      select filename, unnest(records) as record, generate_subscripts(records, 1) as place from bodies
    ), opened as (
      select page_list.*, place, record, json_transform(record, ${quoteText(transformShape(stream))}) as received,
        json_keys(record) as names${hasLong ? ', long_numerals' : ''}
      from records join page_list on page_list.file = records.filename
      ${hasLong ? 'left join long_numeral_list as longs on longs.seq = page_list.seq and longs.row = place' : ''}
    ), judged as (
      select *,
        case when not list_has_all(${quoteList(known)}, names) then
          list_filter(names, lambda n: ${isUnknown(stream, known, siteId)}) end as unknown,
        case when ${anyMisfit} then list_filter([${misfits.join(', ') || 'null'}], lambda n: n is not null) end as misfits
      from opened
    )
    select ${content.join(', ')},
      received_at as _extracted_at, request_id as _request_id,
      case when ${isOdd} then to_json(map_from_entries(${extras})) end as _extra,
      case when ${isOdd} then ${drifts} end as _drift,
      seq as _seq, slice_no as _slice, seq * 1000000 + place as _pos, ${foreignRow(stream)} as _foreign
    from judged`
}
