// Extra plain sales for memory benches: never stored, computed from their number when asked for.
import { dayMs, localOf } from './calendar.ts'
import { methods } from './plan-shared.ts'
import type { Line, Sale } from './life.ts'
import type { SitePlan } from './plan.ts'

const spanMs = 365 * dayMs
const firstId = 6_000_000_000

/** `count` one-line cash sales of a drink, spread evenly over the first simulated year of one site. */
export interface Bulk {
  readonly count: number
  /** Sales whose local time lies in [from, to], both naive wall clock. */
  between(
    from: string,
    to: string,
  ): { readonly total: number; slice(offset: number, limit: number): readonly Sale[] }
}

/** The sales number 0 … count-1 lie in order of time, so a window is a run of numbers found by bisection. */
export const createBulk = (plan: SitePlan, bornAt: number, count: number): Bulk => {
  const item = plan.products.find(({ kind }) => kind === 'retail')
  if (item === undefined) throw new RangeError(`site ${plan.siteId} sells no retail`)
  const rate = plan.locations[0]?.taxRate ?? 0
  const tax = Math.round(plan.taxInclusive ? (item.cents * rate) / (1 + rate) : item.cents * rate)
  const total = plan.taxInclusive ? item.cents : item.cents + tax
  const instant = (nth: number): number =>
    bornAt + 1_000 * Math.floor((nth * spanMs) / Math.max(1, count) / 1_000)
  const saleOf = (nth: number): Sale => {
    const at = instant(nth)
    const local = localOf(at, plan.zone)
    const line: Line = {
      detailId: 1_500_000_000 + nth,
      item,
      isService: false,
      unitCents: item.cents,
      quantity: 1,
      discountPercent: 0,
      discountCents: 0,
      taxRate: rate,
      taxCents: tax,
      totalCents: total,
      held: undefined,
      contractId: undefined,
      giftCardCode: undefined,
      notes: '',
      returned: false,
    }
    return {
      id: firstId + nth,
      client: undefined,
      locationId: 1,
      at,
      originalLocal: local,
      soldLocal: local,
      lines: [line],
      payments: [{ id: 1_600_000_000 + nth, method: methods.cash, cents: total, transactionId: undefined }],
      repId: undefined,
    }
  }
  /** First number whose local time is not before a wall clock time (`inclusive`), or is after it. */
  const firstFrom = (local: string, inclusive: boolean): number => {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >> 1
      const at = localOf(instant(middle), plan.zone)
      if (inclusive ? at >= local : at > local) high = middle
      else low = middle + 1
    }
    return low
  }
  return {
    count,
    between: (from, to) => {
      const first = firstFrom(from, true)
      const size = Math.max(0, firstFrom(to, false) - first)
      return {
        total: size,
        slice: (offset, limit) =>
          Array.from({ length: Math.max(0, Math.min(limit, size - offset)) }, (_, nth) =>
            saleOf(first + offset + nth),
          ),
      }
    },
  }
}
