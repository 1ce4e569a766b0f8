// Members rolled forward from month to month, by person and by contract, counted anew at each month's two ends.
import { addDays, addMonths } from './calendar.ts'
import { termsOf, type EndReason, type Term } from './figures-memberships.ts'
import { daysBetween, earliest, monthEnd } from './figures-people.ts'
import type { People } from './figures-people.ts'
import { heldOn, isOn, spellsOf, type Spell } from './figures-spells.ts'

export interface ChurnMonth {
  readonly site_id: number
  readonly month: string
  readonly program_id: number
  readonly active_start: number
  readonly new_n: number
  /** Began again (persons), or went on as another (contracts). */
  readonly again_n: number
  readonly churned_n: number
  readonly active_end: number
  readonly voluntary_n: number
  readonly involuntary_n: number
  readonly expired_n: number
  readonly suspended_n: number
  readonly long_suspended_n: number
  readonly in_grace_n: number
  readonly in_dunning_n: number
}

const longDays = 90

/** Days a membership has been suspended on a day, that day included; 0 when it is not. */
const suspendedDays = ({ client: { suspended }, startedOn }: Term, day: string): number => {
  if (suspended === undefined || day < suspended.from || day > suspended.until) return 0
  return daysBetween(suspended.from > startedOn ? suspended.from : startedOn, day) + 1
}

/** A charge refused by a day that was never paid. A term that is over may yet be paid and go on. */
const isUnpaid = ({ dunningSince }: Term, day: string): boolean =>
  dunningSince !== null && dunningSince <= day

const monthOf = (spells: readonly Spell[], month: string, today: string) => {
  const last = monthEnd(month) < today ? monthEnd(month) : today
  const before = addDays(month, -1)
  const isIn = (day: string | null): boolean => day !== null && day >= month && day <= last
  const count = (fits: (spell: Spell) => boolean): number => spells.filter(fits).length
  const ended = (reasons: readonly EndReason[]): number =>
    count(({ until, reason }) => isIn(until) && reason !== null && reasons.includes(reason))
  const there = spells.filter((spell) => isOn(spell, last))
  const suspended = there
    .map((spell) => heldOn(spell, last).map((term) => suspendedDays(term, last)))
    .filter((days) => days.length > 0 && days.every((each) => each > 0))
  return {
    active_start: count((spell) => isOn(spell, before)),
    new_n: count(({ from, isFirst, isRenewal }) => isIn(from) && isFirst && !isRenewal),
    churned_n: ended(['terminated', 'returned', 'declined', 'expired']),
    active_end: there.length,
    voluntary_n: ended(['terminated', 'returned']),
    involuntary_n: ended(['declined']),
    expired_n: ended(['expired']),
    suspended_n: suspended.length,
    long_suspended_n: suspended.filter((days) => days.every((each) => each > longDays)).length,
    in_grace_n: there.filter((spell) =>
      heldOn(spell, last).every(({ endsOn }) => endsOn !== null && endsOn <= last),
    ).length,
    in_dunning_n: there.filter(({ terms }) =>
      terms.some((term) => isUnpaid(term, last) && term.startedOn <= last && last < (term.endedOn ?? '9999')),
    ).length,
    again_n: count(({ from, isFirst }) => isIn(from) && !isFirst) + ended(['renewed']),
  }
}

type SpellsIn = (terms: readonly Term[], people: People) => readonly Spell[]

const monthsOf = (people: People, program_id: number, spells: readonly Spell[]): readonly ChurnMonth[] => {
  const first = earliest(spells.map(({ from }) => from)) ?? people.today
  const months: ChurnMonth[] = []
  for (let month = `${first.slice(0, 7)}-01`; month <= people.today; month = addMonths(month, 1))
    months.push({ site_id: people.siteId, month, program_id, ...monthOf(spells, month, people.today) })
  return months
}

const byProgram = (all: readonly People[], spellsIn: SpellsIn): readonly ChurnMonth[] =>
  all.flatMap((people) => {
    const terms = termsOf(people)
    return [...new Set(terms.map(({ programId }) => programId))].flatMap((program) =>
      monthsOf(
        people,
        program,
        spellsIn(
          terms.filter(({ programId }) => programId === program),
          people,
        ),
      ),
    )
  })

const spellsOfPersons: SpellsIn = (terms, { persons, today }) =>
  persons.flatMap((person) =>
    spellsOf(
      terms.filter((term) => term.person === person),
      today,
    ),
  )

/** By person: whoever holds two memberships counts once. */
export const personChurn = (all: readonly People[]): readonly ChurnMonth[] => byProgram(all, spellsOfPersons)

/** The same over all programs of a site, which stand as program 0. */
export const siteChurn = (all: readonly People[]): readonly ChurnMonth[] =>
  all.flatMap((people) => monthsOf(people, 0, spellsOfPersons(termsOf(people), people)))

/** By contract: each membership counts. */
export const contractChurn = (all: readonly People[]): readonly ChurnMonth[] =>
  byProgram(all, (terms) => {
    const renewing = new Set(terms.map(({ successor }) => successor))
    return terms.map((term) => ({
      from: term.startedOn,
      until: term.endedOn,
      reason: term.endReason,
      isFirst: true,
      isRenewal: renewing.has(term.key),
      terms: [term],
    }))
  })
