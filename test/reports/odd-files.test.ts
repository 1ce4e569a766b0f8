// Odd files: header variants of exports, each read as what it is.
import { expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import type { SurveyHints } from '../../src/reports/survey-report.ts'
import { readingOf } from './report-reading.ts'
import { exTaxHeader, exTaxSale, lines, us, usHeader, usSale } from '../reconcile/sales-csv.ts'

const one = '2 | 2026-06-14 | 5001 | mat | visa | 1200 | 77 | downtown | '

type Case = readonly [
  name: string,
  report: string,
  content: string | Buffer,
  rows: readonly string[],
  hints?: SurveyHints,
]

const readings: readonly Case[] = [
  ['the US style', 'sales', us({}), [one]],
  ['a byte order mark before the first header', 'sales', `\uFEFF${us({})}`, [one]],
  [
    'a byte order mark before a quoted header',
    'sales',
    `\uFEFF${us({}).replace('Sale Date', '"Sale Date"')}`,
    [one],
  ],
  ['UTF-16 with its mark', 'sales', Buffer.from(`\uFEFF${us({})}`, 'utf16le'), [one]],
  ['UTF-16 in the other byte order', 'sales', Buffer.from(`\uFEFF${us({})}`, 'utf16le').swap16(), [one]],
  [
    'the Windows code page',
    'sales',
    Buffer.from(us({ item: 'Café' }), 'latin1'),
    ['2 | 2026-06-14 | 5001 | café | visa | 1200 | 77 | downtown | '],
  ],
  ['semicolons between cells', 'sales', us({}).replaceAll('Doe, Jane', 'Jane').replaceAll(',', ';'), [one]],
  ['tabs between cells', 'sales', us({}).replaceAll('"Doe, Jane"', 'Jane').replaceAll(',', '\t'), [one]],
  [
    'a title that begins as archives do',
    'sales',
    lines('PK Yoga, all sales', usHeader, usSale()),
    [one.replace('2 |', '3 |')],
  ],
  [
    'half a character, escaped as Excel does',
    'sales',
    us({ item: 'Mat _xD83D_ _xD83D__xDE00_' }),
    [one.replace('mat', 'mat \uFFFD \u{1F600}')],
  ],
  [
    'columns and items named as what every object has',
    'sales',
    us({ item: '__proto__' }).replace('Batch #', '__proto__').replace('Sales Notes', 'constructor'),
    [one.replace('mat', '__proto__')],
  ],
  ['line ends of old', 'sales', us({}).replaceAll('\r\n', '\r'), [one]],
  ['the style that excludes tax', 'sales', lines(exTaxHeader, exTaxSale()), [one]],
  [
    'days below 13 in the style that excludes tax are day first',
    'sales',
    lines(exTaxHeader, exTaxSale({ date: '05/06/2026' })),
    ['2 | 2026-06-05 | 5001 | mat | visa | 1200 | 77 | downtown | '],
  ],
  [
    'days below 13 are settled by the period',
    'sales',
    us({ date: '6/5/2026' }),
    ['2 | 2026-06-05 | 5001 | mat | visa | 1200 | 77 | downtown | '],
    { from: '2026-06-01', to: '2026-06-10' },
  ],
  [
    'or by a period in the title',
    'sales',
    lines('Sales from 2026-06-01 to 2026-06-10', usHeader, usSale({ date: '6/5/2026' })),
    ['3 | 2026-06-05 | 5001 | mat | visa | 1200 | 77 | downtown | '],
  ],
  [
    'or by what was told',
    'sales',
    us({ date: '6/5/2026' }),
    ['2 | 2026-05-06 | 5001 | mat | visa | 1200 | 77 | downtown | '],
    { dateOrder: 'dmy' },
  ],
  [
    'a day and month that are one',
    'sales',
    us({ date: '6/6/2026' }),
    ['2 | 2026-06-06 | 5001 | mat | visa | 1200 | 77 | downtown | '],
  ],
  ['dates with a time and a weekday', 'sales', us({ date: 'Sun. 6/14/2026 9:15 PM' }), [one]],
  [
    'title rows above, blank ones between',
    'sales',
    lines('Sales', 'Accrual Basis', '', usHeader, usSale()),
    [`5${one.slice(1)}`],
  ],
  [
    'headers in other case, order and spacing',
    'sales',
    lines(
      'payment method, SALE DATE ,Client  ID,Sale ID,ITEM NAME,Location,Total Paid w/ Payment Method,Own column',
      'Visa,6/14/2026,77,5001,Mat,Downtown,12.00,x',
    ),
    [one],
  ],
  [
    'a header repeated over each group, with its subtotal',
    'sales',
    lines(usHeader, usSale(), 'Subtotal,,,,,,,,,,,,,,,,,,12.00', '', usHeader, usSale({ sale: '5002' })),
    [one, '6 | 2026-06-14 | 5002 | mat | visa | 1200 | 77 | downtown | '],
  ],
  [
    'ids with thousands separators',
    'sales',
    us({ client: '1,288', sale: '105,001' }),
    ['2 | 2026-06-14 | 105001 | mat | visa | 1200 | 1288 | downtown | '],
  ],
  [
    'ids of old',
    'sales',
    us({ client: 'AB123456' }),
    ['2 | 2026-06-14 | 5001 | mat | visa | 1200 | AB123456 | downtown | '],
  ],
  [
    'a return in parentheses',
    'sales',
    us({ paid: '($1,234.50)' }),
    ['2 | 2026-06-14 | 5001 | mat | visa | -123450 | 77 | downtown | '],
  ],
  [
    'decimal commas, column by column',
    'sales',
    us({ paid: '1.234,50 €' }, { sale: '5002', paid: '7' }),
    [
      '2 | 2026-06-14 | 5001 | mat | visa | 123450 | 77 | downtown | ',
      '3 | 2026-06-14 | 5002 | mat | visa | 700 | 77 | downtown | ',
    ],
  ],
  [
    'thousands parted by points, cents nowhere',
    'sales',
    us({ paid: '1.200' }, { sale: '5002', paid: '900' }).replaceAll('12.00', '12').replaceAll('0.00', '0'),
    [
      '2 | 2026-06-14 | 5001 | mat | visa | 120000 | 77 | downtown | ',
      '3 | 2026-06-14 | 5002 | mat | visa | 90000 | 77 | downtown | ',
    ],
  ],
  [
    'a column that leaves its decimal mark open is written as the others',
    'sales',
    us({ paid: '1.200' }).replaceAll(/(12|0)\.00/g, '"$1,00"'),
    ['2 | 2026-06-14 | 5001 | mat | visa | 120000 | 77 | downtown | '],
  ],
  [
    'ids kept from being numbers, or saved as such',
    'sales',
    us({ client: '="0077"', sale: '5001.0' }),
    ['2 | 2026-06-14 | 5001 | mat | visa | 1200 | 0077 | downtown | '],
  ],
  ['a line for Excel that names the separator', 'sales', `sep=,\r\n${us({})}`, [`3${one.slice(1)}`]],
  [
    'names with marks, quotes, line breaks and invisible characters',
    'sales',
    us({ item: '_x0008_6" block | <new>\u00a0\u200b(red)\nmat' }),
    ['2 | 2026-06-14 | 5001 | 6" block | <new> (red) mat | visa | 1200 | 77 | downtown | '],
  ],
  [
    'an item called as a totals row',
    'sales',
    us({ item: 'Total Body' }),
    ['2 | 2026-06-14 | 5001 | total body | visa | 1200 | 77 | downtown | '],
  ],
  [
    'a line without its number',
    'sales',
    us({ sale: '' }),
    ['2 | 2026-06-14 |  | mat | visa | 1200 | 77 | downtown | '],
  ],
  ['ragged rows', 'sales', `${us({})},,,\r\n\r\nNote below the table`, [one]],
  ['a header alone with a total of nothing', 'sales', lines(usHeader, 'Total,,,,,,,,,,,,,,,,,,0.00,'), []],
  [
    'no pricing option, a time not set, a sum that is not there',
    'attendance-with-revenue',
    lines(
      'Date,Day,Time,Client ID,Client,Visit Service Category,Visit Type,Type,Pricing Option,Exp. Date,Visits Rem.,Staff,Visit Location,Sale Location,Staff Paid,Late Cancel,No-show,Booking Method,Payment Service Category,Rev. per Visit',
      '6/14/2026,Sunday,TBD,77,"Doe, Jane",Yoga,Drop in,Flow,n/a,,9999,Kim,Downtown,Downtown,No,No,No,Desk,n/a,',
      'Grand Total,,,,,,,,,,,,,,,Paid: 0 Comps: 1,,,,0.00',
    ),
    ['2 | 2026-06-14 | 77 | flow |  | 0 | 77 | downtown | '],
  ],
  [
    'sums by category, with a pack that is called total',
    'sales-by-service',
    lines(
      'Service,Category,Subtotal',
      'Total Body Pack,Packs,"1,200.00"',
      'Intro,Packs,30.00',
      'Total:,,"1,230.00"',
    ),
    ['2 |  | total body pack |  |  | 120000 |  |  | packs', '3 |  | intro |  |  | 3000 |  |  | packs'],
  ],
  [
    'balances below zero',
    'account-balances',
    lines('ID,Client,Account balance', '"1,288","Doe, Jane",-5.00', '12,"Poe, Al",(7.50)', 'Total:,,-12.50'),
    ['2 |  | 1288 |  |  | -500 | 1288 |  | ', '3 |  | 12 |  |  | -750 | 12 |  | '],
  ],
]

for (const [name, report, content, rows, hints] of readings) {
  test(`${name}: read`, async () => {
    expect((await readingOf(report, content, hints)).rows).toEqual(rows)
  })
}

test('a workbook is read with its dates, times and ids as Excel shows them', async () => {
  const text = (value: string): { value: string } => ({ value })
  const sheet = [
    [
      'Date',
      'Day',
      'Time',
      'Client ID',
      'Type',
      'Pricing Option',
      'Visits Rem.',
      'Visit Location',
      'Rev. per Visit',
    ].map(text),
    [
      { value: 46_187, type: Number, format: 'm/d/yyyy' },
      text('Sunday'),
      text('8:45 am'),
      { value: 1_288, type: Number },
      text('Flow'),
      text('Pack'),
      { value: 4, type: Number },
      text('Downtown'),
      { value: 6.425, type: Number },
    ],
    [
      text('Grand Total'),
      null,
      null,
      null,
      null,
      null,
      text('Paid: 1 Comps: 0'),
      null,
      { value: 6.43, type: Number },
    ],
  ]
  const { rows, survey } = await readingOf(
    'attendance-with-revenue',
    await writeXlsxFile(sheet, {}).toBuffer(),
  )
  expect(rows).toEqual(['2 | 2026-06-14 | 1288 | flow | 525 | 643 | 1288 | downtown | '])
  expect(survey.own).toEqual({ total: 643, rows: 1 })
})
