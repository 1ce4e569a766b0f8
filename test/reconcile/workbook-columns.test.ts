// Cells of evidence: what is money in every row of a column becomes a number, ids and dates never.
import { expect, test } from 'vitest'
import { columnsOf } from '../../src/reconcile/workbook-columns.ts'

/** The values of a column's cells, numbers or texts. */
const valuesOf = (...cells: readonly (string | number | null)[]): readonly unknown[] => {
  const sides = cells.map((cell) => ({ column: cell }))
  const [column] = columnsOf(sides)
  return sides.map((side) => {
    const cell = column?.cell(side)
    return typeof cell === 'object' && cell !== null && 'value' in cell ? cell.value : cell
  })
}

test.each<readonly [string, readonly (string | number | null)[], readonly unknown[]]>([
  ['returns in parentheses', ['47.30', '(47.30)', null], [47.3, -47.3, null]],
  ['thousands', ['1,234.50', '-3.00'], [1234.5, -3]],
  ['decimal commas', ['1.234,50', '7,00'], [1234.5, 7]],
  ['four decimals of the marts', ['0.3333', '12.00'], [0.3333, 12]],
  ['counts of the marts', [14, null], [14, null]],
  ['a currency before it', ['$5.00', '($1.25)'], [5, -1.25]],
])('%s are numbers', (_, cells, expected) => {
  expect(valuesOf(...cells)).toEqual(expected)
})

test.each<readonly [string, readonly (string | number | null)[]]>([
  ['ids with separators', ['1,288', '12']],
  ['long ids', ['100000000000000001', '100000000000000002']],
  ['a mixture', ['5.00', 'n/a']],
  ['two marks', ['5,00', '5.00']],
  ['dates', ['04.05.20', '05.05.20']],
  ['times', ['8:45 am']],
  ['what a formula begins with', ['=1.00', '=2.00']],
])('%s stay texts', (_, cells) => {
  expect(valuesOf(...cells)).toEqual(cells.map((cell) => (cell === null ? null : String(cell))))
})

test('what no row has is no column; columns keep the order in which they were first seen', () => {
  expect(columnsOf([null, { a: 1, empty: null }, { b: 1, a: 2, empty: '' }]).map(({ name }) => name)).toEqual(
    ['a', 'b'],
  )
  expect(columnsOf([null])).toEqual([])
})
