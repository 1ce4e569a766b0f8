// Values fitted to the types the catalog promises; what does not fit is told, never bent.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitValue, misfit } from '../../src/source/fit-value.ts'
import type { FieldType } from '../../src/source/stream.ts'

const cases: readonly (readonly [FieldType, unknown, unknown])[] = [
  ['id', 9007199254740993n, 9007199254740993n],
  ['id', '9007199254740993', 9007199254740993n],
  ['id', '12', 12],
  ['int', 1.5, misfit],
  ['int', 'twelve', misfit],
  ['money', '12.50', 12.5],
  ['money', '0.1234567890123456789', misfit],
  ['money', '12.3456', 12.3456],
  ['money', '1234567890123.45', 1234567890123.45],
  ['money', '1.4500000000000002', 1.4500000000000002],
  ['money', '0.10000000000000001', misfit],
  ['money', '12345678901234567.5', misfit],
  ['money', 'twelve', misfit],
  ['id', '9223372036854775807', 9223372036854775807n],
  ['id', '9223372036854775808', misfit],
  ['money', 1e-7, 1e-7],
  ['flag', 'true', misfit],
  ['flag', false, false],
  ['text', 12, '12'],
  ['text', 9007199254740993n, '9007199254740993'],
  ['text', {}, misfit],
  ['date', '2026-01-03T00:00:00Z', '2026-01-03'],
  ['local', '2026-01-03T10:33:46Z', '2026-01-03T10:33:46'],
  ['local', '2026-01-03T10:33:46.123', '2026-01-03T10:33:46.123'],
  ['local', 'soon', misfit],
  ['utc', '2026-01-03T10:33:27.4Z', '2026-01-03T10:33:27.4Z'],
  ['utc', '2026-01-03T10:33:27', '2026-01-03T10:33:27Z'],
  ['utc', '2026-01-03T02:33:27-08:00', '2026-01-03T10:33:27.000Z'],
  ['object', [], misfit],
  ['list', {}, misfit],
  ['list', [1], [1]],
]

test.each(cases)('%s %s', (type, value, fitted) => {
  expect(fitValue(value, type)).toEqual(fitted)
})

test('null and absent are null in every type', () => {
  for (const [type] of cases) expect([fitValue(null, type), fitValue(undefined, type)]).toEqual([null, null])
})

test('whole numbers of 64 bits survive as number, bigint or text', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (id) => {
      expect(String(fitValue(String(id), 'id'))).toBe(String(id))
      expect(fitValue(id, 'id')).toBe(id)
    }),
  )
})
