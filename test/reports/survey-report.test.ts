// What a report file says of itself: its totals, its settings, its gaps; and its rows found again for evidence.
import { expect, test } from 'vitest'
import { recordsAt } from '../../src/reports/records-at.ts'
import type { ControlTotal } from '../../src/reports/control-total.ts'
import { profileNamed } from '../../src/reconcile/profiles.ts'
import { openReport } from '../../src/reports/report-file.ts'
import { surveyReport } from '../../src/reports/survey-report.ts'
import { readTitles } from '../../src/reports/title-settings.ts'
import { readingOf, withFile } from './report-reading.ts'
import { lines, usHeader, usSale } from '../reconcile/sales-csv.ts'

const short = ({ column, state, file, rows }: ControlTotal): string =>
  `${column} ${state} ${file ?? '-'} ${rows}`
const totalsOf = async (report: string, content: string): Promise<readonly string[]> =>
  (await readingOf(report, content)).survey.controlTotals.map(short)

const balances = (...rows: readonly string[]): string =>
  lines('ID,Client,Account balance', '1,Doe,5.00', '2,Poe,-7.50', ...rows)

test.each([
  ['a total that agrees', balances('Total:,,-2.50'), ['Account balance agrees -2.50 -2.50']],
  ['a total that does not', balances('Total:,,-2.00'), ['Account balance differs -2.00 -2.50']],
  ['no total', balances(), ['Account balance absent - -2.50']],
  [
    'a count of clients',
    balances('Total clients: 3'),
    ['Account balance absent - -2.50', 'rows differs 3 2'],
  ],
])('%s', async (_, content, totals) => {
  expect(await totalsOf('account-balances', content)).toEqual(totals)
})

const sold = 'Category,Quantity,Subtotal,Discount'

test('each column that the totals row fills is held against its rows', async () => {
  const content = lines(sold, 'Packs,3,30.00,1.00', 'Retail,2,"1,000.00",2.00', 'Total,5,"1,030.00",2.00')
  expect(await totalsOf('sales-by-category', content)).toEqual([
    'Quantity agrees 5 5',
    'Subtotal agrees 1030.00 1030.00',
    'Discount differs 2.00 3.00',
  ])
})

test('a column that the comparison does not need may hold what it likes', async () => {
  const content = lines(sold, 'Packs,3,30.00,some', 'Total,3,30.00,none')
  expect(await totalsOf('sales-by-category', content)).toEqual([
    'Quantity agrees 3 3',
    'Subtotal agrees 30.00 30.00',
  ])
})

const drawer = (...rows: readonly string[]): string => lines('Client,Sale ID,Location,Total', ...rows)

test('subtotals that cover all rows are the file’s own total', async () => {
  const content = drawer(
    'Doe,1,A,5.00',
    'Poe,2,A,6.00',
    'Subtotal,,,11.00',
    'Doe,3,B,7.00',
    'Subtotal,,,7.00',
  )
  expect(await totalsOf('cash-drawer', content)).toEqual([
    'Total agrees 18.00 18.00',
    'Total, subtotals agrees 18.00 18.00',
  ])
})

test('the last of several totals is none of the whole, though no tax was paid anywhere', async () => {
  const total = (paid: string): string => `Total,,,,,,,,,,,,,,,,0.00,,${paid},`
  const content = lines(
    usHeader,
    usSale({ paid: '5.00' }),
    total('5.00'),
    usSale({ paid: '7.00' }),
    total('7.00'),
  )
  expect(await totalsOf('sales', content)).toEqual([
    'Total Paid w/ Payment Method agrees 12.00 12.00',
    'Tax, subtotals agrees 0.00 0.00',
    'Total Paid w/ Payment Method, subtotals agrees 12.00 12.00',
  ])
})

test('a report that counts its rows, and does not say how many', async () => {
  const content = lines('Client ID,Member Status', '1,Active', '2,Expired')
  expect(await totalsOf('members', content)).toEqual(['rows absent - 2'])
})

test('a subtotal that is off is told by its row', async () => {
  const content = drawer(
    'Doe,1,A,5.00',
    'Subtotal,,,5.01',
    'Doe,3,B,7.00',
    'Subtotal,,,7.00',
    'Grand Total,,,12.00',
  )
  expect(await totalsOf('cash-drawer', content)).toEqual([
    'Total agrees 12.00 12.00',
    'Total, row 3 differs 5.01 5.00',
    'Total, subtotals agrees 7.00 7.00',
  ])
})

test('the closing rows of a cash drawer are no sales', async () => {
  const content = drawer(
    'Doe,1,A,5.00',
    'Total Received,,,5.00',
    'Tips,,,1.00',
    'In Drawer,,,6.00',
    'Paid Out,,,0.00',
  )
  const { rows, survey } = await readingOf('cash-drawer', content)
  expect(rows).toHaveLength(1)
  expect(survey.own.total).toBe(500)
})

test('rows at a cap are told', async () => {
  const profile = { ...profileNamed('account-balances'), caps: [2, 500] }
  expect((await readingOf(profile, balances())).survey.cap).toBe(2)
  expect((await readingOf(profile, balances('3,Roe,1.00'))).survey.cap).toBeNull()
})

test('options without a count have a sentinel, which counts nothing', async () => {
  const header = 'Client ID,Service Category,Pricing option,Visits Remaining'
  const options = ['4', '999', '1000', '9962', '19998', '999999', 'Unlimited', '-9999'].map(
    (count, index) => `${index},Yoga,Pack,${count}`,
  )
  const { rows } = await readingOf('visits-remaining', lines(header, ...options))
  expect(rows.map((row) => row.split(' | ')[5])).toEqual(['4', '999', '', '', '', '', '', ''])
})

test('rows are found again under the file’s own headers, without names of clients', async () => {
  const content = lines('ID,Client,Account balance,Note', '"1,288",Doe,5.00,x', '2,Poe,,y')
  await withFile(content, async (path) => {
    const found = await recordsAt(profileNamed('account-balances'), await openReport(path), new Set([3, 2]))
    expect([...found]).toEqual([
      [2, { row: 2, ID: '1,288', 'Account balance': '5.00' }],
      [3, { row: 3, ID: '2', 'Account balance': null }],
    ])
  })
})

test.each([
  [
    ['Sales, Accrual Basis', '6/1/2026 - 6/30/2026'],
    [],
    { basis: 'accrual', from: '2026-06-01', to: '2026-06-30' },
  ],
  [
    ['Basis: Cash', 'From 1 June 2026 to June 30, 2026'],
    [],
    { basis: 'cash', from: '2026-06-01', to: '2026-06-30' },
  ],
  [['Accrual Basis or Cash Basis'], [], { basis: undefined }],
  [['Start Date: 2026-06-01', 'End Date: 2026-06-30'], [], { from: '2026-06-01', to: '2026-06-30' }],
  [['Outstanding as of 6/30/2026'], [], { from: undefined, to: '2026-06-30' }],
  [['1/6/2026 - 2/6/2026'], [], { from: undefined, to: undefined }],
  [['Sale Location: Downtown, Up Town'], [], { locations: ['Downtown', 'Up Town'] }],
  [['Locations: All locations'], [], { locations: undefined }],
  [['Location: 3 selected'], [], { locations: undefined }],
  [['Location: 24 Hours'], [], { locations: ['24 Hours'] }],
  [
    ['Sales'],
    ['Generated on Tuesday, 6/30/2026 at 9:15 PM', 'Location: A'],
    { exportedAt: '2026-06-30T21:15', locations: undefined },
  ],
  [['Printed 2026-06-30'], [], { exportedAt: '2026-06-30', from: undefined }],
])('%j and %j tell the settings', (titles, notes, told) => {
  const read = readTitles(titles, notes, undefined)
  expect({
    ...Object.fromEntries(Object.keys(told).map((name) => [name, undefined])),
    ...read,
  }).toMatchObject(told)
})

test('days of a title that can be read in two ways are read as the file’s are', () => {
  expect(readTitles(['1/6/2026 - 2/6/2026'], [], 'dmy')).toMatchObject({
    from: '2026-06-01',
    to: '2026-06-02',
  })
})

test('a file is hashed as it was given', async () => {
  const { file, survey } = await withFile(balances(), async (path) => {
    const opened = await openReport(path)
    return { file: opened, survey: await surveyReport(profileNamed('account-balances'), opened) }
  })
  expect(file).toMatchObject({ form: 'csv', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(survey.header.texts).toEqual(['ID', 'Client', 'Account balance'])
})

test.each([
  ['/nowhere/report.csv', /cannot be read/],
  ['/', /It is a folder/],
])('%s is refused', async (path, says) => {
  await expect(openReport(path)).rejects.toMatchObject({
    code: 'REPORT_SETTINGS',
    message: expect.stringMatching(says),
  })
})

test('a mark of UTF-8 that a spreadsheet has saved as letters is no part of the first header', async () => {
  const { survey } = await readingOf('sales', `ï»¿${lines(usHeader, usSale())}`)
  expect(survey.header.columns.get('date')).toBe(0)
})
