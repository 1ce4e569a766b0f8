// Times of unbroken membership: a person's memberships put together, gaps of some days bridged.
import { addDays } from './calendar.ts'
import { graceDays, type EndReason, type Term } from './figures-memberships.ts'

/** A time somebody was a member without a break that counts. */
export interface Spell {
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

/** The spells of one person, oldest first. */
export const spellsOf = (terms: readonly Term[], today: string): readonly Spell[] => {
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

/** What was running on a day. */
export const heldOn = (spell: Spell, day: string): readonly Term[] =>
  spell.terms.filter((term) => runsOn({ startedOn: term.startedOn, over: overOn(term) }, day))

/** Whether a spell lasts on a day. */
export const isOn = ({ from, until }: Spell, day: string): boolean =>
  from <= day && (until === null || day < until)
