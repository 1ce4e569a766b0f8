// What a drawn business is and sells: its money, its taxes, its pricing options.
import type { Draw } from './books-draw.ts'
import type { Currency, Service } from './books-shape.ts'

/** Revenue categories, each with a recognition policy of its own in the tables of the drawn books. */
export const category = {
  atExpiry: 11,
  contra: 12,
  proportional: 13,
  never: 14,
  immediate: 15,
  unruled: 16,
  byDay: 17,
  retail: 21,
} as const

export const unlimited = 99_999

const currencies: readonly [Currency, ...Currency[]] = [
  { code: 'USD', decimals: 2, country: 'US', zone: 'America/Los_Angeles' },
  { code: 'GBP', decimals: 2, country: 'GB', zone: 'Europe/London' },
  { code: 'AUD', decimals: 2, country: 'AU', zone: 'Australia/Sydney' },
  { code: 'JPY', decimals: 0, country: 'JP', zone: 'Asia/Tokyo' },
  { code: 'KWD', decimals: 3, country: 'KW', zone: 'Asia/Kuwait' },
]

const rateSets: readonly [readonly number[], ...(readonly number[])[]] = [
  [],
  [0.2],
  [0.1],
  [0.0825],
  [0.05, 0.09975],
  [0.0625, 0.0125, 0.0075],
]

/** Names of the options; the number drawn for each decides the rest. */
const options = [
  ['Pack', 'Series'],
  ['Small Pack', 'Series'],
  ['Private Pack', 'Series'],
  ['Unlimited Month', 'Unlimited'],
  ['Limited Month', 'Series'],
  ['Drop-in Class', 'Drop-in'],
  ['First Weeks', 'Unlimited'],
  ['First Three', 'Series'],
] as const

const serviceOf = (draw: Draw, nth: number): Service => {
  const [name, type] = options[nth] ?? options[0]
  const isMembership = name.endsWith('Month')
  return {
    id: 10_300 + nth,
    name,
    type,
    category: draw.pick([
      category.atExpiry,
      category.atExpiry,
      category.contra,
      category.proportional,
      category.never,
      category.immediate,
      category.unruled,
      category.byDay,
    ]),
    price: draw.pick([100, 9_900, 10_000, 1, draw.int(0, 30_000), draw.int(100, 30_000)]),
    count: { 'Drop-in': 1, Series: draw.int(1, 30), Unlimited: unlimited }[type],
    days: draw.pick([1, 14, 30, 31, draw.int(1, 120)]),
    membershipId: isMembership ? 3 : null,
    isFromFirstUse: name === 'Private Pack' && draw.chance(60),
  }
}

export interface Catalogue {
  readonly currency: Currency
  readonly isInclusive: boolean
  readonly taxRates: readonly number[]
  readonly services: readonly Service[]
  readonly cardValue: number
}

export const drawCatalogue = (draw: Draw): Catalogue => ({
  currency: draw.pick(currencies),
  isInclusive: draw.chance(50),
  taxRates: draw.pick(rateSets),
  services: options.map((_, nth) => serviceOf(draw, nth)),
  cardValue: draw.int(500, 20_000),
})
