// What only a livelier till sees: debts and their payment, complimentary tenders, cards below their face, misprinted prices.
import { dayMs } from './calendar.ts'
import { nextId, touch, type Client, type Line, type Sale, type Step, type Studio } from './life.ts'
import { methods } from './plan-shared.ts'
import type { ProductPlan } from './plan.ts'
import type { Random } from './random.ts'
import { serviceOf } from './shop.ts'
import { coined, ring } from './till.ts'

/** An instant within a step. */
export const within = (step: Step, random: Random): number =>
  step.from + random.int(1, dayMs / 1_000 - 1) * 1_000

const productOf = (studio: Studio, random: Random, kind: ProductPlan['kind']): ProductPlan | undefined => {
  const fitting = studio.plan.products.filter((plan) => plan.kind === kind)
  return fitting.length === 0 ? undefined : random.pick(fitting)
}

/** Charged to the account of somebody who has less on it: what is missing is a debt. */
const sellOnDebt = (studio: Studio, step: Step, random: Random): void => {
  const item = productOf(studio, random, 'retail')
  const client = random.pick(studio.clients)
  // A debt is only made where the studio has an item to pay it by.
  if (item === undefined || productOf(studio, random, 'account_payment') === undefined || !client.active)
    return
  const at = within(step, random)
  const sale = ring(studio, {
    client,
    at,
    locationId: client.homeLocationId,
    lines: [{ item, quantity: 2 }],
    tenders: [{ method: methods.account }],
  })
  for (const { cents } of sale.payments) client.accountCents -= cents
  touch(client, at)
}

/** A debt paid in part, in whole, or with something over, which is credit then. */
const payDebt = (studio: Studio, step: Step, random: Random): void => {
  const debtors = studio.clients.filter(({ accountCents }) => accountCents < 0)
  const item = productOf(studio, random, 'account_payment')
  if (debtors.length === 0 || item === undefined) return
  const client = random.pick(debtors)
  const at = within(step, random)
  const sale = ring(studio, {
    client,
    at,
    locationId: client.homeLocationId,
    lines: [{ item, unitCents: coined(studio.plan, -client.accountCents * random.pick([0.5, 1, 1.25])) }],
    tenders: [{ method: methods.cash }],
  })
  for (const { totalCents } of sale.lines) client.accountCents += totalCents
  touch(client, at)
}

/** A pack or a drink on the house, wholly or but for a small amount in cash. */
const giveAway = (studio: Studio, step: Step, random: Random): void => {
  const client = random.pick(studio.clients)
  if (!client.active) return
  const drink = productOf(studio, random, 'retail')
  const item = drink !== undefined && random.chance(0.4) ? drink : serviceOf(studio, 'pack')
  const upToCents = coined(studio.plan, item.cents / 3)
  ring(studio, {
    client,
    at: within(step, random),
    locationId: client.homeLocationId,
    lines: [{ item }],
    tenders: random.chance(0.5)
      ? [{ method: methods.comp }]
      : [{ method: methods.cash, upToCents }, { method: methods.comp }],
  })
}

/** A gift card sold for a fifth less than it is good for. */
const sellCardBelowFace = (studio: Studio, step: Step, random: Random): void => {
  const item = productOf(studio, random, 'gift_card')
  if (item === undefined) return
  const soldAt = within(step, random)
  const code = `GC${studio.plan.siteId}${String(nextId(studio, 'giftCard')).padStart(5, '0')}`
  const client = random.pick(studio.clients)
  ring(studio, {
    client,
    at: soldAt,
    locationId: client.homeLocationId,
    lines: [{ item, giftCardCode: code, discountPercent: 20 }],
    tenders: [{ method: methods.visa }],
  })
  studio.giftCards.push({ code, soldAt, cents: item.cents })
}

/** A sale as it stands now takes the place of what it was; whoever holds the old one holds the past. */
export const replaceSale = (studio: Studio, sale: Sale, changes: Partial<Sale>): void => {
  studio.sales[studio.sales.indexOf(sale)] = { ...sale, ...changes }
}

/** The unit price of a line printed at the total of its sale (release notes, April 2025); what was paid is right. */
const misprint = (studio: Studio, step: Step, random: Random): void => {
  const sale = studio.sales.findLast(
    ({ at, lines }) =>
      at > step.from &&
      lines.length > 1 &&
      lines.every(({ item, quantity }) => item.kind === 'retail' && quantity > 0),
  )
  const [line, ...others] = sale?.lines ?? []
  if (sale === undefined || line === undefined || !random.chance(0.5)) return
  const total = sale.lines.reduce((sum, { totalCents }) => sum + totalCents, 0)
  const printed: Line = { ...line, unitCents: total }
  replaceSale(studio, sale, { lines: [printed, ...others] })
}

/** The bank of a client takes a settled payment back. */
const chargeBack = (studio: Studio, step: Step, random: Random): void => {
  const settled = studio.transactions.filter(
    ({ at, settled: done, status }) =>
      done && status === 'Approved' && at > step.from - 40 * dayMs && at < step.from - 8 * dayMs,
  )
  if (settled.length > 0) random.pick(settled).status = 'Chargeback'
}

/** Money matters of a day, each now and then. */
export const liveAtTheTill = (studio: Studio, step: Step, random: Random): void => {
  if (random.chance(0.08)) sellOnDebt(studio, step, random)
  if (random.chance(0.12)) payDebt(studio, step, random)
  if (random.chance(0.05)) giveAway(studio, step, random)
  if (random.chance(0.04)) sellCardBelowFace(studio, step, random)
  if (random.chance(0.3)) misprint(studio, step, random)
  if (random.chance(0.03)) chargeBack(studio, step, random)
}

/** Moves what a tender on account did to its client. */
export const moveAccount = (client: Client, sale: Sale): void => {
  for (const { method, cents } of sale.payments)
    if (method.id === methods.account.id) client.accountCents -= cents
}
