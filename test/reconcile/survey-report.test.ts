// What a report file says of itself: its totals, its settings, its gaps; and its rows found again for evidence.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameKey } from '../../src/finance/cells.ts'
import { recordsAt } from '../../src/reconcile/load-report.ts'
import type { ControlTotal } from '../../src/reconcile/outcome.ts'
import { profileNamed } from '../../src/reconcile/profiles.ts'
import { openReport } from '../../src/reconcile/report-file.ts'
import { surveyReport } from '../../src/reconcile/survey-report.ts'
import { readTitles } from '../../src/reconcile/title-settings.ts'
import { readingOf, withFile } from './report-reading.ts'

const lines = (...rows: readonly string[]): string => rows.join('\n')
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

const text = fc.string({
  unit: fc.constantFrom('a', 'É', '水', ' ', '"', ',', ';', '\t', '\n', '<', '|', '5', '.'),
  maxLength: 12,
})
const sale = fc.record({
  day: fc.integer({ min: 1, max: 30 }),
  client: fc.integer({ min: 1, max: 9_999_999 }),
  number: fc.integer({ min: 1, max: 9_999_999 }),
  item: text.map((name) => `x${name}`),
  cents: fc.integer({ min: -99_999_999, max: 99_999_999 }),
})
const style = fc.record({
  separator: fc.constantFrom(',', ';', '\t'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  isEuropean: fc.boolean(),
  isDayFirst: fc.boolean(),
  hasMark: fc.boolean(),
  hasTitle: fc.boolean(),
  hasTotal: fc.boolean(),
})

test('sales survive being written and read, in any style', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sale, { minLength: 1, maxLength: 8 }),
      style,
      async (sales, { separator, lineEnd, ...look }) => {
        const locale = look.isEuropean ? 'de-DE' : 'en-US'
        const money = (cents: number): string =>
          (cents / 100).toLocaleString(locale, { minimumFractionDigits: 2 })
        const row = (cells: readonly string[]): string =>
          cells
            .map((cell) =>
              /["\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell,
            )
            .join(separator)
        const dated = (day: number): string => (look.isDayFirst ? `${day}/6/2026` : `6/${day}/2026`)
        const total = sales.reduce((sum, { cents }) => sum + cents, 0)
        const content = [
          ...(look.hasTitle ? ['Sales', ''] : []),
          row([
            'Sale Date',
            'Client ID',
            'Sale ID',
            'Item name',
            'Location',
            'Payment Method',
            'Total Paid w/ Payment Method',
          ]),
          ...sales.map(({ day, client, number, item, cents }) =>
            row([
              dated(day),
              client.toLocaleString('en-US'),
              String(number),
              item,
              'Downtown',
              'Visa',
              money(cents),
            ]),
          ),
          ...(look.hasTotal ? [row(['Total', '', '', '', '', '', money(total)])] : []),
        ].join(lineEnd)
        const period = { from: '2026-06-01', to: '2026-06-30' }
        const { rows, survey } = await readingOf('sales', `${look.hasMark ? '\uFEFF' : ''}${content}`, period)
        const first = look.hasTitle ? 4 : 2
        expect(rows).toEqual(
          sales.map(({ day, client, number, item, cents }, index) =>
            [
              first + index,
              `2026-06-${String(day).padStart(2, '0')}`,
              number,
              nameKey(item),
              'visa',
              cents,
              client,
              'downtown',
              '',
            ].join(' | '),
          ),
        )
        expect(survey).toMatchObject({
          rows: sales.length,
          total,
          own: { total: look.hasTotal ? total : null },
        })
      },
    ),
    { numRuns: 25 },
  )
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
