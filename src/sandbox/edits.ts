// The past as it is edited: forgotten sign-ins, returns, voids, sales moved to another day, settlements, expiries.
import { begin } from './bookings.ts'
import { addDays, dayMs, instantOf, localDayOf } from './calendar.ts'
import { touch, type Line, type Sale, type Step, type Studio } from './life.ts'
import { methods } from './plan-shared.ts'
import { createRandom, type Random } from './random.ts'
import { classesBetween } from './schedule.ts'
import { ring } from './till.ts'

/** The desk signs in whom it forgot, up to three days late. */
const signInLate = (studio: Studio, step: Step): void => {
  for (const occurrence of classesBetween(studio, step.from - 4 * dayMs, step.to)) {
    for (const visit of occurrence.visits) {
      if (visit.signInDueAt === undefined || visit.signInDueAt > step.to) continue
      visit.signedIn = true
      begin(visit)
      visit.lastModifiedAt = Math.max(visit.signInDueAt, step.from + 1_000)
      visit.signInDueAt = undefined
      occurrence.lastModifiedAt = visit.lastModifiedAt
    }
  }
}

const untouched = (line: Line): boolean =>
  line.quantity > 0 &&
  line.totalCents > 0 &&
  !line.returned &&
  line.contractId === undefined &&
  (line.held === undefined ? line.item.kind === 'retail' : line.held.used === 0 && !line.held.returned)

const newMoneyOnly = (sale: Sale): boolean =>
  sale.payments.length === 1 &&
  sale.payments.every(({ method }) => method.card || method.id === methods.cash.id)

/**
 * A return is a new sale with negative quantity that pays the money back; most of the time the old line is flagged
 * `Returned` as well. The flag alone moves no money: the sum over all lines is the truth of both.
 */
const takeBack = (studio: Studio, step: Step, random: Random): void => {
  const recent = studio.sales.filter(({ at, lines }) => at > step.from - 28 * dayMs && lines.some(untouched))
  if (recent.length === 0 || !random.chance(0.25)) return
  const sale = random.pick(recent)
  const line = sale.lines.find(untouched)
  if (line === undefined || !newMoneyOnly(sale)) return
  const at = step.from + random.int(1, dayMs / 1_000 - 1) * 1_000
  ring(studio, {
    client: sale.client,
    at: Math.max(at, sale.at + 1_000),
    locationId: sale.locationId,
    lines: [
      {
        item: line.item,
        quantity: -line.quantity,
        unitCents: line.unitCents,
        discountPercent: line.discountPercent,
        notes: `return of sale ${sale.id}`,
        ...(line.held === undefined ? {} : { givesBack: line.held }),
      },
    ],
    tenders: [{ method: sale.payments[0]?.method ?? methods.cash }],
  })
  line.returned = random.chance(0.7)
  if (line.held !== undefined) {
    line.held.returned = true
    line.held.current = false
  }
  if (sale.client !== undefined) touch(sale.client, at)
}

/** A void erases the sale, and what it sold, as if it had never been (observed); the processor keeps its own record. */
const voidOne = (studio: Studio, step: Step, random: Random): void => {
  if (!random.chance(0.07)) return
  const recent = studio.sales.filter(
    (sale) => sale.at > step.from - 2 * dayMs && sale.lines.every(untouched) && newMoneyOnly(sale),
  )
  if (recent.length === 0) return
  const sale = random.pick(recent)
  studio.sales = studio.sales.filter((other) => other !== sale)
  const sold = new Set(sale.lines.map(({ held }) => held))
  studio.held = studio.held.filter((held) => !sold.has(held))
  for (const transaction of studio.transactions) {
    if (transaction.saleId === sale.id) transaction.status = 'Approved (Voided)'
  }
  if (sale.client === undefined) return
  for (const held of sold)
    if (held !== undefined) sale.client.wallet.splice(sale.client.wallet.indexOf(held), 1)
  touch(sale.client, step.to)
}

/** The owner moves a sale up to three days back; the original time stays on record. */
const moveOne = (studio: Studio, step: Step, random: Random): void => {
  if (!random.chance(0.05)) return
  // Nothing is moved before the studio's first days: whoever reads from the beginning reads everything.
  if (step.nth < 30) return
  const recent = studio.sales.filter(({ at }) => at > step.from - 20 * dayMs && at < step.from)
  if (recent.length === 0) return
  const sale = random.pick(recent)
  const [day = '', time = ''] = sale.soldLocal.split('T')
  sale.soldLocal = `${addDays(day, -random.int(1, 3))}T${time}`
}

/** Card money settles two days after the sale. */
const settle = (studio: Studio, step: Step): void => {
  for (const transaction of studio.transactions) {
    if (transaction.settled || transaction.status === 'Declined') continue
    if (transaction.at <= step.to - 2 * dayMs && transaction.status !== 'Approved (Voided)')
      transaction.settled = true
  }
}

/** Options past their last day stop being current, and the nightly job that finds it marks the client changed. */
const expire = (studio: Studio, step: Step): void => {
  const { zone } = studio.plan
  const today = localDayOf(step.to, zone)
  for (const held of studio.held) {
    if (!held.current || held.expiryDay >= today) continue
    held.current = false
    const at = instantOf(`${addDays(held.expiryDay, 1)}T00:05:00`, zone)
    if (held.owner.status === 'Active' && !held.owner.wallet.some(({ current }) => current))
      held.owner.status = 'Expired'
    for (const client of [held.owner, ...held.sharedWith]) touch(client, Math.max(at, step.from + 1_000))
  }
}

/** All edits of a step. */
export const editPast = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'edits', step.nth)
  signInLate(studio, step)
  takeBack(studio, step, random)
  voidOne(studio, step, random)
  moveOne(studio, step, random)
  settle(studio, step)
  expire(studio, step)
}
