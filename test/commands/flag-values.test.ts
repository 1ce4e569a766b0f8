// Values of flags that several verbs take.
import { expect, test } from 'vitest'
import { durationFlag } from '../../src/commands/flag-values.ts'

test('a length of time has a number and a unit', () => {
  expect(['60s', '5m', ' 1h '].map((text) => durationFlag('apply-every', text))).toEqual([
    60_000, 300_000, 3_600_000,
  ])
  for (const text of ['60', '0s', '-1m', '1.5h', '1d', '', '100000000s', '1h30m'])
    expect(() => durationFlag('apply-every', text)).toThrow(/is no length of time/)
})
