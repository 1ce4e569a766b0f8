// A month exported for each ledger: their columns, balanced to the cent, drafts named so, and no cell taken for a formula.
import { parse } from 'csv-parse/sync'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSheet } from 'read-excel-file/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { journalHome, sold } from '../finance/journal-fixture.ts'
import type { JournalHome } from '../finance/journal-fixture.ts'
import { jsonHere } from './in-process.ts'

let made: JournalHome
beforeEach(async () => {
  made = await journalHome([1, 2])
})
afterEach(() => made.remove())

const sides = [
  ...sold('a', '2026-05-03', 10.25),
  ...sold('b', '2026-05-03', 2.75, { rule: 'yoga' }),
  ...sold('c', '2026-05-03', -1.5),
  ...sold('d', '2026-05-04', 99, { location: 2, memo: '=cmd|calc, "x"' }),
  ...sold('e', '2026-05-04', 8, { basis: 'cash_books' }),
  ...sold('f', '2026-05-04', 5, { adjusts: { period: '2026-04', cause: 'late_edit' } }),
  ...sold('g', '2026-05-05', 1_200, { site: 2, currency: 'JPY' }),
]

type Cells = Readonly<Record<string, string>>
interface Told {
  readonly exit_code: number
  readonly files: readonly { path: string; state: string; journals: number; lines: number }[]
  readonly error?: { code: string; message: string }
}
const run = async (...args: readonly string[]): Promise<Told> =>
  (await jsonHere(['journal', 'export', '--home', made.home, ...args])) as unknown as Told
const may = (format: string, ...more: readonly string[]) =>
  run('--period', '2026-05', '--format', format, ...more)
const read = async (told: Told, at = 0): Promise<readonly Cells[]> =>
  parse(await readFile(told.files[at]?.path ?? '', 'utf8'), { columns: true })

test('QuickBooks Online: one journal a location and day, sides apart, names of accounts', async () => {
  await made.publish(sides, '2026-06-20')
  const told = await may('qbo', '--site', '1')
  expect(told).toMatchObject({ exit_code: 0, files: [{ state: 'draft', journals: 3, lines: 10 }] })
  expect(told.files[0]?.path).toMatch(/reports\/journal-2026-05-earned-site1-USD-draft\.qbo\.csv$/)
  const rows = await read(told)
  const first = rows.filter((row) => row['JournalNo'] === 'E1-260503-1')
  expect(first.map((row) => [row['AccountName'], row['Debits'], row['Credits'], row['Class']])).toEqual([
    ['Payments clearing', '10.25', '', ''],
    ['Payments clearing', '2.75', '', 'Yoga'],
    ['Services', '1.50', '', ''],
    ['Payments clearing', '', '1.50', ''],
    ['Services', '', '10.25', ''],
    ['Services', '', '2.75', 'Yoga'],
  ])
  expect(Object.keys(rows[0] ?? {}).join()).toBe(
    'JournalNo,JournalDate,AccountName,Debits,Credits,Description,Name,Currency,Location,Class',
  )
  expect(rows[0]).toMatchObject({ JournalDate: '05/03/2026', Currency: 'USD', Location: 'Main Street' })
  expect(rows.find((row) => row['JournalNo'] === 'E1-260504-1A')?.['Description']).toBe(
    'revenue; corrects 2026-04 (late edit)',
  )
  expect(rows.find((row) => row['JournalNo'] === 'E1-260504-2')?.['Location']).toBe(`'=Mill, "Old"`)
})

test('a tax rate is refused where no line would name it', async () => {
  await made.publish(sides, '2026-06-20')
  expect(await may('qbo', '--tax-rate', 'Tax Exempt')).toMatchObject({
    exit_code: 2,
    error: { code: 'USAGE', message: expect.stringContaining('--tax-rate is for Xero') as string },
  })
})

test('Xero: signed amounts, codes of accounts, a tax rate on every line, days first outside America', async () => {
  await made.publish(sides, '2026-06-20')
  const told = await may('xero')
  expect(told.files).toHaveLength(2)
  const [usd, jpy] = [await read(told), await read(told, 1)]
  expect(Object.keys(usd[0] ?? {}).join()).toBe(
    '*Narration,*Date,Description,*AccountCode,*TaxRate,*Amount,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2',
  )
  expect(usd[1]).toMatchObject({
    '*Narration': 'Mindbody earned 2026-05-03 (E1-260503-1)',
    '*Date': '05/03/2026',
    '*AccountCode': '1050',
    '*TaxRate': '20% (VAT on Income)',
    '*Amount': '2.75',
    TrackingOption2: 'Yoga',
  })
  const cents = usd.map((row) => Math.round(Number(row['*Amount']) * 100))
  expect(cents.reduce((sum, one) => sum + one, 0)).toBe(0)
  expect(jpy.map((row) => [row['*Date'], row['*Amount'], row['*TaxRate']])).toEqual([
    ['05/05/2026', '1200', 'Tax Exempt'],
    ['05/05/2026', '-1200', 'Tax Exempt'],
  ])
})

test('by entry every side stands alone, and its memo is no formula', async () => {
  await made.publish(sides, '2026-06-20')
  const told = await may('generic', '--site', '1', '--by', 'entry', '--out', join(made.home, 'for-ann'))
  expect(told.files[0]).toMatchObject({ journals: 5, lines: 10 })
  const rows = await read(told)
  expect(rows.find((row) => row['journal'] === 'Ed')).toMatchObject({
    description: `'=cmd|calc, "x"`,
    debit: '99.00',
    credit: '0.00',
    rule_id: 'rule',
  })
  const books = await may('generic', '--site', '1', '--basis', 'cash_books')
  expect((await read(books)).map((row) => row['journal'])).toEqual(['C1-260504-1', 'C1-260504-1'])
})

test('a closed month is exported as it was frozen, whatever the marts say since', async () => {
  await made.publish(sides, '2026-06-20')
  await jsonHere(['close', '--period', '2026-05', '--site', '1', '--home', made.home])
  await made.publish(sold('a', '2026-05-03', 77), '2026-06-20')
  const told = await may('qbo', '--site', '1')
  expect(told.files[0]).toMatchObject({ state: 'closed', lines: 10 })
  expect(told.files[0]?.path).not.toContain('draft')
})

test('a closed month keeps the class and tax code that its rules had when it was closed', async () => {
  await made.publish(sides, '2026-06-20')
  await jsonHere(['close', '--period', '2026-05', '--site', '1', '--home', made.home])
  const duck = await Duck.open(made.marts)
  await duck.run("update dim_gl_rule set department = 'Pilates', tax_code = 'Other'")
  duck.close()
  const [closed, xero] = [
    await read(await may('qbo', '--site', '1')),
    await read(await may('xero', '--site', '1')),
  ]
  expect(new Set(closed.map((row) => row['Class']))).toEqual(new Set(['', 'Yoga']))
  expect(xero.map((row) => row['*TaxRate'])).not.toContain('Other')
  expect((await read(await may('qbo', '--site', '2')))[0]).toMatchObject({ Class: 'Pilates' })
})

test('a place that was not told is left empty', async () => {
  await made.publish(sold('n', '2026-05-03', 5, { location: 0 }), '2026-06-20')
  expect((await read(await may('qbo')))[0]).toMatchObject({ JournalNo: 'E1-260503-0', Location: '' })
  expect((await read(await may('xero')))[0]).toMatchObject({ TrackingName1: '', TrackingOption1: '' })
})

test('an import takes a thousand lines: files are parted between journals, never within one', async () => {
  const days = Array.from({ length: 1_100 }, (_, index) => sold(`n${index}`, '2026-05-06', 1)).flat()
  await made.publish([...sides, ...days], '2026-06-20')
  const told = await may('qbo', '--site', '1', '--by', 'entry')
  expect(told.files.map(({ lines }) => lines)).toEqual([1_000, 1_000, 210])
  expect(told.files[2]?.path).toContain('-draft-3of3.qbo.csv')
  const out = join(made.home, 'reports')
  await writeFile(join(out, 'journal-2026-05-notes.csv'), 'my own')
  await may('generic', '--site', '1', '--by', 'entry')
  for (const [at] of told.files.entries()) {
    const sums = new Map<string, number>()
    for (const row of await read(told, at)) {
      const no = row['JournalNo'] ?? ''
      sums.set(no, (sums.get(no) ?? 0) + Number(row['Debits']) - Number(row['Credits']))
    }
    expect([...sums.values()].every((sum) => sum === 0)).toBe(true)
  }
  // Parts of a longer export beside a shorter one would be booked twice.
  await made.publish(sides, '2026-06-20')
  await may('qbo', '--site', '1', '--by', 'entry')
  expect((await readdir(out)).toSorted()).toEqual([
    'journal-2026-05-earned-site1-USD-entries-draft.generic.csv',
    'journal-2026-05-earned-site1-USD-entries-draft.qbo.csv',
    'journal-2026-05-notes.csv',
  ])
})

test('nothing is written of a journal that does not balance, nor of a month without lines', async () => {
  await made.publish(
    [...sides, { entry: 'odd', day: '2026-05-09', account: '1050', amount: 1 }],
    '2026-06-20',
  )
  const out = join(made.home, 'out')
  await mkdir(out)
  expect(await may('xero', '--out', out)).toMatchObject({
    exit_code: 1,
    error: { code: 'JOURNAL_UNBALANCED' },
  })
  expect(await readdir(out)).toEqual([])
  const none = await run('--period', '2026-01', '--format', 'qbo')
  expect(none).toMatchObject({ exit_code: 2 })
  expect(none.error?.message).toContain('no line in 2026-01')
})

test('a folder that cannot be made is a mistake of the call', async () => {
  await made.publish(sides, '2026-06-20')
  const told = await may('qbo', '--out', join(made.marts, 'below a file'))
  expect(told).toMatchObject({ exit_code: 2, error: { code: 'USAGE' } })
  expect(told.error?.message).toContain('ENOTDIR')
})

test('SUSPENSE is exported, and said with exit code 1', async () => {
  await made.publish(sold('a', '2026-05-03', 10, { account: 'SUSPENSE' }), '2026-06-20')
  const told = await may('qbo')
  expect(told).toMatchObject({ exit_code: 1, error: { code: 'FINDINGS' }, files: [{ lines: 2 }] })
})

test('Excel: numbers are numbers, texts are texts, and sums are formulas', async () => {
  await made.publish(sides, '2026-06-20')
  const told = await may('xlsx', '--site', '1', '--by', 'entry')
  const path = told.files[0]?.path ?? ''
  const rows = await readSheet(path, 'Journal')
  expect(rows[0]?.slice(0, 3)).toEqual(['Journal', 'Date', 'Location'])
  expect(rows).toHaveLength(11)
  const mill = rows.find((row) => row[0] === 'Ed')
  expect(mill?.slice(1, 9)).toEqual([
    new Date('2026-05-04T00:00:00Z'),
    '=Mill, "Old"',
    '1050',
    'Payments clearing',
    99,
    0,
    'USD',
    '=cmd|calc, "x"',
  ])
  const about = await readSheet(path, 'About')
  expect(about).toContainEqual(['State', 'DRAFT: the month is open and may still change'])
  expect(await readSheet(path, 'Trial')).toContainEqual(['1050', 'Payments clearing', null, null, null])
})
