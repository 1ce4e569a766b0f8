// What clients buy: pricing options when they need one, retail after class, gift cards and credit now and then.
import { dayMs, localOf } from './calendar.ts'
import { nextId, touch, type Client, type Sale, type Step, type Studio } from './life.ts'
import { methods, onlineLocationId, promoPercent, systemClientId, type Method } from './plan-shared.ts'
import type { ProductPlan, ServicePlan } from './plan.ts'
import { createRandom, type Random } from './random.ts'
import { amountsOf, ring, type LineDraft } from './till.ts'

export const serviceOf = (studio: Studio, kind: ServicePlan['kind'], nth = 0): ServicePlan => {
  const fitting = studio.plan.services.filter((plan) => plan.kind === kind && plan.discontinued !== true)
  const plan = fitting[nth % fitting.length]
  if (plan === undefined) throw new RangeError(`site ${studio.plan.siteId} sells no ${kind}`)
  return plan
}

const productOf = (studio: Studio, kind: ProductPlan['kind'], random: Random): ProductPlan =>
  random.pick(studio.plan.products.filter((plan) => plan.kind === kind))

/** Where a purchase at an instant happens: the desk is open from 7 to 21, the online store always. */
const placeOfSale = (studio: Studio, random: Random, at: number, home: number): number => {
  const hour = Number(localOf(at, studio.plan.zone).slice(11, 13))
  return hour < 7 || hour >= 21 || random.chance(0.35) ? onlineLocationId : home
}

const newMoney = (random: Random, online: boolean): Method => {
  const roll = random.next()
  if (online) return roll < 0.82 ? methods.visa : methods.amex
  if (roll < 0.2) return methods.cash
  if (roll < 0.23) return methods.check
  return roll < 0.85 ? methods.visa : methods.amex
}

/** A split over two lines that falls on exactly half a cent has no one right allocation: the till avoids it. */
const splitsEvenly = (lineCents: readonly number[], firstCents: number): boolean => {
  const sum = lineCents.reduce((total, cents) => total + cents, 0)
  return lineCents.length > 2 || lineCents.some((cents) => (2 * cents * firstCents) % sum === 0)
}

interface Purchase {
  readonly client: Client | undefined
  readonly at: number
  readonly locationId: number
  readonly lines: readonly LineDraft[]
}

/** Sells, paying by account credit or a gift card first where the client has one and cares to use it. */
const sell = (studio: Studio, random: Random, purchase: Purchase): Sale => {
  const { client, locationId, lines } = purchase
  const rest = newMoney(random, locationId === onlineLocationId)
  const totals = lines.map((line) => amountsOf(studio, line, locationId).totalCents)
  const total = totals.reduce((sum, cents) => sum + cents, 0)
  const voucher = lines.some(({ item }) => item.kind === 'gift_card' || item.kind === 'account_credit')
  const card = voucher
    ? undefined
    : studio.giftCards.find(({ cents, soldAt }) => cents > 0 && soldAt < purchase.at - 3 * dayMs)
  const credit = client?.accountCents ?? 0
  const first =
    !voucher && credit > 0
      ? { method: methods.account, upToCents: credit }
      : card !== undefined && random.chance(0.3)
        ? { method: methods.giftCard, upToCents: card.cents }
        : undefined
  const splits = first !== undefined && first.upToCents < total
  const usable =
    first !== undefined && total > 0 && !(splits && lines.length > 1 && splitsEvenly(totals, first.upToCents))
  const tenders = usable ? [first, { method: rest }] : [{ method: rest }]
  const staff = studio.plan.staff.at(-1)
  const sale = ring(studio, { ...purchase, tenders, ...(staff === undefined ? {} : { repId: staff.id }) })
  for (const { method, cents } of sale.payments) {
    if (method.id === methods.account.id && client !== undefined) {
      client.accountCents -= cents
      touch(client, purchase.at)
    }
    if (method.id === methods.giftCard.id && card !== undefined) card.cents -= cents
  }
  return sale
}

/** Retail, gift cards, account credit, tips over the day: for a client, or for a walk-in on the system client. */
export const sellRetail = (studio: Studio, random: Random, client: Client | undefined, at: number): Sale => {
  const locationId = placeOfSale(studio, random, at, client?.homeLocationId ?? 1)
  const member = client?.status === 'Active' && random.chance(0.3)
  const lines: LineDraft[] = []
  for (let wanted = random.pick([1, 1, 1, 2, 3]); wanted > 0; wanted -= 1) {
    lines.push({
      item: productOf(studio, 'retail', random),
      quantity: random.pick([1, 1, 1, 2]),
      ...(member ? { discountPercent: 15, notes: 'member discount' } : {}),
    })
  }
  return sell(studio, random, { client, at, locationId, lines })
}

/** Gift cards and account credit sold during a day, and walk-ins. */
export const sellVouchers = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'vouchers', step.nth)
  const at = (): number => step.from + random.int(1, dayMs / 1_000 - 1) * 1_000
  if (random.chance(0.15)) {
    const [client, soldAt] = [random.pick(studio.clients), at()]
    const item = productOf(studio, 'gift_card', random)
    const code = `GC${studio.plan.siteId}${String(nextId(studio, 'giftCard')).padStart(5, '0')}`
    const locationId = placeOfSale(studio, random, soldAt, client.homeLocationId)
    sell(studio, random, { client, at: soldAt, locationId, lines: [{ item, giftCardCode: code }] })
    studio.giftCards.push({ code, soldAt, cents: item.cents })
  }
  if (random.chance(0.1)) {
    const [client, soldAt] = [random.pick(studio.clients), at()]
    const item = productOf(studio, 'account_credit', random)
    const locationId = placeOfSale(studio, random, soldAt, client.homeLocationId)
    sell(studio, random, { client, at: soldAt, locationId, lines: [{ item }] })
    client.accountCents += item.cents
    touch(client, soldAt)
  }
  if (random.chance(0.4)) sellRetail(studio, random, undefined, at())
  if (random.chance(0.3)) sellRetail(studio, random, random.pick(studio.clients), at())
}

/** A tip after an appointment, sometimes with a drink on the same ticket. */
export const sellTip = (studio: Studio, random: Random, client: Client, at: number): void => {
  const tip: LineDraft = {
    item: productOf(studio, 'tip', random),
    unitCents: random.int(5, 25) * 100 * (studio.plan.coin ?? 1),
  }
  const lines = random.chance(0.3) ? [{ item: productOf(studio, 'retail', random) }, tip] : [tip]
  sell(studio, random, { client, at, locationId: client.homeLocationId, lines })
}

/** Buys a pricing option; every seventh pack goes out under the promo code. */
export const buyOption = (
  studio: Studio,
  random: Random,
  client: Client,
  item: ServicePlan,
  at: number,
): void => {
  const home = client.homeLocationId
  const locationId = item.online ? placeOfSale(studio, random, at, home) : home
  const promo = item.kind === 'pack' && random.chance(0.15)
  const line = promo ? { item, discountPercent: promoPercent, notes: 'WELCOME10' } : { item }
  sell(studio, random, { client, at, locationId, lines: [line] })
}

/** Client number a sale is booked on. */
export const saleClientId = (sale: Sale): string => sale.client?.id ?? systemClientId
