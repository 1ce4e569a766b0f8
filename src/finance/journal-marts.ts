// The published journal: the marts laid beside an empty database, so that frozen files can be written and read next to them.
import { access } from 'node:fs/promises'
import { Problem } from '../core/errors.ts'
import { Duck, quoteText } from '../lakehouse/duck.ts'

/** The published lines of a site's month, each with the department and tax code that its rule has now. */
export const publishedLines = (siteId: number, period: string): string => `(
  select lines.*, rules.department, rules.tax_code
  from marts.main.fct_journal_line as lines
  left join marts.main.dim_gl_rule as rules on lines.rule_id = rules.rule_id
  where lines.site_id = ${siteId} and lines.period = ${quoteText(period)})`

/**
 * Opens the marts for reading under the name `marts`.
 * @throws Problem HOME_UNUSABLE when there are none, or none with a journal yet.
 */
export const openJournalMarts = async (path: string): Promise<Duck> => {
  const remedy = 'Run `sync` and `build` first.'
  await access(path).catch((cause: unknown) => {
    throw new Problem('HOME_UNUSABLE', { what: `${path} is not there yet.`, remedy }, { cause })
  })
  const duck = await Duck.open(':memory:')
  try {
    await duck.run(`attach ${quoteText(path)} as marts (read_only)`)
    const { tables } = await duck.row<{ tables: number }>(
      "select count(*) as tables from duckdb_tables() where database_name = 'marts' and table_name = 'fct_journal_line'",
    )
    if (tables === 0) throw new Problem('HOME_UNUSABLE', { what: `${path} holds no journal.`, remedy })
    return duck
  } catch (error) {
    duck.close()
    throw error
  }
}
