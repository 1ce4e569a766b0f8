// Payroll: fortnights at most, active staff only, and rows that only their order tells apart.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { addDays } from '../../src/sandbox/calendar.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import type { Stream } from '../../src/source/stream.ts'
import { askerOf, at, type Asker, type Body } from './asking.ts'
import { ask, cardOf, expectShape, inOrder, siteIds, type Pairs } from './cards.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

const payLists = [
  'payroll_time_cards',
  'payroll_commissions',
  'payroll_scheduled_service_earnings',
  'payroll_tips',
]

/** Windows of 14 days from the studio's birth to today, as the card says. */
const fortnights = (): readonly (readonly [string, string])[] => {
  const windows: [string, string][] = []
  for (let day = '2025-07-01'; day <= '2026-07-01'; day = addDays(day, 14)) {
    windows.push([`${day}T00:00:00`, `${addDays(day, 13)}T23:59:59`])
  }
  return windows
}

const readPayroll = async (asker: Asker, card: Stream, query: Pairs = []): Promise<readonly Body[]> => {
  const rows: Body[] = []
  for (const [from, to] of fortnights()) {
    const window = [
      ['request.startDateTime', from],
      ['request.endDateTime', to],
    ] as const
    rows.push(...(await ask(asker, card, [...window, ...query])))
  }
  return rows
}

/** Rows with their number among those that share the rest of the card's key. */
const numbered = (card: Stream, rows: readonly Body[]): readonly Body[] => {
  if (!card.key.includes('Ordinal')) return rows
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const key = card.key.map((name) => String(row[name])).join('/')
    seen.set(key, (seen.get(key) ?? 0) + 1)
    return { ...row, Ordinal: seen.get(key) }
  })
}

describe('payroll', () => {
  it.each(payLists)('%s: fortnights bring all that active staff earned', async (name) => {
    const card = cardOf(name)
    for (const siteId of siteIds) {
      const answered = numbered(card, await readPayroll(await askerOf(sandbox, siteId), card))
      expect(inOrder(answered)).toEqual(inOrder(recordsOf(sandbox.business, name, siteId)))
      expectShape(card, answered)
    }
  })

  it.each(payLists)('%s: more than 14 days are refused, no dates are the last seven', async (name) => {
    const [card, asker] = [cardOf(name), await askerOf(sandbox, 10_002)]
    const wide = [
      ['request.startDateTime', '2026-06-01T00:00:00'],
      ['request.endDateTime', '2026-06-15T00:00:01'],
    ] as const
    const { status, body } = await asker.get(card.path, wide)
    expect([status, at(body, 'Error.Code')]).toEqual([400, 'InvalidParameter'])
    expect((await asker.get(card.path, wide.slice(0, 1))).status).toBe(400)
    const week = [
      ['request.startDateTime', '2026-06-24T00:00:00'],
      ['request.endDateTime', '2026-07-01T23:59:59'],
    ] as const
    expect(inOrder(await ask(asker, card, []))).toEqual(inOrder(await ask(asker, card, week)))
  })

  it('lists rows by staff, and whoever has left only when named', async () => {
    const [asker, card] = [await askerOf(sandbox, 10_001), cardOf('payroll_scheduled_service_earnings')]
    const window = [
      ['request.startDateTime', '2026-01-05T00:00:00'],
      ['request.endDateTime', '2026-01-18T23:59:59'],
    ] as const
    const ids = (rows: readonly Body[]): readonly number[] => rows.map(({ StaffId }) => Number(StaffId))
    const all = ids(await ask(asker, card, window))
    expect(all).toEqual(all.toSorted((one, other) => one - other))
    expect(all).not.toContain(100_000_013)
    const gone = ids(await ask(asker, card, [...window, ['request.staffId', '100000013']]))
    expect(new Set(gone)).toEqual(new Set([100_000_013]))
    const lone = await asker.get(card.path, [['request.scheduledServiceId', '95010']])
    expect(lone.status).toBe(400)
  })

  it('has what makes each key as long as it is', () => {
    const of = (name: string): readonly Body[] => recordsOf(sandbox.business, name, 10_001)
    expect(of('payroll_commissions').some(({ Ordinal }) => Ordinal === 2)).toBe(true)
    expect(new Set(of('payroll_commissions').map(({ SaleType }) => SaleType))).toEqual(
      new Set(['Purchase', 'Return']),
    )
    const earned = of('payroll_scheduled_service_earnings')
    expect(new Set(earned.map(({ ScheduledServiceType }) => ScheduledServiceType))).toEqual(
      new Set(['Class', 'Appointment', 'Enrollment']),
    )
    expect(earned.some(({ Earnings }) => Earnings === 0)).toBe(true)
    expect(new Set(earned.map(({ ScheduledServiceId }) => ScheduledServiceId)).size).toBeLessThan(
      earned.length,
    )
    const cards = of('payroll_time_cards')
    expect(new Set(cards.map(({ StaffId, TimeIn }) => `${StaffId}/${TimeIn}`)).size).toBeLessThan(
      cards.length,
    )
  })

  it('leaves no tip out: the tips of all staff are the tip lines of the sales', () => {
    for (const { plan, sales } of sandbox.business.studios) {
      const left = new Set(plan.staff.filter(({ until }) => until !== undefined).map(({ id }) => id))
      expect(left.size).toBe(1)
      const paid = recordsOf(sandbox.business, 'payroll_tips', plan.siteId)
      const sold = sales.filter(({ lines }) => lines.some(({ item }) => item.kind === 'tip'))
      expect(paid.length).toBeGreaterThan(0)
      expect(paid.length).toBeLessThanOrEqual(sold.length)
      expect(paid.every(({ StaffId }) => !left.has(Number(StaffId)))).toBe(true)
    }
  })
})
