// The simulated business: sites lived day by day from a seed, so that N days and one more are the same as N + 1 days.
import { liveAppointments } from './appointments.ts'
import { holdClasses, takeBookings } from './bookings.ts'
import { createBulk, type Bulk } from './bulk.ts'
import { dayMs, localDayOf } from './calendar.ts'
import { liveAtTheTill } from './desk-money.ts'
import { liveAtTheDesk } from './desk-options.ts'
import { editPast } from './edits.ts'
import { editClosedMonth } from './late-edits.ts'
import type { Step, Studio } from './life.ts'
import { liveAsMembers } from './members.ts'
import { runAutopays } from './memberships.ts'
import { editProfiles, foundingClients, joinClients } from './people.ts'
import { london } from './plan-london.ts'
import { losAngeles } from './plan-los-angeles.ts'
import type { SitePlan } from './plan.ts'
import { createRandom } from './random.ts'
import { changeTimetable, extendTimetable } from './schedule.ts'
import { sellVouchers } from './shop.ts'
import { keepStandby } from './standby.ts'

/** Life begins here; the simulated now is a year later, plus the days advanced. */
const bornAt = Date.UTC(2025, 6, 1, 12)
const baseDays = 365

export interface BusinessOptions {
  /** Default 1. */
  readonly seed?: number
  /** Days lived beyond the base now (2026-07-01T12:00:00Z); below zero ends before it. Default 0. */
  readonly days?: number
  /** Extra plain sales, shared by the sites: up to 200,000 cost no memory. */
  readonly scale?: { readonly sales?: number }
  /** The sites to live. Default: Los Angeles and London. */
  readonly sites?: readonly SitePlan[]
  /** A livelier book-keeping: debts, comps, part-used packs returned, suspensions, edits after a month's end. Default false. */
  readonly books?: boolean
  /** Livelier memberships: renewals, freezes, dead cards, second contracts, returns, files made one. Default false. */
  readonly members?: boolean
}

export interface Business {
  readonly seed: number
  readonly studios: readonly Studio[]
  /** Days lived beyond the base now; changes with every `advance`. */
  readonly days: number
  /** The simulated instant, UTC ms. */
  readonly now: number
  bulkOf(siteId: number): Bulk
  /** Lives some more days. */
  advance(days: number): void
}

const openStudio = (plan: SitePlan, seed: number): Studio => {
  const studio: Studio = {
    plan,
    seed,
    clients: [],
    classes: [],
    appointments: [],
    contracts: [],
    giftCards: [],
    transactions: [],
    merges: [],
    held: [],
    sales: [],
    scheduledUntil: localDayOf(bornAt, plan.zone),
    last: {
      client: 0,
      class: 95_000,
      visit: 1_128_000,
      held: 277_000,
      contract: 8_000,
      sale: plan.firstSaleId - 1,
      detail: 237_000,
      payment: 216_000,
      transaction: 131_000,
      appointment: 372_000,
      giftCard: 0,
      waiting: 540_000,
    },
  }
  foundingClients(studio, bornAt)
  extendTimetable(studio, bornAt)
  return studio
}

/** One day of one site. The order matters: money first, then bookings that may need it, then what came of them, then edits. */
const liveOneDay = (studio: Studio, step: Step, { books, members }: BusinessOptions): void => {
  joinClients(studio, step)
  extendTimetable(studio, step.to)
  runAutopays(studio, step)
  changeTimetable(studio, step)
  takeBookings(studio, step)
  holdClasses(studio, step)
  keepStandby(studio, step)
  liveAppointments(studio, step)
  sellVouchers(studio, step)
  editProfiles(studio, step)
  editPast(studio, step)
  if (books === true) keepLivelyBooks(studio, step)
  if (members === true) liveAsMembers(studio, step)
}

/** A stream of randomness of its own, so that the plain life is the same with it and without. */
const keepLivelyBooks = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'desk', step.nth)
  liveAtTheTill(studio, step, random)
  liveAtTheDesk(studio, step, random)
  editClosedMonth(studio, step)
}

/** Creates the business and lives it to its now. Deterministic: same seed and days, same bytes. */
export const createBusiness = (options: BusinessOptions = {}): Business => {
  const { seed = 1, days = 0, scale, sites = [losAngeles, london] } = options
  const studios = sites.map((plan) => openStudio(plan, seed))
  const extra = scale?.sales ?? 0
  const bulks = new Map(
    studios.map(({ plan }, nth) => [
      plan.siteId,
      createBulk(plan, bornAt, Math.floor(extra / sites.length) + (nth < extra % sites.length ? 1 : 0)),
    ]),
  )
  let lived = 0
  const live = (more: number): void => {
    for (const last = lived + more; lived < last;) {
      const from = bornAt + lived * dayMs
      lived += 1
      for (const studio of studios) liveOneDay(studio, { nth: lived, from, to: from + dayMs }, options)
    }
  }
  live(baseDays + days)
  return {
    seed,
    studios,
    get days() {
      return lived - baseDays
    },
    get now() {
      return bornAt + lived * dayMs
    },
    bulkOf: (siteId) => {
      const bulk = bulks.get(siteId)
      if (bulk === undefined) throw new RangeError(`no simulated site ${siteId}`)
      return bulk
    },
    advance: live,
  }
}
