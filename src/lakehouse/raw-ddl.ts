// The statements that bring the raw relations up to their cards: created typed, or given the columns a card has gained.
import type { Stream } from '../source/stream.ts'
import { misfitOf, typedValue } from './column-sql.ts'
import { quoteList, quoteName, quoteText } from './duck.ts'
import { rawColumns, rawTable } from './raw-schema.ts'

/**
 * Statements that create the relation empty and typed, or add the columns its card has gained since `present` was made. What
 * came before its field was declared lies in `_extra`: it moves into the new column where it fits, and stays where it does not.
 * They use the macros of the typing step.
 */
export const rawDdl = (
  stream: Stream,
  streams: readonly Stream[],
  present?: ReadonlySet<string>,
): string[] => {
  const columns = rawColumns(stream, streams)
  const table = rawTable(stream)
  const sqlOf = ({ name, type }: (typeof columns)[number]): string => `${quoteName(name)} ${type}`
  if (present === undefined) return [`create table ${table} (${columns.map(sqlOf).join(', ')})`]
  const gained = columns.filter(({ name }) => !present.has(name))
  return [
    ...gained.map((column) => `alter table ${table} add column ${sqlOf(column)}`),
    ...gained.flatMap(({ name }) => moveFromExtra(stream, name)),
  ]
}

const moveFromExtra = (stream: Stream, name: string): readonly string[] => {
  const type = stream.fields[name]
  if (type === undefined) return []
  const only = stream.only[name]
  const isNested = type === 'object' || type === 'list'
  // Of a JSON null nothing is kept, in the column as little as in `_extra`.
  const kept = `nullif(member(_extra, ${quoteText(name)}), 'null'::json)`
  const text = isNested ? kept : `(${kept} ->> '$')`
  const value = only === undefined ? typedValue(text, type) : `trimmed(${kept}, ${quoteList(only)})`
  const stays = isNested ? 'false' : misfitOf(text, type)
  const left = `list_filter(json_keys(_extra), lambda n: n <> ${quoteText(name)} or ${stays})`
  return [
    `update ${rawTable(stream)} set ${quoteName(name)} = ${value},
      _extra = case when len(${left}) > 0 then to_json(map_from_entries(
        list_transform(${left}, lambda n: {'name': n, 'value': member(_extra, n)}))) end
    where list_contains(json_keys(_extra), ${quoteText(name)})`,
  ]
}
