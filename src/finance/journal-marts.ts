// The published journal: the marts laid beside an empty database, so that frozen files can be written and read next to them.
import { access } from 'node:fs/promises'
import { Problem } from '../core/errors.ts'
import { Duck, quoteText } from '../lakehouse/duck.ts'

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
