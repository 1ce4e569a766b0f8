// Reading the books of a built home: sums by site in smallest units, and rows that two homes do not share.
import { Duck, quoteText, type Cell } from '../../src/lakehouse/duck.ts'
import { homePaths } from '../../src/lakehouse/home.ts'
import type { SaleBalances } from './books-expected.ts'
import type { Recognised } from './books-recognised.ts'
import type { Currency } from './books-shape.ts'

export type BooksRow = Readonly<Record<string, Cell>>

export const unitsOf = (amount: string, { decimals }: Currency): number =>
  Math.round(Number(amount) * 10 ** decimals)

/** Balances of a site's sales on the earned basis, by role; both sides of the clients' accounts together. */
export const balancesOf = async (
  duck: Duck,
  siteId: number,
  currency: Currency,
): Promise<Partial<SaleBalances>> => {
  const rows = await duck.rows<{ role: string; balance: string }>(
    `select
         if(posting_role in ('CLIENT_CREDIT_LIAB', 'AR_CLIENT'), 'CLIENT_ACCOUNTS', posting_role) as role,
         sum(debit - credit) as balance
     from marts.fct_journal_line
     where site_id = ${siteId} and basis = 'earned' and source_type = 'sale'
     group by all`,
  )
  return Object.fromEntries(rows.map(({ role, balance }) => [role, unitsOf(balance, currency)]))
}

/** What the models have recognised of each deferral of a site. */
export const recognisedIn = (duck: Duck, siteId: number): Promise<readonly Recognised[]> =>
  duck.rows<Recognised & BooksRow>(
    `select
         deferrals.deferral_id as "deferralId",
         cast(deferrals.units as bigint) as units,
         cast(coalesce(sum(recognition.revenue_units), 0) as bigint) as revenue,
         cast(coalesce(sum(recognition.breakage_units), 0) as bigint) as breakage
     from intermediate.int_deferrals as deferrals
     left join intermediate.int_recognition as recognition using (site_id, deferral_id)
     where deferrals.site_id = ${siteId}
     group by deferrals.deferral_id, deferrals.units
     order by all`,
  )

/** Rows of each mart that one of two homes has and the other has not. */
export const differencesOf = async (
  duck: Duck,
  other: string,
  marts: readonly string[],
): Promise<readonly BooksRow[]> => {
  await duck.run(`attach ${quoteText(homePaths(other).transform)} as other (read_only)`)
  const found: BooksRow[] = []
  for (const mart of marts) {
    const both = [`marts.${mart}`, `other.marts.${mart}`] as const
    const sides = [both, both.toReversed()].map(([left, right]) => `(from ${left} except all from ${right})`)
    const rows = await duck.rows<BooksRow>(`${sides.join(' union all ')} limit 5`)
    found.push(...rows.map((row) => ({ mart, ...row })))
  }
  await duck.run('detach other')
  return found
}
