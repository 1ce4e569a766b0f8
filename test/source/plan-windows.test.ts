// Windows: no day forgotten and none read twice, look-backs once a day, verifying passes that can be cut anywhere.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from '../../src/core/time.ts'
import type { WindowCursor } from '../../src/source/cursor.ts'
import { closedWindows, planWindows } from '../../src/source/plan-windows.ts'
import type { PlannedWindow, WindowsInput } from '../../src/source/plan-windows.ts'

const base = {
  incremental: {
    kind: 'window',
    startParam: 'from',
    endParam: 'to',
    field: 'At',
    stepDays: 31,
    lookbackDays: 35,
    recentDays: 3,
    lookaheadDays: 0,
  },
  cursor: undefined,
  now: new Date('2026-07-01T12:00:00Z'),
  zone: 'UTC',
  startDate: '2026-01-01',
  verifyEveryDays: 7,
  confirm: [],
} satisfies WindowsInput

const spans = (plan: readonly PlannedWindow[]): string[] =>
  plan.map(({ window: { from, to } }) => `${from}..${to}`)
const lastOf = (plan: readonly PlannedWindow[]): WindowCursor => {
  const last = plan.at(-1)
  if (last === undefined) throw new Error('nothing planned')
  return last.cursor
}

test('windows cover every day once, in order, none longer than the step', () => {
  const days = fc.record({ span: fc.integer({ min: 0, max: 800 }), step: fc.integer({ min: 1, max: 62 }) })
  fc.assert(
    fc.property(days, ({ span, step }) => {
      const to = addDays('2024-02-20', span)
      let next = '2024-02-20'
      for (const window of closedWindows({ from: next, to }, step)) {
        expect(window.from).toBe(next)
        expect(daysBetween(window.from, window.to)).toBeLessThan(step)
        expect(window.to >= window.from && window.to <= to).toBe(true)
        next = addDays(window.to, 1)
      }
      expect(next).toBe(addDays(to, 1))
    }),
  )
})

describe('how deep a pass reads', () => {
  const read: WindowCursor = {
    kind: 'window',
    until: '2026-06-30',
    from: '2026-01-01',
    lookbackAt: '2026-07-01T11:00:00.000Z',
    wholeAt: '2026-06-28T12:00:00.000Z',
  }

  test('a first pass reads everything and says so only at its end', () => {
    const plan = planWindows(base)
    expect(spans(plan)[0]).toBe('2026-01-01..2026-01-31')
    expect(plan[0]?.cursor).toEqual({
      kind: 'window',
      until: '2026-01-31',
      from: '2026-01-01',
      verifyingAt: '2026-07-01T12:00:00.000Z',
      verifiedUntil: '2026-01-31',
    })
    expect(lastOf(plan)).toEqual({
      kind: 'window',
      until: '2026-06-30',
      from: '2026-01-01',
      lookbackAt: '2026-07-01T12:00:00.000Z',
      wholeAt: '2026-07-01T12:00:00.000Z',
    })
  })

  test('an hour later only the recent days, a day later the look-back', () => {
    expect(spans(planWindows({ ...base, cursor: read }))).toEqual(['2026-06-28..2026-07-01'])
    const later = planWindows({ ...base, cursor: { ...read, lookbackAt: '2026-06-30T12:00:00.000Z' } })
    expect(spans(later)).toEqual(['2026-05-27..2026-06-26', '2026-06-27..2026-07-01'])
    expect(later[0]?.cursor.lookbackAt).toBe('2026-06-30T12:00:00.000Z')
    expect(lastOf(later).lookbackAt).toBe('2026-07-01T12:00:00.000Z')
  })

  test('a configured look-back stands in for both', () => {
    const cursor = { ...read, lookbackAt: '2026-06-30T12:00:00.000Z' }
    expect(spans(planWindows({ ...base, cursor, lookbackDays: 2 }))).toEqual(['2026-06-29..2026-07-01'])
    expect(spans(planWindows({ ...base, cursor: read, lookbackDays: 0 }))).toEqual(['2026-07-01..2026-07-01'])
  })

  test('a verifying pass reads what is new first, then everything before it', () => {
    const plan = planWindows({ ...base, cursor: { ...read, wholeAt: '2026-06-20T12:00:00.000Z' } })
    expect(spans(plan)).toEqual([
      '2026-06-28..2026-07-01',
      '2026-01-01..2026-01-31',
      '2026-02-01..2026-03-03',
      '2026-03-04..2026-04-03',
      '2026-04-04..2026-05-04',
      '2026-05-05..2026-06-04',
      '2026-06-05..2026-06-27',
    ])
    expect(plan[3]?.cursor).toMatchObject({ until: '2026-06-30', wholeAt: '2026-06-20T12:00:00.000Z' })
    expect(lastOf(plan).wholeAt).toBe('2026-07-01T12:00:00.000Z')
    expect(
      spans(planWindows({ ...base, cursor: { ...read, wholeAt: '' }, verifyEveryDays: 0 })),
    ).toHaveLength(1)
  })

  test('missed rows are confirmed in the windows they were missed in', () => {
    const plan = planWindows({ ...base, cursor: read, confirm: ['2026-02-14', '2026-02-15', '2026-06-29'] })
    expect(spans(plan)).toEqual(['2026-06-28..2026-07-01', '2026-02-01..2026-03-03'])
    expect(lastOf(plan)).toEqual({ ...read, from: '2026-01-01' })
  })

  test('an earlier start date reads the days before, newest first', () => {
    const plan = planWindows({ ...base, cursor: read, startDate: '2025-11-15' })
    expect(spans(plan)).toEqual([
      '2026-06-28..2026-07-01',
      '2025-12-16..2025-12-31',
      '2025-11-15..2025-12-15',
    ])
    expect(plan.map(({ cursor }) => cursor.from)).toEqual(['2026-01-01', '2025-12-16', '2025-11-15'])
  })
})

test('passes cut anywhere read every day, and the whole is only claimed once it was read', () => {
  const runs = fc.array(
    fc.record({ cut: fc.integer({ min: 0, max: 9 }), hours: fc.integer({ min: 1, max: 60 }) }),
    { minLength: 1, maxLength: 12 },
  )
  fc.assert(
    fc.property(runs, (passes) => {
      let cursor: WindowCursor | undefined
      let now = base.now
      /** When each day was last read. */
      const readAt = new Map<string, Date>()
      for (const { cut, hours } of [...passes, { cut: 99, hours: 1 }]) {
        for (const planned of planWindows({ ...base, cursor, now }).slice(0, cut)) {
          const { from, to } = planned.window
          for (let day = from; day <= to; day = addDays(day, 1)) readAt.set(day, now)
          ;({ cursor } = planned)
        }
        const { wholeAt, until = '' } = cursor ?? {}
        for (let day = base.startDate; day <= until; day = addDays(day, 1)) expect(readAt.has(day)).toBe(true)
        if (wholeAt !== undefined) {
          for (let day = base.startDate; day <= until; day = addDays(day, 1)) {
            expect((readAt.get(day) as Date).toISOString() >= wholeAt).toBe(true)
          }
        }
        now = new Date(now.getTime() + hours * 3_600_000)
      }
      expect(cursor?.wholeAt).toBeDefined()
    }),
  )
})
