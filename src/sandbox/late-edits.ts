// Edits after a month's end, when its books are closed elsewhere: every month the same kinds, on sales and visits of the month before.
import { addDays, addMonths, instantOf, localDayOf } from './calendar.ts'
import { begin } from './bookings.ts'
import { replaceSale } from './desk-money.ts'
import type { ClassOccurrence, Line, Sale, Step, Studio, Visit } from './life.ts'
import { firstDay, methods } from './plan-shared.ts'
import { createRandom, type Random } from './random.ts'
import { removeVisit } from './schedule.ts'
import { sellRetail } from './shop.ts'
import { amountsOf } from './till.ts'

/** The day of the month on which the past is edited: late enough for a studio that closes its books on the third. */
export const lateEditDay = 14

interface Past {
  readonly studio: Studio
  readonly random: Random
  readonly step: Step
  /** The month before: `2026-02`. */
  readonly month: string
  /** The running month. */
  readonly today: string
}

const soldIn = (sale: Sale, month: string): boolean => sale.soldLocal.startsWith(month)

/** A sale that nothing else hangs on: paid in new money, no contract, nothing given back, no voucher. */
const plain = ({ lines, payments }: Sale): boolean =>
  payments.length === 1 &&
  payments.every(({ method, cents }) => (method.card || method.id === methods.cash.id) && cents > 0) &&
  lines.every(
    ({ quantity, contractId, held, item, returned }) =>
      quantity > 0 &&
      contractId === undefined &&
      !returned &&
      (held === undefined ? item.kind === 'retail' : held.plan.count !== undefined && !held.returned),
  )

const plainSales = ({ studio, month }: Past, more: (sale: Sale) => boolean = () => true): readonly Sale[] =>
  studio.sales.filter((sale) => soldIn(sale, month) && plain(sale) && more(sale))

const pickFrom = <T>({ random }: Past, list: readonly T[]): T | undefined =>
  list.length === 0 ? undefined : random.pick(list)

/** Out of the past month into the running one. */
const moveOut = (past: Past): void => {
  const sale = pickFrom(past, plainSales(past))
  if (sale !== undefined) sale.soldLocal = `${past.today.slice(0, 8)}04T${sale.soldLocal.slice(11)}`
}

/** Out of the running month into the past one. */
const moveIn = (past: Past): void => {
  const running = { ...past, month: past.today.slice(0, 7) }
  const sale = pickFrom(past, plainSales(running))
  const last = addDays(`${past.today.slice(0, 8)}01`, -1)
  if (sale !== undefined) sale.soldLocal = `${last}T${sale.soldLocal.slice(11)}`
}

/** Erased as if it had never been. */
const voidLate = (past: Past): void => {
  const { studio } = past
  const sale = pickFrom(
    past,
    plainSales(past, ({ lines }) => lines.every(({ held }) => held === undefined)),
  )
  if (sale === undefined) return
  studio.sales = studio.sales.filter((other) => other !== sale)
  for (const transaction of studio.transactions)
    if (transaction.saleId === sale.id) transaction.status = 'Approved (Voided)'
}

/** A tenth off, found out late; the money follows. */
const reprice = (past: Past): void => {
  const { studio } = past
  const sale = pickFrom(
    past,
    plainSales(past, ({ lines }) => lines.every(({ discountPercent }) => discountPercent === 0)),
  )
  if (sale === undefined) return
  const lines = sale.lines.map((line): Line => {
    const { item, quantity, unitCents } = line
    const discountPercent = 10
    return {
      ...line,
      discountPercent,
      ...amountsOf(studio, { item, quantity, unitCents, discountPercent }, sale.locationId),
    }
  })
  const cents = lines.reduce((sum, { totalCents }) => sum + totalCents, 0)
  replaceSale(studio, sale, { lines, payments: sale.payments.map((payment) => ({ ...payment, cents })) })
}

/** The flag alone, which moves no money. */
const flagReturned = (past: Past): void => {
  const line = pickFrom(past, plainSales(past))?.lines[0]
  if (line !== undefined) line.returned = true
}

/** A ticket of the past month that reached the system only now. */
const ringLate = (past: Past): void => {
  const { studio, random, month } = past
  sellRetail(studio, random, undefined, instantOf(`${month}-20T11:00:00`, studio.plan.zone))
}

interface Seen {
  readonly occurrence: ClassOccurrence
  readonly visit: Visit
}

const missedVisits = ({ studio, month }: Past): readonly Seen[] =>
  studio.classes
    .filter(({ day, canceled }) => day.startsWith(month) && !canceled)
    .flatMap((occurrence) =>
      occurrence.visits
        .filter(({ missed, held }) => missed && held?.plan.count !== undefined && !held.returned)
        .map((visit) => ({ occurrence, visit })),
    )

/** A no-show forgiven: the booking is taken off as if cancelled in time, and the session goes back. */
const forgive = (past: Past): void => {
  const seen = pickFrom(past, missedVisits(past))
  if (seen !== undefined) removeVisit(seen.occurrence, seen.visit, past.step.to)
}

/** A no-show who was there after all. */
const signInLater = (past: Past): void => {
  const visit = pickFrom(past, missedVisits(past))?.visit
  if (visit === undefined) return
  visit.missed = false
  visit.signedIn = true
  visit.lastModifiedAt = past.step.to
  begin(visit)
}

/** Edits the month before, once a month. */
export const editClosedMonth = (studio: Studio, step: Step): void => {
  const today = localDayOf(step.to, studio.plan.zone)
  if (Number(today.slice(8)) !== lateEditDay) return
  const month = addMonths(today, -1).slice(0, 7)
  // Nothing is sold before the first day.
  if (month < firstDay.slice(0, 7)) return
  const random = createRandom(studio.seed, studio.plan.siteId, 'late', step.nth)
  const past: Past = { studio, random, step, today, month }
  for (const edit of [moveOut, moveIn, voidLate, reprice, flagReturned, ringLate, forgive, signInLater])
    edit(past)
}
