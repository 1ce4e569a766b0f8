// Drawn sales: what goes over the desk in one go, how it is paid, and what comes back.
import type { Catalogue } from './books-catalogue.ts'
import type { Draw } from './books-draw.ts'
import { broken, drawOption, drawReturn, drawWare, type Ids } from './books-lines.ts'
import {
  totalOf,
  type Holding,
  type Line,
  type Sale,
  type Service,
  type Tender,
  type TenderKind,
} from './books-shape.ts'

/** What the drawing of a site has come to so far. */
export interface Till {
  readonly draw: Draw
  readonly catalogue: Catalogue
  readonly next: Ids
  readonly clients: number
  readonly sales: Sale[]
  readonly holdings: Holding[]
}

export const lastDay = 180

const toPay: readonly [TenderKind, ...TenderKind[]] = [
  'cash',
  'card',
  'card',
  'bank',
  'gift_card',
  'account',
  'comp',
]
const toRefund: readonly [TenderKind, ...TenderKind[]] = ['cash', 'card', 'account', 'gift_card']

/** An amount in up to three tenders; a sale of nothing has one of nothing, or none. */
const tendersOf = ({ draw, next }: Till, amount: number): readonly Tender[] => {
  if (amount === 0 && draw.chance(50)) return []
  const parts = draw.chance(30) ? draw.int(2, 3) : 1
  const edges = [
    0,
    ...Array.from({ length: parts - 1 }, () => draw.int(0, Math.abs(amount))).toSorted((a, b) => a - b),
  ]
  return edges.map((edge, nth) => {
    const kind = draw.pick(amount < 0 ? toRefund : toPay)
    return {
      id: next(),
      kind,
      amount: Math.sign(amount) * ((edges[nth + 1] ?? Math.abs(amount)) - edge),
      transactionId: kind === 'card' && draw.chance(80) ? next() : null,
    }
  })
}

/** How a sale is paid: as it should be, side by side where something came back, a little off, far off, or not at all. */
const payment = (till: Till, lines: readonly Line[]): readonly Tender[] => {
  const { draw } = till
  const total = totalOf(lines)
  const sold = totalOf(lines.filter((line) => line.total > 0))
  if (sold !== total && sold > 0 && draw.chance(40))
    return [...tendersOf(till, sold), ...tendersOf(till, total - sold)]
  if (draw.chance(4)) return tendersOf(till, total + draw.pick([-1, 1]))
  if (draw.chance(4)) return tendersOf(till, total + draw.int(-3_000, 3_000))
  return draw.chance(2) ? [] : tendersOf(till, total)
}

/** Writes a sale into the till; a line in a hundred has a price that its total does not bear out. */
const ring = (till: Till, sale: Pick<Sale, 'day' | 'location' | 'client'>, drawn: readonly Line[]): void => {
  const { draw, catalogue, next } = till
  const lines = drawn.map((line) => (draw.chance(3) ? broken(draw, catalogue, line) : line))
  till.sales.push({ ...sale, id: next(), lines, tenders: payment(till, lines) })
}

/** A pricing option with what its client holds from now on; now and then Mindbody does not tell which holding a line made. */
const option = (till: Till, client: number, day: number): Line => {
  const { draw, catalogue, next } = till
  const service = draw.pick(catalogue.services as readonly [Service])
  const from = day + draw.pick([0, 0, 0, draw.int(-5, 20)])
  const to = Math.max(day, from + service.days)
  const holding = draw.chance(92) ? next() : null
  if (holding !== null) till.holdings.push({ id: holding, service, client, from, to })
  const told = service.isFromFirstUse ? null : to
  return drawOption(draw, catalogue, service, next, { holding, contractId: null, from, to: told })
}

export const drawSale = (till: Till): void => {
  const { draw, catalogue, next } = till
  const sale = { day: draw.int(0, lastDay), location: draw.int(1, 2), client: draw.int(1, till.clients) }
  const lines = Array.from({ length: draw.pick([1, 1, 1, 2, 3, 4]) }, () =>
    draw.chance(50) ? option(till, sale.client, sale.day) : drawWare(draw, catalogue, next),
  )
  ring(till, sale, lines)
}

/** Something sold before comes back, now and then for something else. */
export const drawReturnSale = (till: Till): void => {
  const { draw, catalogue, next, sales } = till
  const [of] = sales.length === 0 ? [] : [draw.pick(sales as [Sale])]
  const sold =
    of?.lines.filter(({ sort, total, isBroken }) => total >= 0 && !isBroken && sort !== 'tip') ?? []
  if (of === undefined || sold.length === 0) return
  const line = draw.pick(sold as [Line])
  if (line.quantity < 0) return
  const sale = {
    day: draw.int(of.day, lastDay + 20),
    location: draw.chance(80) ? of.location : draw.int(1, 2),
    client: of.client,
  }
  const returned = drawReturn(draw, catalogue, line, next)
  const extra = draw.chance(30) ? [drawWare(draw, catalogue, next)] : []
  ring(till, sale, [returned, ...extra])
}

/** A contract that charges each month: every autopay is a sale that opens a slice of its own. */
export const drawContract = (
  till: Till,
  contractId: number,
): { readonly client: number; readonly day: number } => {
  const { draw, catalogue, next } = till
  const sale = { location: draw.int(1, 2), client: draw.int(1, till.clients) }
  const first = draw.int(0, 60)
  const service = draw.pick(catalogue.services as readonly [Service])
  for (const nth of Array.from({ length: draw.int(1, 4) }).keys()) {
    const day = first + 30 * nth
    const to = day + draw.pick([29, 30, 31, 35])
    const holding = next()
    till.holdings.push({ id: holding, service, client: sale.client, from: day, to })
    ring(till, { ...sale, day }, [
      drawOption(draw, catalogue, service, next, { holding, contractId, from: day, to }),
    ])
  }
  return { client: sale.client, day: first }
}
