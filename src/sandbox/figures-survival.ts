// How long first memberships last, by the product over days of those who stayed among those who were there.
import { addDays } from './calendar.ts'
import { daysBetween } from './figures-people.ts'
import type { People, Person } from './figures-people.ts'
import { graceDays, termsOf } from './figures-memberships.ts'
import { spellsOf } from './figures-spells.ts'

export interface SurvivalDay {
  readonly site_id: number
  readonly day: number
  readonly at_risk_n: number
  readonly event_n: number
  /** Share still there after the day, in millionths. */
  readonly survival_millionths: number
}

/** A first membership, as far as it was seen. */
export interface Life {
  readonly person: Person
  readonly from: string
  /** Day of membership from which anything is known of it. */
  readonly entry: number
  readonly days: number
  readonly isOver: boolean
}

/** The first memberships of a site's people. */
export const livesOf = (people: People): readonly Life[] => {
  const terms = termsOf(people)
  // An end is known once its days of grace are over: in the last of them nobody can be seen to leave.
  const seenUntil = addDays(people.today, -graceDays)
  return people.persons.flatMap((person): readonly Life[] => {
    const [first] = spellsOf(
      terms.filter((term) => term.person === person),
      people.today,
    )
    if (first === undefined || first.from > seenUntil) return []
    const { from, until } = first
    const entry = Math.max(0, daysBetween(from, people.dataStart))
    const days = daysBetween(from, until ?? seenUntil)
    // Over before anything was told of it: never seen at risk.
    return entry > 0 && days <= entry ? [] : [{ person, from, entry, days, isOver: until !== null }]
  })
}

/** Every day on which a first membership ended, and the first day. */
export const survivalDays = (all: readonly People[]): readonly SurvivalDay[] =>
  all.flatMap((people) => {
    const lives = livesOf(people)
    const ends = lives.filter(({ isOver }) => isOver).map(({ days }) => days)
    let survival = 1
    return [...new Set([0, ...ends])]
      .sort((one, other) => one - other)
      .map((day) => {
        const there = lives.filter(({ entry, days }) => (entry === 0 || entry < day) && day <= days).length
        const ended = ends.filter((end) => end === day).length
        survival *= there === 0 ? 1 : 1 - ended / there
        return {
          site_id: people.siteId,
          day,
          at_risk_n: there,
          event_n: ended,
          survival_millionths: Math.round(survival * 1_000_000),
        }
      })
  })
