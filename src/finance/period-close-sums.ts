// What a period's journal amounts to, and whether it balances: looked at before anything is frozen or exported.
import { Problem } from '../core/errors.ts'
import type { Duck } from '../lakehouse/duck.ts'

export interface JournalSums {
  readonly basis: string
  readonly currency: string
  readonly entries: number
  readonly lines: number
  readonly debit: string
  readonly credit: string
  /** Lines no rule of the map fits, and their debits and credits. */
  readonly suspense_lines: number
  readonly suspense_debit: string
  readonly suspense_credit: string
}

/**
 * Sums by basis and currency.
 * @param lines a relation with the columns of the published journal, already bounded to what is meant
 */
export const journalSums = (duck: Duck, lines: string): Promise<readonly JournalSums[]> =>
  duck.rows<JournalSums>(
    `select basis, currency, count(distinct entry_id) as entries, count(*) as lines,
       sum(debit)::varchar as debit, sum(credit)::varchar as credit,
       count(*) filter (account_code = 'SUSPENSE') as suspense_lines,
       coalesce(sum(debit) filter (account_code = 'SUSPENSE'), 0)::decimal(18, 4)::varchar as suspense_debit,
       coalesce(sum(credit) filter (account_code = 'SUSPENSE'), 0)::decimal(18, 4)::varchar as suspense_credit
     from ${lines} group by 1, 2 order by 1, 2`,
  )

/**
 * Every entry must balance, and so must each location on each day, adjusting entries apart: what is exported as one journal.
 * Nothing is ever plugged.
 * @param lines as of {@link journalSums}
 * @throws Problem JOURNAL_UNBALANCED naming the first that does not.
 */
export const assertBalanced = async (duck: Duck, lines: string): Promise<void> => {
  const [odd] = await duck.rows<{ place: string; gap: string; n: number }>(
    `with gaps as (
       select 'entry ' || entry_id as place, sum(debit) - sum(credit) as gap
       from ${lines} group by basis, entry_id, currency
       union all
       select 'location ' || location_id || ' on ' || posting_date, sum(debit) - sum(credit)
       from ${lines} group by site_id, basis, location_id, posting_date, is_adjustment, currency)
     select place, gap::varchar as gap, count(*) over () as n from gaps where gap <> 0 order by place limit 1`,
  )
  if (odd === undefined) return
  throw new Problem('JOURNAL_UNBALANCED', {
    what: `The journal does not balance: ${odd.place} is off by ${odd.gap}${odd.n > 1 ? `, and so are ${odd.n - 1} more` : ''}.`,
  })
}
