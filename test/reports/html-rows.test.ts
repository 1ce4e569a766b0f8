// Exported pages: tables within tables, tags left out, names that look like tags, ids in links, settings in forms, pay in blocks.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { htmlRows } from '../../src/reports/html-rows.ts'
import { readingOf } from './report-reading.ts'

const pieces = async function* (...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts
}

const rowsOf = async (...html: readonly string[]): Promise<readonly unknown[]> => {
  const rows: unknown[] = []
  for await (const { cells } of htmlRows(pieces(...html))) rows.push(cells)
  return rows
}

test.each([
  [
    'classes named as what every object has',
    '<div class="__proto__">a</div><div class="constructor">b</div><table><tr><td class="__proto__">1</td></tr></table>',
    [['a'], ['b'], ['1']],
  ],
  [
    'rows that are never opened',
    '<table><tr><th>a</th><th>b</th></tr><td>1</td><td>2</td></tr><td>3</td><td>4</td></tr></table>',
    [
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  [
    'rows and cells that are never closed',
    '<table><tr><td>1<td>2<tr><td>3<td>4</table>',
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  ['a table that is never closed', '<table><tr><td>1</td></tr><tr><td>2', [['1'], ['2']]],
  [
    'sections of a table',
    '<TABLE><THEAD><TR><TH>a</TH></TR></THEAD><TBODY><TR><TD>1</TD></TR></TBODY></TABLE>',
    [['a'], ['1']],
  ],
  [
    'cells over several columns and rows',
    '<table><tr><td colspan=2>a</td><td rowspan="2">b</td></tr><tr><td>1</td><td>2</td></tr></table>',
    [
      ['a', '', 'b'],
      ['1', '2', ''],
    ],
  ],
  [
    'names that look like tags',
    '<table><tr><td>Mat <3 inch</td><td>Yoga <Intro</td><td><New> Flow</td><td>A <b Team</td><td><pre-natal></td></tr></table>',
    [['Mat <3 inch', 'Yoga <Intro', '<New> Flow', 'A <b Team', '<pre-natal>']],
  ],
  [
    'marks of a name',
    '<table><tr><td>Mat &amp; Block | &quot;red&quot; &#8364;&nbsp;5&lt;</td></tr></table>',
    [['Mat & Block | "red" € 5<']],
  ],
  [
    'tags within a cell',
    '<table><tr><td nowrap><b>Yo<i>ga</i></b> at<br>noon <x-icon name="bell"></x-icon><p>new</p></td></tr></table>',
    [['Yoga at noon new']],
  ],
  ['blanks', '<table>\n <tr>\n  <td>\n   a\n   b </td>\n </tr>\n</table>', [['a b']]],
  [
    'scripts, styles and choices are not read',
    '<style>td{}</style><table><tr><td>a<script>if (1<2) x()</script><select><option>b</option></select></td></tr></table>',
    [['a']],
  ],
  [
    'comments and the marks of Office',
    '<!--[if gte mso 9]><xml><x:Name>S</x:Name></xml><![endif]--><table><tr><td><o:p>a</o:p><!-- </tr> --></td><td>b</td></tr></table>',
    [['a', 'b']],
  ],
  [
    'texts outside of tables',
    '<h1>Sales</h1><div>Accrual <b>Basis</b></div><table><tr><td>a</td></tr></table><p>End',
    [['Sales'], ['Accrual Basis'], ['a'], ['End']],
  ],
  [
    'a report in a table of layout',
    '<table><tr><td>Menu</td></tr><tr><td>Sales<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table></td></tr></table>',
    [['Menu'], ['Sales'], ['a', 'b'], ['1', '2'], ['']],
  ],
  [
    'a table that is but the text of a cell',
    '<table><tr><td>a</td><td>b</td><td>c</td></tr><tr><td>1</td><td><table><tr><td>Doe,</td><td>Jane</td></tr></table></td><td>3</td></tr></table>',
    [
      ['a', 'b', 'c'],
      ['1', 'Doe, Jane', '3'],
    ],
  ],
])('%s', async (_, html, rows) => {
  expect(await rowsOf(html)).toEqual(rows)
})

test('a page is read the same in whatever pieces it comes', async () => {
  const page =
    '<div class="staffHeader"><span class="staffName">Kim</span></div><table><caption>Visa</caption><td>Mat <3</td><td><a href="/x?ID=7">Doe</a></td></tr><td>Yoga <Intro</td><td>&amp;</td></tr></table>'
  const whole = await rowsOf(page)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(page.length), { maxLength: 6 }), async (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), page.length]
      expect(await rowsOf(...at.slice(1).map((end, index) => page.slice(at[index], end)))).toEqual(whole)
    }),
  )
})

const tender = (name: string, rows: string, total: string): string =>
  `<table class="result-table"><caption>${name}</caption><thead><tr><th>Sale Date</th><th>Client</th><th>Sale ID</th><th>Item Name</th><th>Location</th><th>Total Paid w/ Payment Method</th></tr></thead><tbody>${rows}<tr><td colspan="5">Total</td><td>${total}</td></tr></tbody></table>`
const sold = (client: number, sale: number, item: string, paid: string): string =>
  `<tr><td>6/14/2026</td><td><a href="/asp/adm/main_info.asp?fl=true&amp;ID=${client}">Doe, Jane</a></td><td><a href="/sale?saleID=${sale}">${sale}</a></td><td>${item}</td><td>Downtown</td><td>${paid}</td></tr>`
const choices =
  '<form><input name="requiredtxtDateStart" value="6/1/2026"><input name="requiredtxtDateEnd" value="6/30/2026"><select name="optBasis"><option value="AccrualBasis">Accrual</option><option value="CashBasis" selected>Cash</option></select></form>'

test('on screen, Sales has a table per payment method, and ids in links', async () => {
  const page = `<html><body>${choices}${tender('Visa', sold(77, 5001, 'Mat <3', '$12.00') + sold(78, 5002, 'Pack', '(5.00)'), '7.00')}${tender('Cash &amp; Check', sold(77, 5001, 'Mat <3', '3.00'), '3.00')}<p>Grand Total: $10.00</p></body></html>`
  const { rows, survey } = await readingOf('sales', page)
  expect(rows.map((row) => row.replace(/^\d+ \| /, ''))).toEqual([
    '2026-06-14 | 5001 | mat <3 | visa | 1200 | 77 | downtown | ',
    '2026-06-14 | 5002 | pack | visa | -500 | 78 | downtown | ',
    '2026-06-14 | 5001 | mat <3 | cash & check | 300 | 77 | downtown | ',
  ])
  expect(survey.told).toMatchObject({ basis: 'cash', from: '2026-06-01', to: '2026-06-30' })
  expect(survey.own).toEqual({ total: 1_000, rows: null })
  expect(survey.controlTotals).toMatchObject([
    {
      column: 'Total Paid w/ Payment Method',
      state: 'agrees',
      file: '10.00',
      rows: '10.00',
      evidence: expect.stringContaining('Grand Total'),
    },
    { column: 'Total Paid w/ Payment Method, subtotals', state: 'agrees' },
  ])
})

const line = (cells: readonly string[], kind = ''): string =>
  `<tr${kind && ` class="${kind}"`}>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
const head = (text: string): string =>
  `<tr>${text
    .split(' | ')
    .map((cell) => `<th>${cell}</th>`)
    .join('')}</tr>`
const pay = (place: string, rate: string, ...rows: readonly string[]): string =>
  `<div class="payscaleHeader"><span class="typeLocation">Class/Enrollments-- ${place}</span><span class="payscale">Pay rate: ${rate}</span></div><table>${rows.join('')}</table>`

const payroll = (grandTotal: string): string =>
  [
    '<html><div class="staffHeader"><span class="staffName">Kim Lee</span></div>',
    pay(
      'Downtown',
      'Percentage Rate (50%)',
      head(
        'Class Date | Class Time | Client Name | Series Used | Revenue | Rev. per Session | Earnings per Client | Earnings',
      ),
      line(['14/6/2026', '8:45 am', 'Doe, Jane', 'Pack', '20.00', '20.00', '10.00', '10.00']),
      line(['Subtotal', '', '', '', '20.00', '', '', 'tot 10.00'], 'subtotal'),
    ),
    '<table class="locationTotal"><tr><td>Downtown (1 Services) Total:</td><td>tot 10.00</td></tr></table>',
    pay(
      'Up Town',
      'Flat Rate',
      head(
        'Class Date | Class Time | Class name |  | # Staff paid | # Staff unpaid | Base Pay | Bonus Pay | Earnings',
      ),
      line(['15/6/2026', 'TBD', 'Flow', '', '3', '1', '30.00', '2.00', '32.00']),
    ),
    pay(
      'Up Town',
      'Hourly',
      head(
        'Appointment Date | Appt. Time | Client Name | Series Used | Revenue |  | Rev. per Session | Earnings',
      ),
      line(['Tuesday, 16 June 2026', '20:15', 'Poe, Al', 'Single', '50.00', '', '50.00', '25.00']),
    ),
    '<table class="locationTotal"><tr><td>Up Town (2 Services) Total:</td><td>tot 57.00</td></tr></table>',
    '<table class="results staffTotalAsstEnabled">',
    head('# Services | # Clients | # Comps | Base Earnings |  | Earnings'),
    line(['3', '5', '1', '65.00', '', '67.00']),
    `</table><table><tr class="grandTotal"><td>Grand Total</td><td>tot ${grandTotal}</td></tr></table></html>`,
  ].join('\n')

test('payroll is read through its blocks, each with columns of its own', async () => {
  const { rows, survey } = await readingOf('payroll-detail', payroll('67.00'))
  expect(rows.map((row) => row.split(' | ').slice(1, -1).join(' | '))).toEqual([
    '2026-06-14 | kim lee | 525 |  | 1000 |  | downtown',
    '2026-06-15 | kim lee |  |  | 3200 |  | up town',
    '2026-06-16 | kim lee | 1215 |  | 2500 |  | up town',
  ])
  expect(survey.controlTotals.filter(({ state }) => state !== 'agrees')).toEqual([])
  expect(survey.own.total).toBe(6_700)
})

test('a grand total that is off is told, beside subtotals that are right', async () => {
  const { survey } = await readingOf('payroll-detail', payroll('66.00'))
  expect(survey.own.total).toBe(6_600)
  expect(survey.controlTotals).toMatchObject([
    {
      column: 'Earnings',
      state: 'differs',
      file: '66.00',
      rows: '67.00',
      evidence: expect.stringContaining('"Grand Total"'),
    },
    { column: 'Revenue, subtotals', state: 'agrees' },
    {
      column: 'Earnings, subtotals',
      state: 'agrees',
      evidence: '3 subtotals are what their rows add up to.',
    },
  ])
})
