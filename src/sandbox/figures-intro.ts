// How often people come in a month, and what became of every intro offer, counted from the life of the studio.
import { addDays } from './calendar.ts'
import { dayOfVisit, daysBetween, earliest, isGoods, monthEnd } from './figures-people.ts'
import type { Bought, People, Person } from './figures-people.ts'
import { notYet } from './life.ts'
import { methods } from './plan-shared.ts'

export interface VisitFrequency {
  readonly site_id: number
  readonly month: string
  readonly visits_n: number
  readonly people_n: number
  readonly month_days: number
  readonly month_visits: number
  readonly month_people: number
}

export interface IntroOffer {
  readonly site_id: number
  readonly client_service_id: number
  readonly person_key: string
  readonly product_id: number
  readonly is_returned: boolean
  readonly bought_on: string
  readonly expires_on: string | null
  readonly converted_on: string | null
  readonly days_from_purchase: number | null
  readonly days_from_expiry: number | null
  readonly is_matured_purchase: boolean
  readonly is_matured_expiry: boolean | null
  readonly is_converted_in_purchase_window: boolean
  readonly is_converted_in_expiry_window: boolean | null
}

export interface ClientValue {
  readonly site_id: number
  readonly person_key: string
  readonly attended_n: number
  readonly first_visit: string | null
  readonly last_visit: string | null
  readonly net_sales_cents: number
}

const conversionDays = 30

/** People by their number of visits in a month. */
export const visitFrequencies = (all: readonly People[]): readonly VisitFrequency[] =>
  all.flatMap(({ siteId, today, dataStart, persons }) => {
    const months = new Map<string, Map<Person, number>>()
    for (const person of persons)
      for (const visit of person.visits) {
        const month = `${visit.startLocal.slice(0, 7)}-01`
        const people = months.get(month) ?? new Map<Person, number>()
        months.set(month, people.set(person, (people.get(person) ?? 0) + 1))
      }
    return [...months].flatMap(([month, people]) => {
      const counts = [...people.values()]
      const last = monthEnd(month) < today ? monthEnd(month) : today
      return [...new Set(counts)].map((visits_n): VisitFrequency => ({
        site_id: siteId,
        month,
        visits_n,
        people_n: counts.filter((count) => count === visits_n).length,
        month_days: daysBetween(month < dataStart ? dataStart : month, last) + 1,
        month_visits: counts.reduce((sum, count) => sum + count, 0),
        month_people: counts.length,
      }))
    })
  })

/** A purchase that binds: a paid option that is neither an intro offer nor a single visit. */
const converts = ({ line, netCents, sale }: Bought): boolean =>
  ['pack', 'unlimited'].includes(line.item.kind) &&
  line.quantity > 0 &&
  netCents > 0 &&
  !sale.payments.every(({ method }) => method.id === methods.comp.id)

/** Every intro offer held, and the first binding purchase on its day or later. */
export const introOffers = (all: readonly People[]): readonly IntroOffer[] =>
  all.flatMap(({ siteId, today, persons }) =>
    persons.flatMap(({ key, bought }) =>
      bought.flatMap((offer): IntroOffer[] => {
        const { held, item, quantity } = offer.line
        if (held === undefined || item.kind !== 'intro' || quantity < 0 || offer.day > today) return []
        const expires = held.expiryDay === notYet ? null : held.expiryDay
        const converted =
          earliest(
            bought
              .filter((other) => converts(other) && other.day >= offer.day && other.day <= today)
              .map(({ day }) => day),
          ) ?? null
        return [
          {
            site_id: siteId,
            client_service_id: held.id,
            person_key: key,
            product_id: held.plan.productId,
            is_returned: held.returned,
            bought_on: offer.day,
            expires_on: expires,
            converted_on: converted,
            days_from_purchase: converted === null ? null : daysBetween(offer.day, converted),
            days_from_expiry: converted === null || expires === null ? null : daysBetween(expires, converted),
            is_matured_purchase: addDays(offer.day, conversionDays) <= today,
            is_matured_expiry: expires === null ? null : addDays(expires, conversionDays) <= today,
            is_converted_in_purchase_window:
              converted !== null && converted <= addDays(offer.day, conversionDays),
            is_converted_in_expiry_window:
              expires === null ? null : converted !== null && converted <= addDays(expires, conversionDays),
          },
        ]
      }),
    ),
  )

/** Visits, first and last of them, and what was sold to each person less what was given back. */
export const clientValues = (all: readonly People[]): readonly ClientValue[] =>
  all.flatMap(({ siteId, today, persons }) =>
    persons.map(({ key, visits, bought }) => ({
      site_id: siteId,
      person_key: key,
      attended_n: visits.length,
      first_visit: visits[0] === undefined ? null : dayOfVisit(visits[0]),
      last_visit: visits.at(-1)?.startLocal.slice(0, 10) ?? null,
      net_sales_cents: bought
        .filter((item) => isGoods(item) && item.day <= today)
        .reduce((sum, { netCents }) => sum + netCents, 0),
    })),
  )
