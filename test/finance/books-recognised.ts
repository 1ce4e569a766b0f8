// How much of each sold option must be earned by a day, reckoned from what was drawn: the published rules, written a second time.
import { category, unlimited } from './books-catalogue.ts'
import { isInSuspense } from './books-expected.ts'
import { taxOf, type Holding, type Line, type Site, type Visit } from './books-shape.ts'

export type Preset = 'gaap_default' | 'mindbody_native'

export interface Recognised {
  readonly deferralId: string
  readonly units: number
  readonly revenue: number
  readonly breakage: number
}

/** To the nearest whole, a half upwards; whole numbers only, so that no double decides about a cent. */
const rounded = (dividend: number, divisor: number): number =>
  Math.floor((2 * dividend + divisor) / (2 * divisor))

const consuming: readonly Visit['outcome'][] = ['attended', 'late_cancel', 'no_show', 'unresolved']

/** Sessions used by a day, at most those that were sold. */
const used = (site: Site, { id, service }: Holding, asOf: number): number =>
  site.visits
    .filter(({ holding, day, outcome }) => holding === id && day <= asOf && consuming.includes(outcome))
    .reduce((sum, { sessions }) => Math.min(sum + sessions, service.count), 0)

const isByDay = ({ category: of, count, membershipId }: Holding['service'], preset: Preset): boolean => {
  if (of === category.byDay) return true
  if (of === category.proportional) return false
  return count === unlimited || (preset === 'mindbody_native' && membershipId !== null)
}

const amounts = (
  site: Site,
  line: Line,
  held: Holding,
  asOf: number,
  preset: Preset,
): Omit<Recognised, 'deferralId'> => {
  const { service, from, to } = held
  const net = line.total - taxOf(line)
  const units = service.category === category.contra ? net + line.discount : net
  if (isByDay(service, preset)) {
    const days = to - from + 1
    return {
      units,
      revenue: rounded(units * Math.min(days, asOf - from + 1 > 0 ? asOf - from + 1 : 0), days),
      breakage: 0,
    }
  }
  const sessions = service.count === unlimited ? 0 : used(site, held, asOf)
  const revenue = service.count === unlimited ? 0 : rounded(units * sessions, service.count)
  const rest = units - revenue
  if (service.category === category.never) return { units, revenue, breakage: 0 }
  if (to <= asOf) return { units, revenue, breakage: rest }
  if (service.category !== category.proportional || service.count === unlimited)
    return { units, revenue, breakage: 0 }
  // A quarter is expected never to be used, so that each use earns a third more.
  return {
    units,
    revenue,
    breakage: Math.min(units, rounded(units * sessions * 4, service.count * 3)) - revenue,
  }
}

/** Holdings that nothing interrupts: no suspension of the owner, no return, no autopay that ends a slice early. */
export const recognisedBy = (site: Site, asOf: number, preset: Preset): readonly Recognised[] => {
  const lines = site.sales.filter(({ day }) => day <= asOf).flatMap((sale) => sale.lines)
  return site.holdings.flatMap((held) => {
    const own = lines.filter(({ holding }) => holding === held.id)
    const [sold] = own
    const isPlain =
      own.length === 1 &&
      sold !== undefined &&
      sold.contractId === null &&
      !isInSuspense(sold) &&
      held.service.category !== category.immediate &&
      !site.suspended.has(held.client)
    if (!isPlain) return []
    return [{ deferralId: `service-${held.id}`, ...amounts(site, sold, held, asOf, preset) }]
  })
}
