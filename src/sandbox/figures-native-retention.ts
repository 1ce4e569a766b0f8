// Mindbody's Retention report by the month of the initial visit, counted from the studio's own life.
import { addDays } from './calendar.ts'
import { dayOfVisit, type People, type Person } from './figures-people.ts'
import type { Visit } from './life.ts'

interface RetentionCell {
  readonly site_id: number
  readonly initial_month: string
  readonly qualifier: string
  readonly window_days: number
  readonly initial_n: number
  readonly repeat_n: number
  readonly matured_n: number
  readonly matured_repeat_n: number | null
}

const windows = [7, 14, 30, 60, 90, 180, 365]

/** What a visit must share with the initial one to be a repeat. */
const qualifiers: Readonly<Record<string, (visit: Visit, initial: Visit) => boolean>> = {
  any: () => true,
  same_staff: (visit, initial) => visit.staffId === initial.staffId,
  same_location: (visit, initial) => visit.locationId === initial.locationId,
  same_staff_and_location: (visit, initial) =>
    visit.staffId === initial.staffId && visit.locationId === initial.locationId,
}

/** The first visit of a person and its day; undefined for who never came. */
const initialOf = ({ visits: [initial] }: Person) =>
  initial === undefined ? undefined : { initial, day: dayOfVisit(initial) }

const cellsOf = ({ siteId, today, persons }: People): readonly RetentionCell[] => {
  const came = persons.flatMap((person) => {
    const first = initialOf(person)
    return first === undefined ? [] : [{ ...first, visits: person.visits }]
  })
  return [...new Set(came.map(({ day }) => day.slice(0, 7)))].flatMap((month) => {
    const members = came.filter(({ day }) => day.startsWith(month))
    return Object.entries(qualifiers).flatMap(([qualifier, isLike]) =>
      windows.map((days): RetentionCell => {
        const repeats = members.filter(({ initial, day, visits }) =>
          visits.some((visit) => {
            const on = dayOfVisit(visit)
            return on > day && on <= addDays(day, days) && isLike(visit, initial)
          }),
        )
        const isOver = ({ day }: { readonly day: string }): boolean => addDays(day, days) <= today
        const matured = members.filter(isOver).length
        return {
          site_id: siteId,
          initial_month: `${month}-01`,
          qualifier,
          window_days: days,
          initial_n: members.length,
          repeat_n: repeats.length,
          matured_n: matured,
          matured_repeat_n: matured === 0 ? null : repeats.filter(isOver).length,
        }
      }),
    )
  })
}

/** Every site, month, qualifier and window. */
export const nativeRetention = (all: readonly People[]): readonly RetentionCell[] => all.flatMap(cellsOf)
