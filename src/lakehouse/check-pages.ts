// What a page must keep to before its rows are believed: the count it gives, and a key in every row.
import type { Stream } from '../source/stream.ts'
import type { Duck } from './duck.ts'
import { quoteName } from './duck.ts'
import { keyColumns } from './raw-schema.ts'

/** A page that cannot be taken as it is. */
export interface UnusablePage {
  readonly file: string
  readonly why: string
}

/** The rows a page says it holds must be the rows it holds; a renamed record list would otherwise look like an empty answer. */
export const miscounted = async (duck: Duck): Promise<UnusablePage | undefined> => {
  const [wrong] = await duck.rows<{ file: string; expected: number; found: number }>(`
    with found as (select _seq as seq, count(*) as rows from typed group by 1)
    select file, expected, coalesce(found.rows, 0) as found from page_list left join found using (seq)
    where expected is not null and expected <> coalesce(found.rows, 0) order by seq limit 1`)
  if (wrong === undefined) return undefined
  return { file: wrong.file, why: `It says ${wrong.expected} rows and holds ${wrong.found}.` }
}

/** A row without its key cannot be merged, and one that is left out would look deleted. */
export const keyless = async (duck: Duck, stream: Stream): Promise<UnusablePage | undefined> => {
  const missing = keyColumns(stream).map((name) => `${quoteName(name)} is null`)
  const [row] = await duck.rows<{ file: string; rows: number }>(`
    select file, count(*) as rows from typed join page_list on seq = _seq
    where not _foreign and (${missing.join(' or ')}) group by file order by file limit 1`)
  if (row === undefined) return undefined
  return { file: row.file, why: `${row.rows} of its rows have no usable ${stream.key.join(' + ')}.` }
}
