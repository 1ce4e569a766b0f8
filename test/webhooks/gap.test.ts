// Gaps by counting: what is on its way is none, what is missing twice is, and counters that begin anew accuse nobody.
import { describe, expect, test } from 'vitest'
import type { MetricsSnapshot } from '../../src/control/webhook-metrics.ts'
import { gapsOf } from '../../src/webhooks/gap.ts'

const hourMs = 3_600_000
const activatedAt = new Date('2026-06-30T00:00:00Z')
const atHour = (hour: number): Date => new Date(activatedAt.getTime() + hour * hourMs)

type Counts = Partial<Pick<MetricsSnapshot, 'status' | 'delivered' | 'accepted' | 'failed'>>

/** Looks at hours 1, 2, ... judged one after the other, as the watch does. */
const judged = (...looks: readonly Counts[]) => {
  const history: MetricsSnapshot[] = []
  return looks.map((counts, index) => {
    const delivered = counts.delivered ?? 0
    const look: MetricsSnapshot = {
      subscriptionId: 'one',
      at: atHour(index + 1),
      status: 'Active',
      attempted: delivered,
      delivered,
      undelivered: 0,
      failed: 0,
      accepted: delivered,
      ...counts,
    }
    const gaps = gapsOf(look, history, { activatedAt, isOurs: true })
    history.unshift(look)
    return gaps.map(({ reason, from, to }) => [reason, hoursOf(from), hoursOf(to)])
  })
}
const hoursOf = (at: Date): number => (at.getTime() - activatedAt.getTime()) / hourMs
const nothing: readonly never[] = []

test('what is counted on both sides is no gap', () => {
  expect(judged({ delivered: 10 }, { delivered: 25 }, { delivered: 25 })).toEqual([nothing, nothing, nothing])
})

test('at the first look nothing was delivered before the activation; its counters are held against that', () => {
  expect(judged({ delivered: 5 })).toEqual([nothing])
  expect(judged({ failed: 2 })).toEqual([[['failed', -4, 1]]])
  expect(judged({ status: 'DeactivatedByAdmin' })).toEqual([[['not_active', 0, 1]]])
})

describe('deliveries on their way', () => {
  test('accepted here and not yet counted there', () => {
    const looks = judged(
      { delivered: 10 },
      { delivered: 17, accepted: 20 },
      { delivered: 30 },
      { delivered: 38, accepted: 40 },
      { delivered: 50 },
    )
    expect(looks.flat()).toEqual([])
  })

  test('repeats of what we had answered too late: accepted twice, delivered once', () => {
    const looks = judged(
      { delivered: 10, accepted: 12 },
      { delivered: 20, accepted: 22 },
      { delivered: 30, accepted: 32 },
    )
    expect(looks.flat()).toEqual([])
  })

  test('a difference seen once is not believed, gone at the next look', () => {
    expect(judged({ delivered: 10 }, { delivered: 20, accepted: 18 }, { delivered: 30 }).flat()).toEqual([])
  })
})

test('a difference that stays is a gap from the last good look on, and told once', () => {
  const looks = judged(
    { delivered: 10 },
    { delivered: 20, accepted: 17 },
    { delivered: 30, accepted: 27 },
    { delivered: 40, accepted: 37 },
    { delivered: 50, accepted: 47 },
  )
  expect(looks).toEqual([nothing, nothing, [['uncounted', -3, 3]], nothing, nothing])
})

test('what is missing from the beginning is missing too', () => {
  expect(judged({ delivered: 4, accepted: 0 }, { delivered: 4, accepted: 0 })[1]).toEqual([
    ['uncounted', -4, 2],
  ])
})

test('a second loss after a first is told as well', () => {
  const lost = (delivered: number, missing: number) => ({ delivered, accepted: delivered - missing })
  const looks = judged(lost(10, 0), lost(20, 3), lost(30, 3), lost(40, 5), lost(50, 5), lost(60, 5))
  expect(looks.flat().map(([reason, , to]) => [reason, to])).toEqual([
    ['uncounted', 3],
    ['uncounted', 5],
  ])
})

test('messages given up reach back to their first try', () => {
  expect(judged({ failed: 0 }, { failed: 2 }, { failed: 2 })).toEqual([nothing, [['failed', -3, 2]], nothing])
})

describe('counters that begin anew', () => {
  test('theirs: nothing is missing, and what comes later is held against the new beginning', () => {
    const looks = judged(
      { delivered: 100 },
      { delivered: 3, accepted: 103 },
      { delivered: 10, accepted: 110 },
      { delivered: 20, accepted: 120 },
    )
    expect(looks.flat()).toEqual([])
    const lossy = judged(
      { delivered: 100 },
      { delivered: 3, accepted: 103 },
      { delivered: 10, accepted: 110 },
      { delivered: 20, accepted: 118 },
      { delivered: 30, accepted: 128 },
    )
    expect(lossy.flat()).toEqual([['uncounted', -1, 5]])
  })

  test('ours, after the control database was restored', () => {
    expect(
      judged({ delivered: 100 }, { delivered: 105, accepted: 5 }, { delivered: 110, accepted: 10 }).flat(),
    ).toEqual([])
  })

  test('messages given up since then are told', () => {
    expect(judged({ delivered: 9, failed: 7 }, { delivered: 1, failed: 2 })[1]).toEqual([['failed', -3, 2]])
  })
})

test('not Active: from before the last good look to the first good one, each stretch once', () => {
  const looks = judged(
    {},
    { status: 'DeactivatedTooManyFailedMessageDeliveryAttempts' },
    { status: 'anything else' },
    {},
    {},
  )
  expect(looks).toEqual([
    nothing,
    [['not_active', -3, 2]],
    [['not_active', 2, 3]],
    [['not_active', 3, 4]],
    nothing,
  ])
})
