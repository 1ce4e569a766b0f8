// What the desk does to options already sold: part-used ones taken back, others re-dated, memberships suspended.
import { addDays, addMonths, dayMs, localDayOf } from './calendar.ts'
import { moveAccount, within } from './desk-money.ts'
import { touch, type Held, type Line, type Sale, type Step, type Studio } from './life.ts'
import { methods } from './plan-shared.ts'
import type { Random } from './random.ts'
import { coined, ring } from './till.ts'

interface SoldOption {
  readonly sale: Sale
  readonly line: Line
  readonly held: Held
}

/** Options sold for money since an instant, contracts and what was taken back left out. */
const optionsSold = (studio: Studio, since: number): readonly SoldOption[] =>
  studio.sales
    .filter(({ at }) => at > since)
    .flatMap((sale) =>
      sale.lines.flatMap((line) =>
        line.held !== undefined &&
        line.quantity > 0 &&
        line.totalCents > 0 &&
        line.contractId === undefined &&
        !line.held.returned
          ? [{ sale, line, held: line.held }]
          : [],
      ),
    )

/** A used pack comes back: all of its price, which ends it, or a part for goodwill, after which it may be used on. */
const takeBackUsed = (studio: Studio, step: Step, random: Random): void => {
  const used = optionsSold(studio, step.from - 60 * dayMs).filter(
    ({ held }) => held.plan.count !== undefined && held.used > 0 && held.current,
  )
  if (used.length === 0) return
  const { sale, line, held } = random.pick(used)
  const whole = random.chance(0.5)
  const { client } = sale
  if (client === undefined) return
  const at = Math.max(within(step, random), sale.at + 1_000)
  const back = ring(studio, {
    client,
    at,
    locationId: sale.locationId,
    lines: [
      {
        item: line.item,
        quantity: -1,
        unitCents: whole ? line.unitCents : coined(studio.plan, line.unitCents * random.pick([0.2, 0.35])),
        discountPercent: line.discountPercent,
        notes: `return of sale ${sale.id}`,
        givesBack: held,
      },
    ],
    tenders: [{ method: random.chance(0.3) ? methods.account : methods.cash }],
  })
  moveAccount(client, back)
  touch(client, at)
  if (!whole) return
  held.returned = true
  held.current = false
  line.returned = random.chance(0.7)
}

/** Long after the sale the desk moves the last day of a pack, once; the day told first stays on record here. */
const redate = (studio: Studio, step: Step, random: Random): void => {
  const today = localDayOf(step.to, studio.plan.zone)
  const movable = optionsSold(studio, step.from - 120 * dayMs).filter(
    ({ sale, held }) =>
      sale.at < step.from - 45 * dayMs &&
      held.plan.count !== undefined &&
      held.plan.fromFirstUse !== true &&
      held.current &&
      held.expiryDay === held.firstExpiryDay &&
      held.expiryDay > addDays(today, 5) &&
      held.owner.suspended === undefined,
  )
  if (movable.length === 0) return
  const { held } = random.pick(movable)
  held.expiryDay = addDays(held.expiryDay, random.pick([-4, 14, 30]))
  touch(held.owner, step.to)
}

/** A client on holiday: some days of an unlimited option are suspended and its last day moves out by as many. */
const suspend = (studio: Studio, step: Step, random: Random): void => {
  const from = addDays(localDayOf(step.to, studio.plan.zone), 1)
  const days = random.int(3, 7)
  const fitting = studio.clients.flatMap((client) => {
    const held = client.wallet.findLast(
      ({ plan, current, returned }) => plan.count === undefined && current && !returned,
    )
    // The days lie whole within the time that is paid for.
    const end = held?.plan.contractOnly === true ? addMonths(held.activeDay, 1) : held?.expiryDay
    return held !== undefined &&
      end !== undefined &&
      client.suspended === undefined &&
      held.activeDay < from &&
      addDays(from, days + 1) < end &&
      client.wallet.every(({ expiryDay, firstExpiryDay }) => expiryDay === firstExpiryDay)
      ? [{ client, held }]
      : []
  })
  if (fitting.length === 0) return
  const { client, held } = random.pick(fitting)
  client.suspended = { from, until: addDays(from, days - 1) }
  held.expiryDay = addDays(held.expiryDay, days)
  touch(client, step.to)
}

/** Changes to options sold, each now and then. */
export const liveAtTheDesk = (studio: Studio, step: Step, random: Random): void => {
  if (random.chance(0.07)) takeBackUsed(studio, step, random)
  if (random.chance(0.06)) redate(studio, step, random)
  if (random.chance(0.05)) suspend(studio, step, random)
}
