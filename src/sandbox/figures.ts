// What the studio itself knows it sold: sales and tenders by day and place, counted from its own life, never from API records.
import type { Business } from './business.ts'
import type { Line, Sale, Studio } from './life.ts'

interface SalesDay {
  readonly site_id: number
  readonly local_date: string
  readonly location_id: number
  /** Price times quantity without tax, cents; returns count against it. */
  readonly gross_cents: number
  readonly discount_cents: number
  /** gross - discount. */
  readonly net_cents: number
  readonly tax_cents: number
  /** net + tax = what the lines cost. */
  readonly total_cents: number
}

interface PaymentsDay {
  readonly site_id: number
  readonly local_date: string
  readonly location_id: number
  readonly method: string
  readonly amount_cents: number
}

export interface Figures {
  readonly salesByDay: readonly SalesDay[]
  readonly paymentsByDay: readonly PaymentsDay[]
}

/** Every sale of a site, the bench's extra ones included; a generator, so that 200,000 of them need no memory. */
export function* salesOf(business: Business, studio: Studio): Generator<Sale> {
  yield* studio.sales
  const bulk = business.bulkOf(studio.plan.siteId).between('', '9999')
  for (let offset = 0; offset < bulk.total; offset += 1_000) yield* bulk.slice(offset, 1_000)
}

/** Price times quantity without the tax it may contain. */
const grossCents = (studio: Studio, line: Line): number =>
  line.unitCents * line.quantity - (studio.plan.taxInclusive ? line.taxCents : 0)

const salesFigures = (business: Business, studio: Studio) => {
  const days = new Map<string, SalesDay>()
  const tenders = new Map<string, PaymentsDay>()
  for (const sale of salesOf(business, studio)) {
    const place = {
      site_id: studio.plan.siteId,
      local_date: sale.soldLocal.slice(0, 10),
      location_id: sale.locationId,
    }
    const key = `${place.local_date}/${place.location_id}`
    for (const line of sale.lines) {
      const day = days.get(key)
      const gross = grossCents(studio, line)
      days.set(key, {
        ...place,
        gross_cents: (day?.gross_cents ?? 0) + gross,
        discount_cents: (day?.discount_cents ?? 0) + line.discountCents,
        net_cents: (day?.net_cents ?? 0) + gross - line.discountCents,
        tax_cents: (day?.tax_cents ?? 0) + line.taxCents,
        total_cents: (day?.total_cents ?? 0) + line.totalCents,
      })
    }
    for (const { method, cents } of sale.payments) {
      const tenderKey = `${key}/${method.name}`
      const before = tenders.get(tenderKey)?.amount_cents ?? 0
      tenders.set(tenderKey, { ...place, method: method.name, amount_cents: before + cents })
    }
  }
  return { days: [...days.values()], tenders: [...tenders.values()] }
}

/** The studio's own figures as of its now. */
export const figuresOf = (business: Business): Figures => {
  const sales = business.studios.map((studio) => salesFigures(business, studio))
  return {
    salesByDay: sales.flatMap(({ days }) => days),
    paymentsByDay: sales.flatMap(({ tenders }) => tenders),
  }
}
