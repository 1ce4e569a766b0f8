// The studio's own deferred revenue, counted from its life: what each option sold still owes at the end of each day.
import { addDays, addMonths } from './calendar.ts'
import type { Held, Line, Sale, Studio, Visit } from './life.ts'

/** An amount that moves a balance on a local day, in hundredths of the currency's unit. */
export interface Move {
  readonly day: string
  readonly cents: number
}

/** The newest wall clock time at which something surely happened: a sale, or a visit signed in. */
export const reachOf = (studio: Studio): string =>
  [
    ...studio.sales.map(({ soldLocal }) => soldLocal),
    ...visitsOf(studio)
      .filter(({ signedIn }) => signedIn)
      .map(({ startLocal }) => startLocal),
  ].reduce((newest, local) => (local > newest ? local : newest), '')

/** Visits and bookings of classes that were not cancelled, and appointments. */
export const visitsOf = (studio: Studio): readonly Visit[] => [
  ...studio.classes.flatMap(({ canceled, visits }) => (canceled ? [] : visits)),
  ...studio.appointments.map(({ visit }) => visit),
]

/** Half away from zero; both whole, the divisor above zero. */
export const nearest = (dividend: number, divisor: number): number =>
  Math.sign(dividend) * Math.floor((2 * Math.abs(dividend) + divisor) / (2 * divisor))

/** True where price, quantity, discount, tax and total of a line tell one story. */
export const addsUp = (studio: Studio, line: Line): boolean => {
  const { unitCents, quantity, discountCents, taxCents, totalCents } = line
  const onTop = studio.plan.taxInclusive ? 0 : taxCents
  return Math.abs(unitCents * quantity - discountCents + onTop - totalCents) <= (studio.plan.coin ?? 1)
}

export interface Option {
  readonly held: Held
  readonly soldDay: string
  readonly cents: number
  readonly contract: boolean
  /** Money given back, by day. */
  readonly returns: Move[]
}

const netOf = ({ totalCents, taxCents }: Line): number => totalCents - taxCents

const dayOf = ({ soldLocal }: Sale): string => soldLocal.slice(0, 10)

/** Options sold at a price that adds up, with what was given back for them. */
export const optionsOf = (studio: Studio): readonly Option[] => {
  const options = new Map<Held, Option>()
  const lines = studio.sales.flatMap((sale) => sale.lines.map((line) => ({ sale, line })))
  for (const { sale, line } of lines) {
    if (line.held === undefined || line.quantity < 0 || !addsUp(studio, line)) continue
    const contract = line.contractId !== undefined
    options.set(line.held, {
      held: line.held,
      soldDay: dayOf(sale),
      cents: netOf(line),
      contract,
      returns: [],
    })
  }
  for (const { sale, line } of lines) {
    if (line.held === undefined || line.quantity >= 0) continue
    options.get(line.held)?.returns.push({ day: dayOf(sale), cents: -netOf(line) })
  }
  return [...options.values()]
}

/** A day on which part of the option is delivered: sessions of a pack, or one day of a membership. */
export interface Delivery {
  readonly day: string
  readonly parts: number
}

interface Terms {
  /** Sessions or days in all. */
  readonly parts: number
  readonly deliveries: readonly Delivery[]
  /** The day at whose end nothing is owed any more; undefined while it is not known. */
  readonly lastDay: string | undefined
}

const later = (one: string, other: string): string => (one > other ? one : other)

/** What is delivered of a pack, visit by visit, as far as it surely happened. */
export const sessionTerms = ({ held, soldDay }: Option, visits: readonly Visit[], reach: string): Terms => ({
  parts: held.plan.count ?? 0,
  deliveries: visits
    .filter(
      ({ startLocal, signedIn, missed, lateCancelled }) =>
        signedIn || missed || lateCancelled || startLocal <= reach,
    )
    .sort((one, other) => one.startLocal.localeCompare(other.startLocal) || one.id - other.id)
    .map(({ startLocal, sessionType }) => ({
      day: later(startLocal.slice(0, 10), soldDay),
      parts: sessionType.deducted ?? 1,
    })),
  lastDay: held.firstExpiryDay.startsWith('9999') ? undefined : held.firstExpiryDay,
})

/** Every day from the first to the last, both included. */
export const daysFrom = (first: string, last: string): readonly string[] => {
  const days: string[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

/**
 * Days of a membership without the suspended ones. The slice of an autopay ends before the next charge, whatever the desk moves;
 * another option runs on as far as its last day was moved, by no more days than were suspended.
 */
const dayTerms = ({ held, soldDay, contract }: Option): Terms => {
  const first = held.activeDay
  const { suspended } = held.owner
  const idle = (day: string): boolean =>
    suspended !== undefined && suspended.from <= day && day <= suspended.until
  const charged = addDays(addMonths(first, 1), -1)
  const lost = daysFrom(first, held.expiryDay).filter(idle).length
  const extended = addDays(held.firstExpiryDay, lost)
  const told = held.expiryDay < extended ? held.expiryDay : extended
  const days = daysFrom(first, contract && charged < told ? charged : told).filter((day) => !idle(day))
  return {
    parts: days.length,
    deliveries: days.map((day) => ({ day: later(day, soldDay), parts: 1 })),
    lastDay: undefined,
  }
}

/**
 * What comes in and goes out of one option. Each stretch between two returns spreads what is left over the parts that are left,
 * rounded on the sum so far, so that the parts add up to the price.
 */
const movesOf = (studio: Studio, option: Option, terms: Terms): readonly Move[] => {
  const { coin = 1 } = studio.plan
  const moves: Move[] = [{ day: option.soldDay, cents: option.cents }]
  let base = option.cents / coin
  let taken = 0
  let done = 0
  let doneBefore = 0
  const give = (day: string, units: number): void => {
    if (units !== 0) moves.push({ day, cents: -units * coin })
  }
  const deliver = ({ day, parts }: Delivery): void => {
    done = Math.min(terms.parts, done + parts)
    if (done === doneBefore) return
    const due = nearest(base * (done - doneBefore), terms.parts - doneBefore)
    give(day, due - taken)
    taken = due
  }
  const giveBack = ({ day, cents }: Move): void => {
    const unearned = Math.min(cents / coin, base - taken)
    give(day, unearned)
    base -= taken + unearned
    taken = 0
    doneBefore = done
  }
  const lapse = (day: string): void => {
    give(day, base - taken)
    base = 0
    taken = 0
  }
  // Within a day: what was delivered, then what was given back, then what lapsed.
  const steps = [
    ...terms.deliveries.map((delivery) => ({ day: delivery.day, rank: 1, run: () => deliver(delivery) })),
    ...option.returns.map((move) => ({ day: move.day, rank: 2, run: () => giveBack(move) })),
    ...(terms.lastDay === undefined ? [] : [terms.lastDay]).map((day) => ({
      day: later(day, option.soldDay),
      rank: 3,
      run: () => lapse(day),
    })),
  ].sort((one, other) => one.day.localeCompare(other.day) || one.rank - other.rank)
  for (const { run } of steps) run()
  return moves
}

/** Visits by the option that paid for them. */
export const visitsByOption = (studio: Studio): ReadonlyMap<Held, readonly Visit[]> => {
  const visits = new Map<Held, Visit[]>()
  for (const visit of visitsOf(studio))
    if (visit.held !== undefined) visits.set(visit.held, [...(visits.get(visit.held) ?? []), visit])
  return visits
}

/** Moves of the deferred balance per program. */
export const deferredMoves = (studio: Studio): ReadonlyMap<number, readonly Move[]> => {
  const reach = reachOf(studio)
  const visits = visitsByOption(studio)
  const byProgram = new Map<number, Move[]>()
  for (const option of optionsOf(studio)) {
    const { plan } = option.held
    const terms =
      plan.count === undefined ? dayTerms(option) : sessionTerms(option, visits.get(option.held) ?? [], reach)
    const own = byProgram.get(plan.programId) ?? []
    own.push(...movesOf(studio, option, terms).filter(({ day }) => day <= reach.slice(0, 10)))
    byProgram.set(plan.programId, own)
  }
  return byProgram
}
