// Lines of drawn sales: prices, discounts and taxes as a till of that site would print them, and now and then a wrong one.
import { category, type Catalogue } from './books-catalogue.ts'
import type { Draw } from './books-draw.ts'
import type { Line, Service } from './books-shape.ts'

export type Ids = () => number

interface Wares {
  readonly sort: Line['sort']
  readonly isService: boolean | null
  readonly productId: number
  readonly category: number
  readonly name: string
  readonly isTaxed: boolean
}

/** Taxes and total of what is asked for at the desk. */
const charged = (
  { isInclusive, taxRates }: Catalogue,
  asked: number,
  isTaxed: boolean,
): { readonly taxes: readonly number[]; readonly total: number } => {
  const rates = isTaxed ? taxRates : []
  const whole = 1 + rates.reduce((sum, rate) => sum + rate, 0)
  const taxes = rates.map((rate) => Math.round(isInclusive ? (asked * rate) / whole : asked * rate))
  const added = isInclusive ? 0 : taxes.reduce((sum, tax) => sum + tax, 0)
  return { taxes, total: asked + added }
}

const wares: readonly [Wares, ...Wares[]] = [
  {
    sort: 'product',
    isService: false,
    productId: 501,
    category: category.retail,
    name: 'Yoga Mat',
    isTaxed: true,
  },
  { sort: 'gift_card', isService: false, productId: 201, category: 30, name: 'Gift Card', isTaxed: false },
  {
    sort: 'account',
    isService: false,
    productId: 601,
    category: 31,
    name: 'Account Payment',
    isTaxed: false,
  },
  { sort: 'account', isService: false, productId: 602, category: 31, name: 'Account Credit', isTaxed: false },
  { sort: 'tip', isService: false, productId: 701, category: 32, name: 'Tip', isTaxed: false },
  { sort: 'shipping', isService: false, productId: 801, category: 33, name: 'Shipping', isTaxed: true },
  { sort: 'fee', isService: true, productId: 901, category: 34, name: 'Joining Fee', isTaxed: true },
  { sort: 'unknown', isService: null, productId: 951, category: 35, name: 'Mystery', isTaxed: true },
]

const noHolding = { holding: null, contractId: null, from: null, to: null, barcode: null } as const

/** A line that is no pricing option. */
export const drawWare = (draw: Draw, catalogue: Catalogue, next: Ids): Line => {
  // Unknown things are seldom: each of them hides a rule that a known one would try.
  const { isTaxed, ...ware } = draw.chance(5)
    ? (wares[7] ?? wares[0])
    : draw.pick(wares.slice(0, 7) as [Wares])
  const quantity = ware.sort === 'product' || ware.sort === 'gift_card' ? draw.int(1, 3) : 1
  const unitPrice =
    ware.sort === 'gift_card'
      ? draw.pick([catalogue.cardValue, draw.int(1, catalogue.cardValue)])
      : draw.int(0, 9_000)
  const mayBeCheaper = ware.sort === 'product' || ware.sort === 'gift_card' || ware.sort === 'shipping'
  const discount = mayBeCheaper && draw.chance(30) ? draw.int(0, unitPrice * quantity) : 0
  const id = next()
  return {
    ...noHolding,
    ...ware,
    id,
    unitPrice,
    quantity,
    discount,
    ...charged(catalogue, unitPrice * quantity - discount, isTaxed),
    barcode: ware.sort === 'gift_card' ? `GC${id}` : null,
    isBroken: false,
    face: ware.sort === 'gift_card' ? catalogue.cardValue * quantity : 0,
  }
}

/** A pricing option, sold for days that begin with `from`. */
export const drawOption = (
  draw: Draw,
  catalogue: Catalogue,
  service: Service,
  next: Ids,
  held: {
    readonly holding: number | null
    readonly contractId: number | null
    readonly from: number
    readonly to: number | null
  },
): Line => {
  const discount = draw.chance(25) ? draw.int(0, service.price) : 0
  return {
    id: next(),
    sort: 'service',
    isService: true,
    productId: service.id,
    category: service.category,
    name: service.name,
    unitPrice: service.price,
    quantity: 1,
    discount,
    ...charged(catalogue, service.price - discount, true),
    barcode: null,
    isBroken: false,
    face: 0,
    ...held,
  }
}

/** The line taken back, whole or for a part of its price. */
export const drawReturn = (draw: Draw, catalogue: Catalogue, sold: Line, next: Ids): Line => {
  const id = next()
  if (sold.quantity > 1 || sold.sort !== 'service' || draw.chance(60)) {
    return {
      ...sold,
      id,
      quantity: -sold.quantity,
      discount: -sold.discount,
      taxes: sold.taxes.map((tax) => -tax),
      total: -sold.total,
      face: -sold.face,
    }
  }
  const part = draw.int(0, sold.unitPrice - sold.discount)
  const { taxes, total } = charged(catalogue, part, true)
  return {
    ...sold,
    id,
    unitPrice: part,
    quantity: -1,
    discount: 0,
    taxes: taxes.map((tax) => -tax),
    total: -total,
  }
}

/** The same line with a price that its total does not bear out, by more than the hundredth that is let pass. */
export const broken = (draw: Draw, catalogue: Catalogue, line: Line): Line => ({
  ...line,
  unitPrice: line.unitPrice + draw.int(1, 50) * (catalogue.currency.decimals === 3 ? 500 : 7),
  isBroken: true,
})
