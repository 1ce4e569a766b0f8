// Which mark separates the cells of a file: commas, semicolons or tabs, whatever stands inside the cells.
import { expect, test } from 'vitest'
import { delimiterOf } from '../../src/finance/read-csv.ts'

const header = ['Sale Date', 'Client ID', 'Sale ID', 'Item name', 'Location', 'Payment Method', 'Total']
const lines = (mark: string, ...rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.join(mark)).join('\n')

test.each([
  ['one item as rich in commas as the row in tabs', '\t', ['x,,,', '0,00'], ['x', '0,00']],
  ['amounts with a decimal comma in each row', ';', ['x', '1,50'], ['y', '2,50']],
  ['semicolons in texts', ',', ['a; b; c', '1.50'], ['d', '2.50']],
])('%s', (_name, mark, ...sold) => {
  const rows = sold.map(([item = '', total = '']) => ['1/6/2026', '1,000,000', '1', item, 'A', 'Visa', total])
  const quoted = rows.map((row) => row.map((cell) => (cell.includes(mark) ? `"${cell}"` : cell)))
  expect(delimiterOf(lines(mark, header, ...quoted))).toBe(mark)
})

test('a title above the header, rows cut short, and a decimal comma in each', () => {
  const rows = [
    ['1/6', '7', 'x', '1,00', '', ''],
    ['2/6', '8', 'y', '2,00', ''],
    ['Total', '', '', '3,00'],
  ]
  expect(delimiterOf(lines(';', ['Sales'], [''], header, ...rows))).toBe(';')
})

test('a header alone', () => expect(delimiterOf('a;b,c;d')).toBe(';'))
