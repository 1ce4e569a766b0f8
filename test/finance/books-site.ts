// One drawn site with all its books: sales, what was used of them, suspensions, and what the card processor did.
import { drawCatalogue, unlimited } from './books-catalogue.ts'
import { drawOf, type Draw } from './books-draw.ts'
import { drawContract, drawReturnSale, drawSale, lastDay, type Till } from './books-sales.ts'
import type { Holding, Outcome, Sale, Site, Transaction, Visit } from './books-shape.ts'

const outcomes: readonly [Outcome, ...Outcome[]] = [
  'attended',
  'attended',
  'attended',
  'late_cancel',
  'no_show',
  'early_cancel',
  'unresolved',
  'cancelled_class',
]

/** Uses of a holding: mostly in its days and by its owner, now and then before, after, by somebody else, or one too many. */
const visitsOf = (draw: Draw, next: () => number, clients: number, holding: Holding): readonly Visit[] => {
  const { id, service, client, from, to } = holding
  const most = service.count === unlimited ? 6 : service.count
  return Array.from({ length: draw.int(0, Math.min(most, 9) + (draw.chance(15) ? 2 : 0)) }, () => ({
    id: next(),
    holding: id,
    client: draw.chance(85) ? client : draw.int(1, clients),
    location: draw.chance(70) ? 1 : 2,
    day: draw.chance(90) ? draw.int(from, to) : draw.int(Math.max(0, from - 5), to + 20),
    outcome: draw.pick(outcomes),
    sessions: draw.pick([1, 1, 1, 2, 3]),
  }))
}

const fates = [
  ['Approved', true],
  ['Approved', true],
  ['Approved', false],
  ['Approved (Voided)', false],
  ['Declined', false],
  ['Chargeback', true],
  ['Chargeback', false],
] as const

const transactionsOf = (draw: Draw, { id: saleId, location, day, tenders }: Sale): readonly Transaction[] =>
  tenders.flatMap(({ amount, transactionId: id }) => {
    if (id === null || draw.chance(20)) return []
    const [status, isSettled] = amount < 0 ? (['Credit', true] as const) : draw.pick(fates)
    return [{ id, saleId, location, day: day + draw.int(0, 2), amount: Math.abs(amount), status, isSettled }]
  })

/** The site of a number: everything about it follows from its seed. */
export const drawSite = (siteId: number, seed: number): Site => {
  const draw = drawOf(seed)
  let last = 0
  const next = (): number => (last += 1)
  const till: Till = {
    draw,
    catalogue: drawCatalogue(draw),
    next,
    clients: draw.int(1, 5),
    sales: [],
    holdings: [],
  }
  for (let rest = draw.int(3, 12); rest > 0; rest -= 1) {
    if (draw.chance(80)) drawSale(till)
    else drawReturnSale(till)
  }
  const contracts = draw.chance(30) ? [{ id: 501, ...drawContract(till, 501) }] : []
  if (draw.chance(30)) drawReturnSale(till)
  const suspended = Array.from({ length: till.clients }, (_, nth) => {
    const from = draw.int(0, lastDay)
    return [nth + 1, [from, from + draw.int(0, 30)]] as const
  }).filter(() => draw.chance(15))
  return {
    siteId,
    seed,
    ...till.catalogue,
    clients: till.clients,
    suspended: new Map(suspended),
    contracts,
    sales: till.sales,
    holdings: till.holdings,
    visits: till.holdings.flatMap((holding) => visitsOf(draw, next, till.clients, holding)),
    transactions: till.sales.flatMap((sale) => transactionsOf(draw, sale)),
  }
}
