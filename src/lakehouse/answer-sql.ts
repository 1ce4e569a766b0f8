// The SQL that brings answers in: page files of any form to one list of JSON records each.
import type { Stream } from '../source/stream.ts'
import { quoteList, quoteName, quoteText } from './duck.ts'
import type { PageFile } from './spool.ts'

/** How bodies are read: one record list a line is 1.7 times cheaper than `auto`, which also takes pretty-printed bodies. */
export type BodyFormat = 'newline_delimited' | 'auto'

/** The reader takes two buffers of this size per thread, whatever the pages are: no more than the longest page needs. */
const roomFor = (pages: readonly PageFile[]): number =>
  pages.reduce((room, { bytes }) => Math.max(room, bytes + 1024), 1_048_576)

/** Query of `filename` and `records`, a list of JSON values, over page files of a stream. */
export const answersSql = (stream: Stream, pages: readonly PageFile[], format: BodyFormat): string => {
  const files = quoteList(pages.map(({ path }) => path))
  const options = `filename = true, maximum_object_size = ${roomFor(pages)}`
  if (stream.holds === 'records' && stream.rows !== '') {
    const { columns, expression } = recordList(stream.rows)
    return `select filename, ${expression} as records
      from read_json(${files}, format = '${format}', columns = ${columns}, records = true, ${options})`
  }
  // The other forms are small answers, one document each.
  const found = stream.rows === '' ? 'json' : `json_extract(json, ${quoteText(pointer(stream.rows))})`
  return `select filename, ${recordsOf[stream.holds]} as records from (
      select filename, ${found} as found from read_json_objects(${files}, format = 'unstructured', ${options}))`
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

const pointer = (rows: string): string => `/${rows.replaceAll('.', '/')}`

/** What is `found` as a list of records; the source has seen before that it has the form of the card. */
const recordsOf: Readonly<Record<Stream['holds'], string>> = {
  records: `from_json(found, '["JSON"]')`,
  object: `case when json_type(found) = 'OBJECT' and len(json_keys(found)) > 0 then [found] end`,
  strings: `list_transform(list_filter(from_json(found, '["JSON"]'), lambda t: t is not null),
    lambda t: json_object('Value', t))`,
  text: `case when json_type(found) not in ('NULL', 'OBJECT', 'ARRAY') then [json_object('Value', found)] end`,
}
