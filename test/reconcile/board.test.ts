// The rule of a parallel run: so many days in a row without an open difference; a missing day breaks the row.
import { describe, expect, test } from 'vitest'
import type { ComparedDay } from '../../src/control/schedules.ts'
import { boardPage } from '../../src/reconcile/board-page.ts'
import { boardOf } from '../../src/reconcile/board.ts'
import type { Cause } from '../../src/reconcile/causes.ts'

const schedule = {
  report: 'sales',
  site_id: 1,
  folder: '/exports',
  day_from: '2026-06-01',
  days: 5,
  pass_days: 3,
  max_classed: null,
  settings: '{}',
  created_at: '2026-06-01T00:00:00.000Z',
}

const day = (nth: number): string => `2026-06-0${nth}`

const compared = (
  nth: number,
  differences: readonly { readonly cause: Cause; readonly count: number; readonly amount: string }[] = [],
  at = '08',
): ComparedDay => ({
  day: day(nth),
  at: `${day(nth)}T${at}:00:00.000Z`,
  id: `r-${nth}-${at}`,
  file: `/exports/sales-${day(nth)}.csv`,
  file_sha256: `${nth}-${at}`,
  verdict: differences.length === 0 ? 'equal' : 'differences',
  variance: '0.00',
  native_total: '10.00',
  our_total: '10.00',
  differences: JSON.stringify(differences),
  settings: '[]',
})

const unexplained = { cause: 'unexplained', count: 1, amount: '-1.37' } as const
const atLocation98 = { cause: 'location_98', count: 2, amount: '12.00' } as const

describe('the board of a parallel run', () => {
  test('three days in a row fulfil the rule, and stay what fulfilled it', () => {
    const board = boardOf(
      schedule,
      [1, 2, 3, 4].map((nth) => compared(nth)),
      day(6),
    )
    expect(board.fulfilledBy?.map((row) => row.day)).toEqual([day(1), day(2), day(3)])
    expect(board.streak).toBe(0)
    expect(board.days.at(-1)).toMatchObject({ state: 'missing' })
  })

  test('a missing day breaks the row, a day to come does not', () => {
    const files = [1, 2, 4].map((nth) => compared(nth))
    expect(boardOf(schedule, files, day(5))).toMatchObject({ streak: 1, fulfilledBy: null })
    expect(boardOf(schedule, files.slice(0, 2), day(3))).toMatchObject({ streak: 2, fulfilledBy: null })
  })

  test('an open difference fails a day, also one that adds up to nothing', () => {
    const files = [compared(1), compared(2, [{ ...unexplained, amount: '0.00' }]), compared(3)]
    const board = boardOf(schedule, files, day(4))
    expect(board.days[1]).toMatchObject({ state: 'failed', openCount: 1, openAmount: '0.00' })
    expect(board.streak).toBe(1)
  })

  test('named causes pass up to the policy, added up without sign', () => {
    const opposite = { cause: 'duplicate', count: 1, amount: '-12.00' } as const
    const board = (most: string) =>
      boardOf({ ...schedule, max_classed: most }, [compared(1, [atLocation98, opposite])], day(2)).days[0]
    expect(board('24.00')).toMatchObject({ state: 'passed', classedAmount: '24.00' })
    expect(board('23.99')).toMatchObject({ state: 'failed' })
  })

  test('the newest file of a day counts', () => {
    const board = boardOf(schedule, [compared(1, [unexplained]), compared(1, [], '09')], day(2))
    expect(board.days[0]).toMatchObject({ state: 'passed', fileSha256: '1-09', superseded: 1 })
  })
})

describe('the page of a parallel run', () => {
  test('names the causes that fail a day, and earlier files beside causes or alone', () => {
    const files = [
      compared(1),
      compared(1, [], '09'),
      compared(2, [unexplained]),
      compared(2, [unexplained], '09'),
    ]
    const page = boardPage(boardOf(schedule, files, day(3)), false)
    expect(page).toContain('no cause is open (parse_control_total,')
    expect(page).toContain('<td>1 earlier file</td>')
    expect(page).toContain('<td>unexplained 1 (-1.37) · 1 earlier file</td>')
    expect(page).toContain('<svg')
  })

  test('draws no trend of nothing', () => {
    const page = boardPage(boardOf(schedule, [compared(1)], day(2)), false)
    expect(page).toContain('No money has differed')
    expect(page).not.toContain('<svg')
  })
})
