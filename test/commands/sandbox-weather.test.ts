// Faults and quirks named on the command line of the sandbox.
import { expect, test } from 'vitest'
import { faultOf, quirkOf, weatherLines } from '../../src/commands/sandbox-weather.ts'

test.each([
  ['reset', { name: 'reset' }],
  ['rate_limited:3', { name: 'rate_limited', times: 3 }],
  ['empty_lists:all@/class/', { name: 'empty_lists', times: Infinity, path: '/class/' }],
  ['truncated@/sale/sales', { name: 'truncated', path: '/sale/sales' }],
])('%s is a fault', (text, fault) => {
  expect(faultOf(text)).toEqual(fault)
})

test.each(['', 'rain', 'reset:0', 'reset:many', 'reset 3', 'toString'])(
  '"%s" is none, and told with what there is',
  (text) => {
    expect(() => faultOf(text)).toThrow(expect.objectContaining({ code: 'USAGE', exitCode: 2 }) as Error)
    expect(() => faultOf(text)).toThrow(/names nothing the sandbox knows/)
  },
)

test('only a quirk with a switch can be named', () => {
  expect(quirkOf('odd-client-profile')).toBe('odd-client-profile')
  expect(() => quirkOf('online-store-location')).toThrow(/names nothing/)
})

test('all that can be named is listed', () => {
  const lines = weatherLines()
  expect(lines.some((line) => line.includes('slow_loris'))).toBe(true)
  expect(lines.some((line) => line.includes('odd-client-profile'))).toBe(true)
})
