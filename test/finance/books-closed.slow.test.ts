// Months closed in the middle of things: what was frozen stays, whatever is edited, entered late or recognised otherwise afterwards.
// Books with closings come to the same balances as books that were never closed.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Duck, quoteText } from '../../src/lakehouse/duck.ts'
import { homePaths } from '../../src/lakehouse/home.ts'
import { asFirstTold, edited } from './books-edits.ts'
import { booksHome, buildBooks, type Loading } from './books-home.ts'
import { dateOf } from './books-shape.ts'
import { drawSite } from './books-site.ts'

/** The seed of a run that failed; undefined = a new one each time. */
const replay: number | undefined = undefined

const seed = replay ?? Math.floor(Math.random() * 1_000_000_000)
const sites = Array.from({ length: 100 }, (_, nth) => drawSite(1_001 + nth, seed + nth))
const loading: Loading = { batch: 'first', extractedAt: '2027-01-01 00:00:00', isReversed: false }
const closed = ['2026-01', '2026-02']

const homes: string[] = []

const homeOf = async (told: typeof sites): Promise<string> => {
  const home = await booksHome(told, loading)
  homes.push(home)
  return home
}

/** Freezes the closed months of every site's journal into a file, as the ledger then says. */
const freeze = async (from: string, into: string): Promise<string> => {
  const file = join(into, 'closed.parquet')
  const periods = closed.map(quoteText).join(', ')
  await using marts = await Duck.open(homePaths(from).transform, { readOnly: true })
  await marts.run(
    `copy (from marts.fct_journal_line where period in (${periods})) to ${quoteText(file)} (format parquet)`,
  )
  await using warehouse = await Duck.open(homePaths(into).warehouse)
  await warehouse.run(
    `insert into ledger.period_close by name
     select row_number() over (order by site_id, period) as seq, site_id, period, 'closed' as event, 'f' as file_path
     from (select unnest(range(1001, 1101)) as site_id), (select unnest([${periods}]) as period)`,
  )
  return file
}

describe(`books closed and edited afterwards, sites from seed ${seed}`, () => {
  let file: string
  let duck: Duck

  beforeAll(async () => {
    const before = await homeOf(sites.map(asFirstTold))
    expect((await buildBooks(before, { as_of: dateOf(75) })).failures).toEqual([])
    const [withClosings, without] = [await homeOf(sites.map(edited)), await homeOf(sites.map(edited))]
    file = await freeze(before, withClosings)
    const now = { as_of: dateOf(130), recognition_preset: 'mindbody_native' }
    const results = [
      await buildBooks(withClosings, { ...now, closed_journals: [file] }),
      await buildBooks(without, now),
    ]
    expect(results.flatMap(({ failures }) => failures)).toEqual([])
    duck = await Duck.open(homePaths(withClosings).transform, { readOnly: true })
    await duck.run(`attach ${quoteText(homePaths(without).transform)} as unclosed (read_only)`)
  })

  afterAll(async () => {
    duck.close()
    for (const home of homes) await rm(home, { recursive: true, force: true })
  })

  it('have something of every cause', async () => {
    const rows = await duck.rows<{ cause: string }>(
      'select distinct cause from marts.fct_journal_line where is_adjustment order by all',
    )
    expect(rows.map(({ cause }) => cause)).toEqual(
      expect.arrayContaining(['late_edit', 'late_load', 'policy']),
    )
  })

  it('keep the closed months as they were frozen, line by line', async () => {
    const frozen = `(from read_parquet(${quoteText(file)}))`
    const shown = `(from marts.fct_journal_line where period in (${closed.map(quoteText).join(', ')}))`
    expect(
      await duck.rows(`(${frozen} except all ${shown}) union all (${shown} except all ${frozen}) limit 5`),
    ).toEqual([])
  })

  it('come to the balances of books that were never closed', async () => {
    const balances = (books: string): string =>
      `select site_id, basis, location_id, account_code, currency, sum(debit - credit) as balance
       from ${books}marts.fct_journal_line group by all having balance <> 0`
    expect(
      await duck.rows(
        `select * from (${balances('')}) as closed
         full join (${balances('unclosed.')}) as never using (site_id, basis, location_id, account_code, currency)
         where closed.balance is distinct from never.balance order by all limit 5`,
      ),
    ).toEqual([])
  })

  it('adjust in the first open month only, in entries that balance', async () => {
    expect(
      await duck.rows(
        `select site_id, entry_id, period, sum(debit) as debit, sum(credit) as credit from marts.fct_journal_line
         where is_adjustment group by all having period <> '2026-03' or sum(debit) <> sum(credit) limit 5`,
      ),
    ).toEqual([])
  })
})
