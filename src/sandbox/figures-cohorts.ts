// Cohorts and returns counted person by person from the life of the studio.
import { addDays, addMonths } from './calendar.ts'
import { daysBetween, dayOfVisit, earliest, firstPaidDay, isGoods, monthEnd } from './figures-people.ts'
import type { People, Person } from './figures-people.ts'
import type { Held, HeldContract } from './life.ts'

export type CohortType = 'first_visit' | 'first_purchase' | 'membership_start'

export interface CohortCell {
  readonly site_id: number
  readonly cohort_type: CohortType
  readonly cohort_month: string
  readonly month_index: number
  readonly cohort_size: number
  readonly active_n: number
  readonly censored_n: number
  readonly revenue_cents: number
}

export interface CohortReturn {
  readonly site_id: number
  readonly cohort_type: CohortType
  readonly cohort_month: string
  readonly form: 'since_start' | 'bracket'
  readonly window_days: number
  readonly cohort_size: number
  readonly eligible_n: number
  readonly returned_n: number | null
}

export interface FirstDates {
  readonly site_id: number
  readonly person_key: string
  readonly first_attended_date: string | null
  readonly first_paid_sale_date: string | null
  readonly first_membership_start: string | null
  readonly first_profile_date: string | null
}

const windows = [7, 14, 30, 60, 90, 180, 365]
const bracketDays = 30
const censoredDays = 30

/** Options that came with a contract. */
const ofContracts = ({ studio }: People): ReadonlySet<Held | undefined> =>
  new Set(
    studio.sales.flatMap(({ lines }) =>
      lines.flatMap(({ contractId, held }) => (contractId === undefined ? [] : [held])),
    ),
  )

/** The first day of a contract, or of a membership sold without one. */
const firstMembershipDay = (
  { studio }: People,
  { clients }: Person,
  withContract: ReadonlySet<Held | undefined>,
): string | undefined => {
  const own = new Set(clients)
  const contracts = studio.contracts.filter(({ client }: HeldContract) => own.has(client))
  const options = clients.flatMap(({ wallet }) =>
    wallet.filter((held) => held.plan.membershipId !== undefined && !withContract.has(held)),
  )
  return earliest([
    ...contracts.map(({ agreedDay }) => agreedDay),
    ...options.map(({ activeDay }) => activeDay),
  ])
}

/** First days of everybody. */
export const firstDates = (all: readonly People[]): readonly FirstDates[] =>
  all.flatMap((people) => {
    const withContract = ofContracts(people)
    return people.persons
      .filter(
        ({ profileDay, visits, bought }) => profileDay <= people.today || visits.length + bought.length > 0,
      )
      .map((person) => ({
        site_id: people.siteId,
        person_key: person.key,
        first_attended_date: earliest(person.visits.map(dayOfVisit)) ?? null,
        first_paid_sale_date: firstPaidDay(person, people.today) ?? null,
        first_membership_start: firstMembershipDay(people, person, withContract) ?? null,
        first_profile_date: person.profileDay <= people.today ? person.profileDay : null,
      }))
  })

interface Member {
  readonly person: Person
  readonly first: string
  readonly days: ReadonlySet<string>
}

const cohortsBy = (people: People, type: CohortType): ReadonlyMap<string, readonly Member[]> => {
  const cohorts = new Map<string, Member[]>()
  const withContract = ofContracts(people)
  for (const person of people.persons) {
    const days = person.visits.map(dayOfVisit)
    const first = {
      first_visit: () => earliest(days),
      first_purchase: () => firstPaidDay(person, people.today),
      membership_start: () => firstMembershipDay(people, person, withContract),
    }[type]()
    if (first === undefined || first > people.today) continue
    const month = `${first.slice(0, 7)}-01`
    cohorts.set(month, [...(cohorts.get(month) ?? []), { person, first, days: new Set(days) }])
  }
  return cohorts
}

const types: readonly CohortType[] = ['first_visit', 'first_purchase', 'membership_start']

const count = <T>(list: readonly T[], fits: (item: T) => boolean): number => list.filter(fits).length

/** Every month that is whole. */
export const cohortCells = (all: readonly People[]): readonly CohortCell[] =>
  all.flatMap((people) =>
    types.flatMap((type) =>
      [...cohortsBy(people, type)].flatMap(([month, members]) => {
        const cells: CohortCell[] = []
        for (let k = 0; monthEnd(addMonths(month, k)) <= people.today; k += 1) {
          const until = monthEnd(addMonths(month, k))
          const prefix = until.slice(0, 7)
          cells.push({
            site_id: people.siteId,
            cohort_type: type,
            cohort_month: month,
            month_index: k,
            cohort_size: members.length,
            active_n: count(members, ({ days }) => [...days].some((day) => day.startsWith(prefix))),
            censored_n: count(members, ({ first }) => first < addDays(people.dataStart, censoredDays)),
            revenue_cents: members
              .flatMap(({ person }) => person.bought)
              .filter((bought) => isGoods(bought) && bought.day <= until)
              .reduce((sum, { netCents }) => sum + netCents, 0),
          })
        }
        return cells
      }),
    ),
  )

/** The same over all sites: a person's first is the least of all, and all reach as far as the one that reaches least. */
export const cohortCellsOverall = (
  all: readonly People[],
): readonly Omit<CohortCell, 'site_id' | 'revenue_cents'>[] => {
  const today = earliest(all.map((people) => people.today)) ?? ''
  return types.flatMap((type) => {
    const persons = new Map<string, { first: string; isCensored: boolean; days: Set<string> }>()
    for (const people of all)
      for (const member of [...cohortsBy(people, type).values()].flat()) {
        const known = persons.get(member.person.key)
        if (known !== undefined && known.first <= member.first) continue
        const isCensored = member.first < addDays(people.dataStart, censoredDays)
        persons.set(member.person.key, { first: member.first, isCensored, days: new Set() })
      }
    for (const { key, visits } of all.flatMap((people) => people.persons))
      for (const visit of visits) persons.get(key)?.days.add(dayOfVisit(visit))
    const members = [...persons.values()].filter(({ first }) => first <= today)
    const months = new Set(members.map(({ first }) => `${first.slice(0, 7)}-01`))
    return [...months].flatMap((month) => {
      const own = members.filter(({ first }) => first.startsWith(month.slice(0, 7)))
      const cells: Omit<CohortCell, 'site_id' | 'revenue_cents'>[] = []
      for (let k = 0; monthEnd(addMonths(month, k)) <= today; k += 1) {
        const prefix = addMonths(month, k).slice(0, 7)
        cells.push({
          cohort_type: type,
          cohort_month: month,
          month_index: k,
          cohort_size: own.length,
          active_n: count(own, ({ days }) => [...days].some((day) => day.startsWith(prefix))),
          censored_n: count(own, ({ isCensored }) => isCensored),
        })
      }
      return cells
    })
  })
}

const returned = ({ first, days }: Member, from: number, until: number): boolean =>
  [...days].some((day) => {
    const after = daysBetween(first, day)
    return after >= from && after <= until
  })

/** Returns within N days, and in the last thirty of them, of those whose N days are over. */
export const cohortReturns = (all: readonly People[]): readonly CohortReturn[] =>
  all.flatMap((people) =>
    types.flatMap((type) =>
      [...cohortsBy(people, type)].flatMap(([month, members]) =>
        (['since_start', 'bracket'] as const).flatMap((form) =>
          windows
            .filter((days) => form === 'since_start' || days >= bracketDays)
            .map((days): CohortReturn => {
              const eligible = members.filter(
                ({ first }) => first >= people.dataStart && addDays(first, days) <= people.today,
              )
              const from = form === 'since_start' ? 1 : days - bracketDays + 1
              return {
                site_id: people.siteId,
                cohort_type: type,
                cohort_month: month,
                form,
                window_days: days,
                cohort_size: members.length,
                eligible_n: eligible.length,
                returned_n:
                  eligible.length === 0 ? null : count(eligible, (one) => returned(one, from, days)),
              }
            }),
        ),
      ),
    ),
  )
