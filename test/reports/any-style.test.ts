// Whatever the style a program writes sales in, the same sales are read; whatever else a file holds, it is refused in words.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '../../src/core/errors.ts'
import { nameKey } from '../../src/finance/cells.ts'
import { readingOf } from './report-reading.ts'

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

const scraps = [
  '<table>',
  '</table>',
  '<tr>',
  '</tr>',
  '<td>',
  '</td>',
  '<td colspan=3 rowspan=2>',
  '<th>',
  '<caption>Visa',
  '</caption>',
  '<span class="staffName">',
  '</span>',
  '<a href="/clients/7/x?ID=%FF">',
  '</a>',
  '<',
  '>',
  '&nbsp;',
  '<!--',
  '-->',
  '<select>',
  '</select>',
  '<script>',
  'Sale Date',
  'Client ID',
  'Sale ID',
  'Item name',
  'Location',
  'Total Paid w/ Payment Method',
  'Payment Method',
  ',',
  '"',
  '\n',
  '6/14/2026',
  '31/31/2026',
  '12.00',
  '1,50',
  'Total',
  'x',
  '\0',
]

test('any scraps of a file are read, or refused as a problem of the file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...scraps), { maxLength: 60 }), async (content) => {
      const read = await readingOf('sales', content.join('')).catch((error: unknown) => error)
      const code = read instanceof Problem ? read.code : read instanceof Error ? read.message : 'read'
      expect(['read', 'REPORT_PROFILE', 'REPORT_SETTINGS']).toContain(code)
    }),
    { numRuns: 100 },
  )
})
