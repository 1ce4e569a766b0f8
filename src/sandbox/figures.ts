// What the studio itself knows it did: sales, tenders, attendance and cohorts counted from its own life, never from API records.
import { addMonths, localDayOf } from './calendar.ts'
import type { Business } from './business.ts'
import type { Client, Line, Sale, Studio, Visit } from './life.ts'

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

interface ClassFigures {
  readonly site_id: number
  readonly class_id: number
  /** Signed in, in a class that took place. */
  readonly attended: number
  /** Rows on the roster, late cancellations among them. */
  readonly booked: number
  readonly late_cancel: number
  readonly no_show: number
}

interface CohortCell {
  readonly site_id: number
  /** First day of the month of the first attended visit, site-local. */
  readonly cohort_month: string
  readonly month_index: number
  readonly cohort_size: number
  readonly active_n: number
  /** True once the month's last day has begun at the site. */
  readonly complete: boolean
}

export interface Figures {
  readonly salesByDay: readonly SalesDay[]
  readonly paymentsByDay: readonly PaymentsDay[]
  readonly attendedByClass: readonly ClassFigures[]
  readonly cohorts: readonly CohortCell[]
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

const classFigures = (studio: Studio): readonly ClassFigures[] =>
  studio.classes.map(({ id, visits, canceled }) => ({
    site_id: studio.plan.siteId,
    class_id: id,
    attended: canceled ? 0 : visits.filter(({ signedIn }) => signedIn).length,
    booked: visits.length,
    late_cancel: canceled ? 0 : visits.filter(({ lateCancelled }) => lateCancelled).length,
    no_show: canceled ? 0 : visits.filter(({ missed }) => missed).length,
  }))

const monthsBetween = (from: string, to: string): number => {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number)
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number)
  return (toYear - fromYear) * 12 + toMonth - fromMonth
}

/** Attended months of every client: signed in, the class took place; appointments count. */
const monthsOfClients = (studio: Studio): ReadonlyMap<Client, ReadonlySet<string>> => {
  const months = new Map<Client, Set<string>>()
  const attend = ({ client, signedIn, startLocal }: Visit): void => {
    if (!signedIn) return
    const own = months.get(client) ?? new Set()
    own.add(`${startLocal.slice(0, 7)}-01`)
    months.set(client, own)
  }
  for (const { canceled, visits } of studio.classes) if (!canceled) visits.forEach(attend)
  for (const { visit } of studio.appointments) attend(visit)
  return months
}

const cohortFigures = (studio: Studio, today: string): readonly CohortCell[] => {
  const cohorts = new Map<string, ReadonlySet<string>[]>()
  for (const months of monthsOfClients(studio).values()) {
    const first = [...months].sort()[0] ?? today
    cohorts.set(first, [...(cohorts.get(first) ?? []), months])
  }
  return [...cohorts]
    .sort(([one], [other]) => one.localeCompare(other))
    .flatMap(([cohort, members]) =>
      Array.from({ length: monthsBetween(cohort, today) + 1 }, (_, index): CohortCell => {
        const month = addMonths(cohort, index)
        const next = addMonths(month, 1)
        return {
          site_id: studio.plan.siteId,
          cohort_month: cohort,
          month_index: index,
          cohort_size: members.length,
          active_n: members.filter((months) => months.has(month)).length,
          complete: next <= today || monthEndsOn(next, today),
        }
      }),
    )
}

/** True on the last day of the month before `next`. */
const monthEndsOn = (next: string, today: string): boolean =>
  new Date(Date.parse(`${next}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) === today

/** The studio's own figures as of its now. */
export const figuresOf = (business: Business): Figures => {
  const sales = business.studios.map((studio) => salesFigures(business, studio))
  return {
    salesByDay: sales.flatMap(({ days }) => days),
    paymentsByDay: sales.flatMap(({ tenders }) => tenders),
    attendedByClass: business.studios.flatMap(classFigures),
    cohorts: business.studios.flatMap((studio) =>
      cohortFigures(studio, localDayOf(business.now, studio.plan.zone)),
    ),
  }
}
