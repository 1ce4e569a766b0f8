// JSON without rounding: ids to 64 bits, decimals to 15 digits, longer numerals as text and reported.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson, stringifyJson } from '../../src/core/json.ts'

const valueOf = (numeral: string): unknown => (parseJson(`{"n":${numeral}}`).value as { n: unknown }).n

test('whole numbers stay exact to 64 bits', () => {
  expect(valueOf('9007199254740991')).toBe(9_007_199_254_740_991)
  expect(valueOf('9007199254740993')).toBe(9_007_199_254_740_993n)
  expect(valueOf('9223372036854775807')).toBe(2n ** 63n - 1n)
  expect(valueOf('-9223372036854775808')).toBe(-(2n ** 63n))
})

test('a numeral that nothing holds stays text and is reported', () => {
  const text = '{"id":9223372036854775808,"amount":0.1234567890123456789,"fine":12.50}'
  const { value, longNumerals } = parseJson(text)
  expect(value).toEqual({ id: '9223372036854775808', amount: '0.1234567890123456789', fine: 12.5 })
  expect(longNumerals).toEqual(['9223372036854775808', '0.1234567890123456789'])
})

test('leading zeros and exponents are no significant digits', () => {
  expect(parseJson('[0.000123456789012345, 1.5e3, -0.0]')).toEqual({
    value: [0.000123456789012345, 1_500, -0],
    longNumerals: [],
  })
})

test('a byte order mark is skipped; what is no JSON is refused', () => {
  expect(parseJson('\uFEFF{"a":1}').value).toEqual({ a: 1 })
  for (const text of ['', '{', '{"a":1}}', 'nothing']) expect(() => parseJson(text)).toThrow(SyntaxError)
})

test('any 64-bit integer survives parsing and printing', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (id) => {
      expect(BigInt(valueOf(String(id)) as bigint)).toBe(id)
      expect(stringifyJson(parseJson(`{"Id":${id}}`).value)).toBe(`{"Id":${id}}`)
    }),
  )
})

test('any decimal of at most 15 digits survives parsing and printing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }),
      fc.integer({ min: 1, max: 8 }),
      (digits, places) => {
        const text = String(Math.abs(digits)).padStart(places + 1, '0')
        const numeral = `${digits < 0 ? '-' : ''}${text.slice(0, -places)}.${text.slice(-places)}`
        const { value, longNumerals } = parseJson(numeral)
        expect(longNumerals).toEqual([])
        expect(Math.abs(Number(value)).toFixed(places)).toBe(numeral.replace('-', ''))
      },
    ),
  )
})

test('any JSON value without long numerals is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value)
      const parsed = parseJson(text)
      if (parsed.longNumerals.length === 0 && !/\d{16}/.test(text))
        expect(parsed.value).toEqual(JSON.parse(text))
    }),
  )
})
