// How `reconcile run` comes to know how a report was run: told, found, asked, or refused with the flag to give.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { makeHome, salesCsv } from '../reconcile/marts-fixture.ts'
import type { NativeSale } from '../reconcile/marts-fixture.ts'
import { jsonHere, runHere } from './in-process.ts'
import type { Session } from './in-process.ts'

let place: Awaited<ReturnType<typeof makeHome>>
let file: string

const sales = [1, 2, 3, 4].map((sale) => ({ sale, at: `2026-06-1${sale} 10:00:00`, paid: `${sale}0.00` }))
const native = sales.map(({ sale, paid }): NativeSale => ({ sale, date: `6/1${sale}/2026`, paid }))

beforeEach(async () => {
  place = await makeHome({ sales })
  file = join(place.home, 'Sales.csv')
  await writeFile(file, salesCsv(native))
})
afterEach(() => place.remove())

const flags = (): readonly string[] => [
  'reconcile',
  'run',
  '--home',
  place.home,
  '--report',
  'sales',
  '--file',
  file,
]

const run = (...more: readonly string[]): Promise<Record<string, unknown>> => jsonHere([...flags(), ...more])

const change = async (sql: string): Promise<void> => {
  await using duck = await Duck.open(place.marts)
  await duck.run(sql)
}

/** Answers by a person at a terminal; the settings they led to, from the verdict that is kept. */
const asked = (...answers: readonly string[]): Promise<{ exitCode: number | null; stderr: string }> =>
  runHere(flags(), { answers } satisfies Session)

const setting = (name: string, value: string, source: string): object =>
  expect.objectContaining({ settings: expect.arrayContaining([{ name, value, source }]) })

describe('settings nobody gives', () => {
  it('are the only site, the days of the rows, and a basis where none matters', async () => {
    const found = await run()
    expect(found).toMatchObject({ exit_code: 0, verdict: 'equal', from: '2026-06-11', to: '2026-06-14' })
    expect(found).toEqual(setting('site', '1', 'found'))
    expect(found).toEqual(setting('dates', '2026-06-11 to 2026-06-14', 'found'))
    expect(found).toEqual(setting('locations', 'all', 'report'))
    expect(found).toEqual(setting('returns', 'include', 'report'))
  })

  it('are the basis that fits, where only one does', async () => {
    await change('update rec_sales_line set in_accrual = true, in_cash = sale_id in (1, 2)')
    expect(await run()).toEqual(setting('basis', 'accrual', 'found'))
    await writeFile(file, salesCsv(native.slice(0, 2)))
    const june = ['--from', '2026-06-01', '--to', '2026-06-30']
    expect(await run(...june)).toEqual(setting('basis', 'cash', 'found'))
    expect(await run(...june, '--basis', 'cash')).toMatchObject({ verdict: 'equal' })
  })

  it('are asked for: the basis that the rows do not tell', async () => {
    await change("update rec_sales_line set in_accrual = sale_id <> '1', in_cash = sale_id <> '2'")
    expect(await run()).toMatchObject({
      exit_code: 2,
      error: { code: 'REPORT_SETTINGS', remedy: expect.stringContaining('--basis accrual or --basis cash') },
    })
    const { exitCode, stderr } = await asked('cash')
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('accrual or cash?'),
    })
  })

  it('are asked for: the site, among several', async () => {
    await change("insert into dim_site values (7, 'Europe/London', 'GBP')")
    expect(await run()).toMatchObject({
      exit_code: 2,
      error: { message: 'The report may be from any site of the marts: 1, 7.' },
    })
    expect(await asked('1')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('Which site (1, 7)?'),
    })
    expect(await asked('2')).toMatchObject({ exitCode: 2 })
  })

  it('are asked for: which comes first, day or month', async () => {
    await writeFile(file, salesCsv([{ sale: 1, date: '6/11/2026', paid: '10.00' }]))
    expect(await run()).toMatchObject({
      exit_code: 2,
      error: { remedy: expect.stringContaining('--date-order') },
    })
    expect(await asked('mdy')).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('(mdy, dmy)?') })
    expect(await asked('whatever')).toMatchObject({ exitCode: 2 })
    const told = await run('--date-order', 'mdy')
    expect(told).toEqual(setting('date_order', 'mdy', 'flag'))
  })
})

describe('settings that make no sense', () => {
  it.each<readonly [string, readonly string[], string]>([
    ['a location that is none', ['--location', 'Studoi'], 'Site 1 has no location "Studoi".'],
    ['a time that is none', ['--exported-at', 'yesterday'], '--exported-at yesterday is no time.'],
  ])('refuses %s', async (_, more, message) => {
    expect(await run(...more)).toMatchObject({ exit_code: 2, error: { code: 'REPORT_SETTINGS', message } })
  })

  it('refuses a file of which no row is known, before it asks how it was run', async () => {
    const others = [...Array(20).keys()].map((n) => 100 + n)
    const rows = others.map((sale) => `(1, ${sale}, 'Other', 'Cash', 5, date '2026-06-12', true, false)`)
    await change(`insert into rec_sales_line (site_id, sale_id, item_name, payment_method, paid, local_date, in_accrual, in_cash)
      values ${rows.join(', ')}`)
    const elsewhere = others.map((sale): NativeSale => ({
      sale: sale + 500,
      date: '6/15/2026',
      paid: '7.00',
    }))
    await writeFile(file, salesCsv(elsewhere))
    expect(await run('--from', '2026-06-01', '--to', '2026-06-30')).toMatchObject({
      exit_code: 2,
      error: {
        message: expect.stringContaining("None of the file's 20 rows is known at site 1"),
        remedy: 'Check --site, --from, --to and --date-order.',
      },
    })
  })

  it('takes locations by name or number, and says so', async () => {
    expect(await run('--location', 'studio', '--location', '98')).toEqual(
      setting('locations', 'studio, 98', 'flag'),
    )
  })
})
