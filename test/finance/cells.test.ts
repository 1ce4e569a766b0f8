// Ids, money, dates and times as reports write them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText, normaliseId } from '../../src/finance/cells.ts'
import type { DateHints } from '../../src/reports/date-column.ts'
import { dateColumn } from '../../src/reports/date-column.ts'
import type { DateOrder } from '../../src/finance/dates.ts'
import { dateOf, dateOrdersOf, minutesOf } from '../../src/finance/dates.ts'
import { centsOf, centsText, markIn } from '../../src/finance/money.ts'

describe('text and ids', () => {
  test.each([
    ['1,288', '1288'],
    ['100,000,123', '100000123'],
    ['AB123456', 'AB123456'],
    ['AB1,234', 'AB1,234'],
    ['12,34', '12,34'],
    [' 007 ', '007'],
    ['="007"', '007'],
    ["'007", '007'],
    ['1288.0', '1288'],
  ])('%s is %s', (text, id) => expect(normaliseId(text)).toBe(id))

  test('invisible characters go', () => {
    expect(cleanText('_x0008_Mat\u00a0 Blue\u200b\u0008')).toBe('Mat Blue')
  })
})

describe('money', () => {
  test.each([
    ['(1,234.50)', '.', -123_450],
    ['$1,234.50', '.', 123_450],
    ['-$5', '.', -500],
    ['($0.05)', '.', -5],
    ['$(1,234.50)', '.', -123_450],
    ['-£(5.00)', '.', undefined],
    ['US$ 12.00', '.', 1_200],
    ['12.00 GBP', '.', 1_200],
    ['£12', '.', 1_200],
    ['tot 99.90', '.', 9_990],
    ['5.00-', '.', -500],
    ['1.234,50 €', ',', 123_450],
    ['1 234,50', ',', 123_450],
    ["1'234.50", '.', 123_450],
    ['0.005', '.', 1],
    ['0.0049', '.', 0],
    ['.5', '.', 50],
    ['n/a', '.', null],
    ['', '.', null],
    ['five', '.', undefined],
    ['1.2.3', '.', undefined],
  ] as const)('%s under %s', (text, mark, cents) => expect(centsOf(text, mark)).toBe(cents))

  test.each([
    ['5.00', '.'],
    ['1,234.5', '.'],
    ['1,234,567', '.'],
    ['1234.567', '.'],
    ['0.425', '.'],
    ['6.4250', '.'],
    ['5,00', ','],
    ['(1.234,50) €', ','],
    ['1.234.567', ','],
    ['1,234', undefined],
    ['1.234', undefined],
    ['7', undefined],
  ])('%s tells the mark %s', (text, mark) => expect(markIn(text)).toBe(mark))

  test('any amount survives being written and read, in both styles', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }),
        fc.boolean(),
        (cents, isEuropean) => {
          const written = (Math.abs(cents) / 100).toLocaleString(isEuropean ? 'de-DE' : 'en-US', {
            minimumFractionDigits: 2,
          })
          const mark = markIn(written)
          expect(centsOf(cents < 0 ? `(${written})` : written, mark)).toBe(cents === 0 ? 0 : cents)
          expect(centsOf(centsText(cents))).toBe(cents === 0 ? 0 : cents)
        },
      ),
    )
  })
})

describe('dates and times', () => {
  test.each([
    ['6/14/2026', 'mdy', '2026-06-14'],
    ['14/06/2026', 'dmy', '2026-06-14'],
    ['14.6.26', 'dmy', '2026-06-14'],
    ['2026-06-14T10:00:00', 'dmy', '2026-06-14'],
    ['46187', 'mdy', '2026-06-14'],
    ['46187.5', 'mdy', '2026-06-14'],
    ['6/14/2026 9:15 PM', 'mdy', '2026-06-14'],
    ['Thursday, 10 September 2026', 'mdy', '2026-09-10'],
    ['September 10th, 2026', 'dmy', '2026-09-10'],
    ['10 Sep 2026', 'dmy', '2026-09-10'],
    ['Mon. 6/14/2026', 'mdy', '2026-06-14'],
    ['31 September 2026', 'mdy', undefined],
    ['Somewhen 10, 2026', 'mdy', undefined],
    ['6/14/2026', 'dmy', undefined],
    ['2/30/2026', 'mdy', undefined],
    ['Total', 'mdy', undefined],
  ] as const)('%s as %s', (text, order, date) => expect(dateOf(text, order)).toBe(date))

  test('a column decides its order', () => {
    expect(dateOrdersOf(['6/5/2026', '6/14/2026'])).toEqual(['mdy'])
    expect(dateOrdersOf(['6/5/2026'])).toEqual(['mdy', 'dmy'])
    expect(dateOrdersOf(['14/6/2026', '6/14/2026'])).toEqual([])
  })

  const orderOf = (texts: readonly string[], hints: DateHints): DateOrder => {
    const column = dateColumn()
    for (const [index, text] of texts.entries()) column.add(text, index + 2)
    return column.decide('Date', hints).order.value
  }

  test('the profile decides where the days do not, then the period, then the style', () => {
    const period = { from: '2026-06-01', to: '2026-06-12' }
    const year = { from: '2026-01-01', to: '2026-12-31' }
    expect(orderOf(['6/1/2026', '6/12/2026'], period)).toBe('mdy')
    expect(orderOf(['1/6/2026', '12/6/2026'], period)).toBe('dmy')
    expect(orderOf(['6/1/2026', '6/12/2026'], { ...period, profile: 'dmy' })).toBe('dmy')
    expect(orderOf(['1/6/2026'], { ...year, style: 'dmy' })).toBe('dmy')
    expect(orderOf(['7/7/2026'], year)).toBe('mdy')
    expect(orderOf(['1/6/2026', '14/6/2026'], { profile: 'mdy', style: 'mdy' })).toBe('dmy')
    expect(() => orderOf(['1/6/2026'], year)).toThrow('can be read as month/day and as day/month')
    expect(() => orderOf(['14/6/2026'], { told: 'mdy' })).toThrow(
      'cannot be read as mdy: row 2 has "14/6/2026"',
    )
  })

  test.each([
    ['8:45 am', 525],
    ['12:00 am', 0],
    ['12:30 PM', 750],
    ['20:45', 1245],
    ['6:00:00 p.m.', 1080],
    ['0.75', 1080],
    ['TBD', null],
    ['25:00', undefined],
    ['13:00 pm', undefined],
  ])('%s is minute %s', (text, minutes) => expect(minutesOf(text)).toBe(minutes))
})
