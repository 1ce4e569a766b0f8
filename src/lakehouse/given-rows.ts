// Many rows handed to a statement as one bound text: a list of thousands of literals takes DuckDB seconds to plan.
import type { Bound } from './duck.ts'
import { quoteText } from './duck.ts'

/** Table expression over the JSON text bound as `$1`, with these columns of these types. */
export const givenRows = (columns: Readonly<Record<string, string>>): string =>
  `(select unnest(from_json($1, ${quoteText(JSON.stringify([columns]))}), recursive := true))`

/** The rows as that text. */
export const boundRows = (rows: readonly Readonly<Record<string, Bound>>[]): readonly [string] => [
  JSON.stringify(rows),
]
