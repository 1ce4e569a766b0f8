// Small studios drawn from a seed: the lists of a hand-made one under another clock, currency, tax rule, and set of prices.
import { london } from './plan-london.ts'
import { losAngeles } from './plan-los-angeles.ts'
import { sydney } from './plan-sydney.ts'
import { tokyo } from './plan-tokyo.ts'
import type { CategoryPlan, LocationPlan, SitePlan } from './plan.ts'
import { createRandom, type Random } from './random.ts'

interface Region {
  readonly zone: string
  readonly country: string
  readonly currency: string
  readonly coin?: number
}

/** Both sides of Greenwich, halves of hours, the far ends of the date line, with and without summer time. */
const regions: readonly Region[] = [
  { zone: 'America/Los_Angeles', country: 'US', currency: 'USD' },
  { zone: 'Europe/London', country: 'GB', currency: 'GBP' },
  { zone: 'Australia/Sydney', country: 'AU', currency: 'AUD' },
  { zone: 'Asia/Tokyo', country: 'JP', currency: 'JPY', coin: 100 },
  { zone: 'Pacific/Auckland', country: 'NZ', currency: 'NZD' },
  { zone: 'Pacific/Apia', country: 'WS', currency: 'WST' },
  { zone: 'Pacific/Honolulu', country: 'US', currency: 'USD' },
  { zone: 'Asia/Kolkata', country: 'IN', currency: 'INR' },
  { zone: 'Europe/Berlin', country: 'DE', currency: 'EUR' },
]

/** Studios write their categories as they please: other letter case, blanks behind, nothing at all (observed). */
const rename = (random: Random, list: readonly CategoryPlan[]): readonly CategoryPlan[] =>
  list.map((plan) => {
    const { name } = plan
    const blank = plan.service ? name : ''
    return { ...plan, name: random.pick([name, name.toLowerCase(), name.toUpperCase(), `${name}  `, blank]) }
  })

const priced = <T extends { readonly cents: number }>(
  random: Random,
  list: readonly T[],
  scale: number,
  coin: number,
): readonly T[] =>
  list.map((item) => {
    const cents = Math.round((item.cents * scale * random.int(80, 130)) / 100 / coin) * coin
    return { ...item, cents: item.cents === 0 ? 0 : Math.max(coin, cents) }
  })

/** Where the studio once was: sales made there stay, the API lists it no more. */
const closedPlace = (name: string, { id, ...place }: LocationPlan): LocationPlan => ({
  ...place,
  id: id + 6,
  name: `${name} Old Mill`,
})

/** A studio of its own for every seed; so many sales in a month as a test can look through. */
export const drawnPlan = (siteId: number, seed: number): SitePlan => {
  const random = createRandom('plan', seed)
  const region = regions[seed % regions.length]
  const base = random.pick([losAngeles, london, sydney, tokyo])
  const [first] = base.locations
  if (region === undefined || first === undefined) throw new RangeError('nothing to draw a studio from')
  const { zone, country, currency, coin = 1 } = region
  const scale = coin / (base.coin ?? 1)
  const taxRate = random.pick([0.05, 0.0825, 0.1, 0.19, 0.2])
  const slots = base.slots.filter((_, nth) => nth % 3 === 0)
  const [monthly, committed] = base.contracts
  return {
    ...base,
    siteId,
    name: `${base.name} ${seed}`,
    zone,
    country,
    currency,
    coin,
    taxInclusive: random.chance(0.5),
    serviceTaxRate: random.pick([0, 0, taxRate]),
    locations: base.locations.map((place) => ({ ...place, taxRate })),
    closed: [closedPlace(base.name, { ...first, taxRate })],
    categories: rename(random, base.categories),
    services: priced(random, base.services, scale, coin),
    products: priced(random, base.products, scale, coin),
    contracts: priced(random, base.contracts, scale, coin).map((contract) =>
      contract.id === monthly?.id && committed !== undefined
        ? { ...contract, besideId: committed.id }
        : contract,
    ),
    slots,
    clientsAtStart: 32,
    joinsPerDay: 0.5,
    firstSaleId: 30_001 + random.int(0, 9) * 10_000,
  }
}
