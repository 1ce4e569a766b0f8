// Long numerals found in the bytes of a page: the same ones as a whole parse finds, each with its row and field.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../src/core/json.ts'
import { findLongNumerals } from '../../src/source/long-numerals.ts'

const find = (text: string, rows = 'Sales') =>
  findLongNumerals(Buffer.from(text), { rows, omit: [], only: {} })

test('a money amount inside the items of a sale is found with its way', () => {
  const sales = '[{"Id":1},{"Id":2,"Items":[{"Note":"a \\"b\\": {[1","Price":12.345678901234567}]}]'
  expect(find(`{"PaginationResponse":{"PageSize":2},"Sales":${sales}}`)).toEqual([
    { row: 2, field: 'Items.Price', text: '12.345678901234567' },
  ])
  expect(find('{"Class":{"Visits":[{"A":1},{"A":-1.5,"B":-123456789.1234567890}]}}', 'Class.Visits')).toEqual(
    [{ row: 2, field: 'B', text: '-123456789.1234567890' }],
  )
})

test('a null among the rows keeps its place', () => {
  expect(find('{"Sales":[{"Id":null,"L":[null]},null,{"A":1.2345678901234567}]}')).toEqual([
    { row: 3, field: 'A', text: '1.2345678901234567' },
  ])
})

test('what a card omits or trims off is none of ours', () => {
  const row =
    '{"Id":1,"Card":1.2345678901234567,"Client":{"Id":2.2345678901234567,"Weight":3.2345678901234567}}'
  const card = { rows: '', omit: ['Card'], only: { Client: ['Id'] } }
  expect(findLongNumerals(Buffer.from(row), card)).toEqual([
    { row: 1, field: 'Client.Id', text: '2.2345678901234567' },
  ])
})

test.each([
  ['ids of 64 bits', '9007199254740993'],
  ['the greatest of them', '9223372036854775807'],
  ['text', '"12345678901234567890123"'],
  ['text with words', '"card 1234567890123456.7890 "'],
  ['few digits', '0.00000000000000001'],
])('%s are none', (_, value) => {
  expect(find(`{"Sales":[{"Id":1,"Value":${value},"Other":[${value}, ${value}]}]}`)).toEqual([])
})

test.each(['9223372036854775808', '1234567890123456e2', '1.2345678901234567E-5', '0.3000000000000000000'])(
  '%s is one',
  (numeral) => {
    const found = find(`{"Sales":[{"Value":${numeral}}]}`)
    expect(found).toEqual([{ row: 1, field: 'Value', text: numeral }])
  },
)

test('the bytes tell what a parse tells, wherever the numeral lies', () => {
  const digits = fc.stringMatching(/^-?[1-9]\d{0,22}(\.\d{1,22})?$/)
  const value = fc.oneof(
    digits,
    fc.string().map((text) => JSON.stringify(text)),
    digits.map((text) => `"${text}"`),
  )
  fc.assert(
    fc.property(fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { maxLength: 6 }), (made) => {
      const rows = made.map((values) => `{"V":[${values.join(',')}]}`)
      const text = `{"Sales":[${rows.join(',')}]}`
      expect(find(text).map((found) => found.text)).toEqual(parseJson(text).longNumerals)
      const places = rows.flatMap((row, index) => parseJson(row).longNumerals.map(() => index + 1))
      expect(find(text).map(({ row }) => row)).toEqual(places)
    }),
    { numRuns: 500 },
  )
})
