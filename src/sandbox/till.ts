// The till: rings up a sale in whole cents so that its payments always equal its lines.
import { addDays, localDayOf, localOf } from './calendar.ts'
import {
  nextId,
  notYet,
  touch,
  type Client,
  type Held,
  type Line,
  type Payment,
  type Sale,
  type Studio,
} from './life.ts'
import { methods, onlineLocationId, type Method } from './plan-shared.ts'
import type { ProductPlan, ServicePlan, SitePlan } from './plan.ts'

export interface LineDraft {
  readonly item: ServicePlan | ProductPlan
  /** Negative = a return. */
  readonly quantity?: number
  readonly unitCents?: number
  readonly discountPercent?: number
  readonly contractId?: number
  readonly giftCardCode?: string
  readonly notes?: string
  /** The pricing option a return gives back; a purchase makes a new one. */
  readonly givesBack?: Held
}

export interface SaleDraft {
  readonly client: Client | undefined
  readonly at: number
  readonly locationId: number
  readonly lines: readonly LineDraft[]
  /** Tenders in order of use, each with the most it can pay; the last one takes what is left. */
  readonly tenders: readonly { readonly method: Method; readonly upToCents?: number }[]
  readonly repId?: number
}

export const isService = (item: ServicePlan | ProductPlan): item is ServicePlan => 'programId' in item

/** Tax rate of an item: services by the site's rule, retail by the place's, value vouchers and tips never. */
export const taxRateOf = (studio: Studio, item: ServicePlan | ProductPlan, locationId: number): number => {
  if (isService(item)) return studio.plan.serviceTaxRate
  if (item.kind !== 'retail') return 0
  const place = studio.plan.locations.find(({ id }) => id === locationId) ?? studio.plan.locations[0]
  return place?.taxRate ?? 0
}

/** An amount in hundredths, rounded to what can be paid in the site's currency. */
export const coined = ({ coin = 1 }: SitePlan, cents: number): number => Math.round(cents / coin) * coin

/** A pricing option coming into a client's hands. */
const handOver = (
  studio: Studio,
  owner: Client,
  plan: ServicePlan,
  at: number,
  money: { priceCents: number; taxCents: number },
): Held => {
  const day = localDayOf(at, studio.plan.zone)
  const expiryDay = plan.fromFirstUse === true ? notYet : addDays(day, plan.validDays - 1)
  const held: Held = {
    id: nextId(studio, 'held'),
    owner,
    plan,
    ...money,
    boughtDay: day,
    activeDay: day,
    expiryDay,
    firstExpiryDay: expiryDay,
    sharedWith: new Set(),
    used: 0,
    current: true,
    returned: false,
  }
  studio.held.push(held)
  owner.wallet.push(held)
  owner.status = plan.membershipId === undefined && owner.status !== 'Active' ? 'Non-Member' : 'Active'
  owner.prospect = false
  touch(owner, at)
  return held
}

export interface Amounts {
  readonly discountCents: number
  readonly taxRate: number
  readonly taxCents: number
  readonly totalCents: number
}

/**
 * A line in cents. Tax on top: total = unit x quantity - discount + tax. Tax inside: total = unit x quantity - discount,
 * of which the tax is rate/(1 + rate). Rounded on the amount without its sign, so a return mirrors its sale to the cent.
 */
export const amountsOf = (studio: Studio, draft: LineDraft, locationId: number): Amounts => {
  const { item, quantity = 1, discountPercent = 0, unitCents = item.cents } = draft
  const gross = unitCents * Math.abs(quantity)
  const discount = coined(studio.plan, (gross * discountPercent) / 100)
  const taxRate = taxRateOf(studio, item, locationId)
  const net = gross - discount
  const { taxInclusive } = studio.plan
  const tax = coined(studio.plan, taxInclusive ? (net * taxRate) / (1 + taxRate) : net * taxRate)
  const sign = Math.sign(quantity)
  return {
    discountCents: sign * discount,
    taxRate,
    taxCents: sign * tax,
    totalCents: sign * (taxInclusive ? net : net + tax),
  }
}

const ringLine = (studio: Studio, draft: LineDraft, sale: SaleDraft): Line => {
  const { item, quantity = 1, discountPercent = 0 } = draft
  const amounts = amountsOf(studio, draft, sale.locationId)
  const bought =
    isService(item) && quantity > 0 && sale.client !== undefined
      ? handOver(studio, sale.client, item, sale.at, {
          priceCents: amounts.totalCents,
          taxCents: amounts.taxCents,
        })
      : undefined
  return {
    detailId: nextId(studio, 'detail'),
    item,
    isService: isService(item),
    unitCents: draft.unitCents ?? item.cents,
    quantity,
    discountPercent,
    ...amounts,
    held: bought ?? draft.givesBack,
    contractId: draft.contractId,
    giftCardCode: draft.giftCardCode,
    notes: draft.notes ?? '',
    returned: false,
  }
}

const pay = (studio: Studio, draft: SaleDraft, saleId: number, method: Method, cents: number): Payment => {
  const payment = { id: nextId(studio, 'payment'), method, cents, transactionId: undefined }
  if (!method.card || cents === 0) return payment
  const id = nextId(studio, 'transaction')
  const clientId = draft.client?.id ?? '1'
  studio.transactions.push({
    id,
    saleId,
    clientId,
    cents: Math.abs(cents),
    method,
    at: draft.at,
    locationId: draft.locationId,
    settled: false,
    status: cents < 0 ? 'Credit' : 'Approved',
  })
  return { ...payment, transactionId: id % 2 === 0 ? id : undefined }
}

/** Rings up a sale: lines, tenders, pricing options handed over, balances moved. A free sale carries one comp tender of 0. */
export const ring = (studio: Studio, draft: SaleDraft): Sale => {
  const id = nextId(studio, 'sale')
  const lines = draft.lines.map((line) => ringLine(studio, line, draft))
  let open = lines.reduce((sum, line) => sum + line.totalCents, 0)
  const payments: Payment[] = []
  for (const [index, { method, upToCents = Infinity }] of draft.tenders.entries()) {
    const last = index === draft.tenders.length - 1
    const cents = last ? open : Math.min(open, upToCents)
    if (cents === 0 && !(last && payments.length === 0)) continue
    payments.push(pay(studio, draft, id, payments.length === 0 && cents === 0 ? methods.comp : method, cents))
    open -= cents
  }
  const local = localOf(draft.at, studio.plan.zone)
  const sale: Sale = {
    id,
    client: draft.client,
    locationId: draft.locationId,
    at: draft.at,
    originalLocal: local,
    soldLocal: local,
    lines,
    payments,
    repId: draft.locationId === onlineLocationId ? undefined : draft.repId,
  }
  studio.sales.push(sale)
  return sale
}
