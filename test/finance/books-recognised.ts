// How much of each sold option must be earned by a day, reckoned from what was drawn: the published rules, written a second time.
import { category, unlimited } from './books-catalogue.ts'
import { isInSuspense } from './books-expected.ts'
import { taxOf, type Holding, type Site, type Visit } from './books-shape.ts'

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

/** An option that nothing interrupts: no suspension of its owner, no return, no autopay, an expiry that Mindbody tells. */
export interface PlainOption {
  readonly held: Holding
  /** Smallest units that are deferred when it is sold. */
  readonly units: number
}

export const plainOptions = (site: Site, asOf: number): readonly PlainOption[] => {
  const lines = site.sales.filter(({ day }) => day <= asOf).flatMap((sale) => sale.lines)
  return site.holdings.flatMap((held) => {
    const [line, ...others] = lines.filter(({ holding }) => holding === held.id)
    const { category: of, isFromFirstUse } = held.service
    const isPlain =
      line !== undefined &&
      others.length === 0 &&
      line.contractId === null &&
      !isInSuspense(line) &&
      of !== category.immediate &&
      !isFromFirstUse &&
      !site.suspended.has(held.client)
    if (!isPlain) return []
    const net = line.total - taxOf(line)
    return [{ held, units: of === category.contra ? net + line.discount : net }]
  })
}

/** What must be recognised of an option by a day. */
export const recognisedOf = (
  site: Site,
  { held, units }: PlainOption,
  asOf: number,
  preset: Preset,
): Recognised => {
  const { service, from, to } = held
  const deferralId = `service-${held.id}`
  if (isByDay(service, preset)) {
    const days = to - from + 1
    const over = Math.max(0, Math.min(days, asOf - from + 1))
    return { deferralId, units, revenue: rounded(units * over, days), breakage: 0 }
  }
  const isCounted = service.count !== unlimited
  const sessions = isCounted ? used(site, held, asOf) : 0
  const revenue = isCounted ? rounded(units * sessions, service.count) : 0
  const recognised = { deferralId, units, revenue }
  if (service.category === category.never) return { ...recognised, breakage: 0 }
  if (to <= asOf) return { ...recognised, breakage: units - revenue }
  if (service.category !== category.proportional || !isCounted) return { ...recognised, breakage: 0 }
  // A quarter is expected never to be used, so that each use spends a third more.
  return {
    ...recognised,
    breakage: Math.min(units, rounded(units * sessions * 4, service.count * 3)) - revenue,
  }
}
