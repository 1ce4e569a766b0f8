// The state of every person on every day, walked through day by day from the first file or visit on.
import { addDays } from './calendar.ts'
import { daysBetween, dayOfVisit, monthEnd } from './figures-people.ts'
import type { People, Person, Told } from './figures-people.ts'

export type State = 'prospect' | 'new' | 'reactivated' | 'active' | 'at_risk' | 'lapsed'

export interface StateSpan {
  readonly site_id: number
  readonly person_key: string
  readonly from_date: string
  readonly until_date: string
  readonly state: State
  readonly entered_from: State | null
}

export interface StateMonth {
  readonly site_id: number
  readonly person_key: string
  readonly month: string
  readonly state: State
  readonly is_mature: boolean
}

const newDays = 30
const activeDays = 30
const lapsedDays = 60
const closureDays = 7

interface DayState {
  readonly day: string
  readonly state: State
}

/** Whether nobody could be expected on a day: the person's bookings were suspended, or the site was closed for long. */
const pauseOf = ({ siteId }: People, { clients }: Person, { closures = [] }: Told) => {
  const pauses = [
    ...clients.flatMap(({ suspended }) => suspended ?? []),
    ...closures.filter(
      (closed) => closed.siteId === siteId && daysBetween(closed.from, closed.until) + 1 > closureDays,
    ),
  ]
  return (day: string): boolean => pauses.some(({ from, until }) => from <= day && day <= until)
}

/** One state a day, up to the last day told. */
const daysOf = (people: People, person: Person, told: Told): readonly DayState[] => {
  const visited = new Set(person.visits.map(dayOfVisit))
  const firstVisit = person.visits[0] && dayOfVisit(person.visits[0])
  // Of what was before the first sale or visit told of the site nobody can say anything.
  const filed = person.profileDay > people.dataStart ? person.profileDay : people.dataStart
  const begin = firstVisit !== undefined && firstVisit < filed ? firstVisit : filed
  const isPaused = pauseOf(people, person, told)
  const days: DayState[] = []
  let gap = 0
  let returnedOn: string | undefined
  for (let day = begin; day <= people.today; day = addDays(day, 1)) {
    if (firstVisit === undefined || day < firstVisit) {
      days.push({ day, state: 'prospect' })
      continue
    }
    if (day > firstVisit && !isPaused(day)) gap += 1
    if (visited.has(day)) {
      if (gap > lapsedDays) returnedOn = day
      gap = 0
    }
    days.push({
      day,
      state: stateOf(daysBetween(firstVisit, day), gap, returnedOn && daysBetween(returnedOn, day)),
    })
  }
  return days
}

const stateOf = (sinceFirst: number, gap: number, sinceReturn: number | '' | undefined): State => {
  if (sinceFirst < newDays) return 'new'
  if (typeof sinceReturn === 'number' && sinceReturn < newDays) return 'reactivated'
  if (gap <= activeDays) return 'active'
  return gap <= lapsedDays ? 'at_risk' : 'lapsed'
}

const spansOf = (days: readonly DayState[]): readonly Omit<StateSpan, 'site_id' | 'person_key'>[] => {
  const spans: { from_date: string; until_date: string; state: State; entered_from: State | null }[] = []
  for (const { day, state } of days) {
    const last = spans.at(-1)
    if (last?.state === state) last.until_date = day
    else spans.push({ from_date: day, until_date: day, state, entered_from: last?.state ?? null })
  }
  return spans
}

/** Spans of one state, and the state at the last day of each month. */
export const stateFigures = (all: readonly People[], told: Told = {}) => {
  const spans: StateSpan[] = []
  const months: StateMonth[] = []
  for (const people of all)
    for (const person of people.persons) {
      const of = { site_id: people.siteId, person_key: person.key }
      const days = daysOf(people, person, told)
      spans.push(...spansOf(days).map((span) => ({ ...of, ...span })))
      for (const { day, state } of days) {
        const isEnd = monthEnd(day) === day
        if (isEnd || day === people.today)
          months.push({ ...of, month: `${day.slice(0, 7)}-01`, state, is_mature: isEnd })
      }
    }
  return { spans, months }
}
