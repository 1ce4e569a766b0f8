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

const centsOf = (amount: string): bigint => BigInt(amount.replace('.', ''))

const sumOf = (drift: readonly Drift[]): string => {
  const digits = String(drift.reduce((sum, { amount }) => sum + centsOf(amount), 0n)).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** One line of text for each site, basis and cause, however many closed periods it touched: `--json` has each of them. */
export const driftLines = (drift: readonly Drift[]): readonly string[] => {
  const groups = new Map<string, Drift[]>()
  for (const found of drift) {
    const key = [found.site_id, found.basis, found.cause, found.posted_in, found.currency].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), found])
  }
  return [...groups.values()].map((group) => lineOf(group))
}

const lineOf = (group: readonly Drift[]): string => {
  const [first] = group
  const last = group.at(-1)
  if (first === undefined || last === undefined) return ''
  const { adjusts_period: from, site_id: siteId, cause, basis, currency, posted_in: postedIn } = first
  const entries = group.reduce((sum, { entries: count }) => sum + count, 0)
  const what =
    group.length === 1
      ? `${from} of site ${siteId} has drifted since it was closed`
      : `${group.length} months of site ${siteId}, ${from} to ${last.adjusts_period}, have drifted since they were closed`
  return `${what} (${cause}, ${basis}): ${entries} adjusting ${entries === 1 ? 'entry' : 'entries'} of ${sumOf(group)} ${currency}, posted in ${postedIn}.`
}
