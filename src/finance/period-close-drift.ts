// The drift report: what was found to differ from closed periods since, by cause, and where it is posted.
import { openReadOnly } from '../lakehouse/duck.ts'
import { amountText } from './journal-export-text.ts'

export interface Drift {
  readonly site_id: number
  readonly basis: string
  /** The closed period that turned out different. */
  readonly adjusts_period: string
  readonly cause: string
  /** The open period the adjusting entries stand in. */
  readonly posted_in: string
  readonly entries: number
  /** Debits of the adjusting entries; their credits are the same. */
  readonly amount: string
  readonly currency: string
}

/**
 * Adjusting entries of the published journal, all of them; none where a partial build published no journal.
 * @param marts path of the published marts
 * @throws Problem HOME_UNUSABLE when there are no marts.
 */
export const readDrift = async (marts: string): Promise<readonly Drift[]> => {
  await using duck = await openReadOnly(marts)
  const [journal] = await duck.rows("select 1 from duckdb_tables() where table_name = 'fct_journal_line'")
  if (journal === undefined) return []
  const rows = await duck.rows<Drift>(
    `select site_id, basis, adjusts_period, cause, period as posted_in, count(distinct entry_id) as entries,
       sum(debit)::varchar as amount, currency
     from fct_journal_line
     where is_adjustment
     group by all
     order by site_id, adjusts_period, basis, cause, posted_in, currency`,
  )
  return rows.map((row) => ({ ...row, amount: amountText(row.amount, row.currency) }))
}

/** One line of text a closed period that drifted. */
export const driftLines = (drift: readonly Drift[]): readonly string[] =>
  drift.map(
    (found) =>
      `${found.adjusts_period} of site ${found.site_id} has drifted since it was closed (${found.cause}, ${found.basis}): ${found.entries} adjusting ${found.entries === 1 ? 'entry' : 'entries'} of ${found.amount} ${found.currency}, posted in ${found.posted_in}.`,
  )
