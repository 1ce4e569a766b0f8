// What Earned Revenue and Outstanding Series tell of each option sold: packs by visit, the others by day, the rest at the last day.
import {
  daysFrom,
  movesOf,
  optionsOf,
  reachOf,
  sessionTerms,
  visitsByOption,
  type Option,
  type OptionMove,
  type Terms,
} from './books-deferred.ts'
import type { Held, Studio } from './life.ts'
import { listedHands, type ListedRow } from './listed.ts'
import type { Hands } from './plant.ts'
import { programName } from './report-words.ts'

/** An option with all that moved its value up to now. */
interface MovedOption {
  readonly option: Option
  readonly terms: Terms
  readonly moves: readonly OptionMove[]
}

export interface OptionRow extends ListedRow {
  readonly option: Option
  readonly terms: Terms
  /** Sessions or days delivered up to the report's last day. */
  readonly done: number
  readonly paymentRef: number
}

/** The report goes by the option's own days, as they stand now; it knows neither suspensions nor the charges of a contract. */
const dayTerms = ({ held, soldDay }: Option): Terms => {
  const days = daysFrom(held.activeDay, held.expiryDay)
  return {
    parts: days.length,
    deliveries: days.map((day) => ({ day: day > soldDay ? day : soldDay, parts: 1 })),
    lastDay: undefined,
  }
}

/** Membership options go by the day even where they have a count. */
export const isByDay = ({ plan }: Held): boolean =>
  plan.count === undefined || plan.membershipId !== undefined

const movedOptions = (studio: Studio): readonly MovedOption[] => {
  const reach = reachOf(studio)
  const visits = visitsByOption(studio)
  return optionsOf(studio).map((option) => {
    const { held } = option
    const terms = isByDay(held)
      ? dayTerms(option)
      : sessionTerms(option, visits.get(held) ?? [], reach, held.expiryDay)
    const moves = movesOf(studio, option, terms).filter(({ day }) => day <= reach.slice(0, 10))
    return { option, terms, moves }
  })
}

/** A row per option for which the chosen moves leave an amount. */
export const optionRows = (
  studio: Studio,
  to: string,
  centsOf: (moves: readonly OptionMove[]) => number,
): readonly OptionRow[] =>
  movedOptions(studio).flatMap(({ option, terms, moves }) => {
    const cents = centsOf(moves)
    if (cents === 0) return []
    const { held } = option
    const delivered = terms.deliveries.filter(({ day }) => day <= to)
    return [
      {
        key: String(held.id),
        neighbourhoods: [String(held.id), held.owner.id],
        cents,
        clientId: held.owner.id,
        category: programName(studio, held.plan.programId),
        plain: cents > 1_000,
        option,
        terms,
        done: Math.min(
          terms.parts,
          delivered.reduce((sum, { parts }) => sum + parts, 0),
        ),
        paymentRef: held.id,
      },
    ]
  })

/** What can be planted where rows are known by their payment reference. */
export const optionHands = (studio: Studio): Hands<OptionRow> =>
  listedHands<OptionRow>({
    studio,
    unit: 'money',
    categories: studio.plan.programs.map(({ name }) => name),
    hasClients: true,
    invent: (row, nth) => ({ ...row, key: String(990_001 + nth), paymentRef: 990_001 + nth }),
  })
