// Compares two homes: what their raw relations hold, bookkeeping apart.
import { join } from 'node:path'
import { Duck, quoteText } from '../../src/lakehouse/duck.ts'
import { streams } from '../../streams/index.ts'

/** Relations of which only one of two homes has some rows; `where` picks the rows of a relation that are compared. */
export const differences = async (
  one: string,
  other: string,
  where: Readonly<Record<string, string>> = {},
): Promise<readonly object[]> => {
  const duck = await Duck.open(':memory:')
  try {
    await duck.run(`attach ${quoteText(join(one, 'warehouse.duckdb'))} as one (read_only)`)
    await duck.run(`attach ${quoteText(join(other, 'warehouse.duckdb'))} as other (read_only)`)
    const found: object[] = []
    for (const { name } of streams) {
      const rows = (home: string): string =>
        `(select * exclude (_batch_id, _extracted_at, _request_id) from ${home}.raw.${name} where ${where[name] ?? 'true'})`
      const [row] = await duck.rows<{ missing: number; extra: number }>(`select
        (select count(*) from (${rows('one')} except all ${rows('other')})) as missing,
        (select count(*) from (${rows('other')} except all ${rows('one')})) as extra`)
      if (row !== undefined && row.missing + row.extra > 0) found.push({ name, ...row })
    }
    return found
  } finally {
    duck.close()
  }
}
