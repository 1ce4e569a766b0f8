// Members rolled forward from month to month, by person and by contract, counted anew at each month's two ends.
import { addDays, addMonths } from './calendar.ts'
import { graceDays, termsOf, type EndReason, type Term } from './figures-memberships.ts'
import { daysBetween, earliest, monthEnd } from './figures-people.ts'
import type { People } from './figures-people.ts'

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

/** A time somebody was a member without a break that counts. */
interface Spell {
  readonly from: string
  /** First day without; null while it lasts. */
  readonly until: string | null
  readonly reason: EndReason | null
  readonly isFirst: boolean
  readonly isRenewal: boolean
  readonly terms: readonly Term[]
}

const overOn = ({ endedOn, isInGrace, endsOn }: Term): string =>
  endedOn ?? (isInGrace && endsOn !== null ? endsOn : '9999-12-31')

/** A person's memberships put together, gaps of some days bridged. */
const spellsOf = (terms: readonly Term[], today: string): readonly Spell[] => {
  const groups: Term[][] = []
  let until = ''
  for (const term of [...terms].sort((one, other) => one.startedOn.localeCompare(other.startedOn))) {
    const own = groups.at(-1)
    const goesOn =
      own !== undefined && (until.startsWith('9999') || term.startedOn <= addDays(until, graceDays))
    if (goesOn) own.push(term)
    else groups.push([term])
    until = goesOn && until > overOn(term) ? until : overOn(term)
  }
  return groups.map((own, nth) => {
    const last = own.reduce((one, other) => (overOn(other) >= overOn(one) ? other : one))
    const end = overOn(last)
    const isOver = !end.startsWith('9999') && today >= addDays(end, graceDays)
    return {
      from: own[0]?.startedOn ?? '',
      until: isOver ? end : null,
      reason: isOver ? (last.endReason ?? 'expired') : null,
      isFirst: nth === 0,
      isRenewal: false,
      terms: own,
    }
  })
}

const runsOn = (term: Pick<Term, 'startedOn'> & { readonly over: string }, day: string): boolean =>
  term.startedOn <= day && day < term.over

const heldOn = (spell: Spell, day: string): readonly Term[] =>
  spell.terms.filter((term) => runsOn({ startedOn: term.startedOn, over: overOn(term) }, day))

const isOn = ({ from, until }: Spell, day: string): boolean => from <= day && (until === null || day < until)

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

const byProgram = (
  all: readonly People[],
  spellsIn: (terms: readonly Term[], people: People) => readonly Spell[],
) =>
  all.flatMap((people) => {
    const terms = termsOf(people)
    return [...new Set(terms.map(({ programId }) => programId))].flatMap((program_id) => {
      const spells = spellsIn(
        terms.filter(({ programId }) => programId === program_id),
        people,
      )
      const first = earliest(spells.map(({ from }) => from)) ?? people.today
      const months: ChurnMonth[] = []
      for (let month = `${first.slice(0, 7)}-01`; month <= people.today; month = addMonths(month, 1))
        months.push({ site_id: people.siteId, month, program_id, ...monthOf(spells, month, people.today) })
      return months
    })
  })

/** By person: whoever holds two memberships counts once. */
export const personChurn = (all: readonly People[]): readonly ChurnMonth[] =>
  byProgram(all, (terms, { persons, today }) =>
    persons.flatMap((person) =>
      spellsOf(
        terms.filter((term) => term.person === person),
        today,
      ),
    ),
  )

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
