// What Earned Revenue and Outstanding Series tell of each option sold: packs by visit, the others by day, the rest at the last day.
import {
  daysFrom,
  nearest,
  optionsOf,
  reachOf,
  sessionTerms,
  visitsByOption,
  type Delivery,
  type Move,
  type Option,
} from './books-deferred.ts'
import type { Held, Studio, Visit } from './life.ts'
import { listedHands, type ListedRow } from './listed.ts'
import type { Hands } from './plant.ts'
import { programName } from './report-words.ts'

/** An option with all that was earned by it up to now, whatever was given back. */
export interface EarnedOption {
  readonly option: Option
  /** Sessions or days in all. */
  readonly parts: number
  readonly deliveries: readonly Delivery[]
  readonly earned: readonly Move[]
}

export interface OptionRow extends ListedRow {
  readonly earning: EarnedOption
  /** Sessions or days delivered up to the report's last day. */
  readonly done: number
  readonly paymentRef: number
}

const later = (one: string, other: string): string => (one > other ? one : other)

/** Membership options go by the day even where they have a count. */
export const isByDay = ({ plan }: Held): boolean =>
  plan.count === undefined || plan.membershipId !== undefined

/** The day on which all of the price had been given back: nothing is delivered after it, and nothing lapses. */
const returnedOn = ({ cents, returns }: Option): string => {
  let left = cents
  const whole = [...returns]
    .sort((one, other) => one.day.localeCompare(other.day))
    .find((back) => (left -= back.cents) <= 0)
  return whole?.day ?? '9999-12-31'
}

/** The report goes by the option's own days as they stand now; it knows neither suspensions nor the charges of a contract. */
const daysOf = ({ held, soldDay }: Option): readonly Delivery[] =>
  daysFrom(held.activeDay, held.expiryDay).map((day) => ({ day: later(day, soldDay), parts: 1 }))

const earnedOption = (
  option: Option,
  visits: readonly Visit[],
  { reach, coin }: { readonly reach: string; readonly coin: number },
): EarnedOption => {
  const { held, soldDay, cents } = option
  const byDay = isByDay(held)
  const back = returnedOn(option)
  const planned = byDay ? daysOf(option) : sessionTerms(option, visits, reach).deliveries
  const parts = byDay ? planned.length : (held.plan.count ?? 0)
  const today = reach.slice(0, 10)
  const deliveries = planned.filter(({ day }) => day <= today && day <= back)
  const earned: Move[] = []
  let done = 0
  let taken = 0
  for (const delivery of deliveries) {
    done = Math.min(parts, done + delivery.parts)
    // Each part is the difference of two rounded sums, so that all of them make the price.
    const due = nearest((cents / coin) * done, parts) * coin
    earned.push({ day: delivery.day, cents: due - taken })
    taken = due
  }
  const lapsed = later(held.expiryDay, soldDay)
  if (!byDay && lapsed <= today && back > held.expiryDay) earned.push({ day: lapsed, cents: cents - taken })
  return { option, parts, deliveries, earned }
}

/** A row per option of which an amount is left. */
export const optionRows = (
  studio: Studio,
  to: string,
  centsOf: (earning: EarnedOption) => number,
): readonly OptionRow[] => {
  const clock = { reach: reachOf(studio), coin: studio.plan.coin ?? 1 }
  const visits = visitsByOption(studio)
  return optionsOf(studio).flatMap((option) => {
    const { held } = option
    const earning = earnedOption(option, visits.get(held) ?? [], clock)
    const cents = centsOf(earning)
    if (cents === 0) return []
    const delivered = earning.deliveries.filter(({ day }) => day <= to)
    return [
      {
        key: String(held.id),
        neighbourhoods: [String(held.id), held.owner.id],
        cents,
        clientId: held.owner.id,
        category: programName(studio, held.plan.programId),
        plain: cents > 1_000,
        earning,
        done: Math.min(
          earning.parts,
          delivered.reduce((sum, { parts }) => sum + parts, 0),
        ),
        paymentRef: held.id,
      },
    ]
  })
}

/** What can be planted where rows are known by their payment reference. */
export const optionHands = (studio: Studio): Hands<OptionRow> =>
  listedHands<OptionRow>({
    studio,
    unit: 'money',
    hasClients: true,
    categories: studio.plan.programs.map(({ name }) => name),
    invent: (row, nth) => ({ ...row, key: String(990_001 + nth), paymentRef: 990_001 + nth }),
  })
