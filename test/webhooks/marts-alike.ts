// Compares the marts of two homes, mart by mart and row by row.
import { Duck, quoteName, quoteText } from '../../src/lakehouse/duck.ts'
import { homePaths } from '../../src/lakehouse/home.ts'

/** Columns that tell when something was built. */
const ofBuilding: Readonly<Record<string, readonly string[]>> = { mart_freshness: ['built_at'] }

/** Marts of which only one of two homes has some rows. Both homes must be built. */
export const martDifferences = async (one: string, other: string): Promise<readonly object[]> => {
  await using duck = await Duck.open(':memory:')
  await duck.run(`attach ${quoteText(homePaths(one).transform)} as one (read_only)`)
  await duck.run(`attach ${quoteText(homePaths(other).transform)} as other (read_only)`)
  const marts = await duck.rows<{ mart: string }>(
    `select distinct table_name as mart from information_schema.tables
     where table_catalog in ('one', 'other') and table_schema = 'marts' order by 1`,
  )
  if (marts.length === 0) throw new Error('There are no marts to compare.')
  const found: object[] = []
  for (const { mart } of marts) {
    const left = (ofBuilding[mart] ?? []).map(quoteName).join(', ')
    const rows = (home: string): string =>
      `(select * ${left === '' ? '' : `exclude (${left})`} from ${home}.marts.${quoteName(mart)})`
    const row = await duck.row<{ missing: number; extra: number }>(`select
      (select count(*) from (${rows('one')} except all ${rows('other')})) as missing,
      (select count(*) from (${rows('other')} except all ${rows('one')})) as extra`)
    if (row.missing + row.extra > 0) found.push({ mart, ...row })
  }
  return found
}
