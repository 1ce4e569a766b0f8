// What members bought in each thirty days of their first membership, of those seen through all thirty.
import { addDays } from './calendar.ts'
import { isGoods } from './figures-people.ts'
import { graceDays } from './figures-memberships.ts'
import type { People } from './figures-people.ts'
import { livesOf } from './figures-survival.ts'

export interface ExpectedMonth {
  readonly site_id: number
  readonly month_no: number
  /** Still members after its first day. */
  readonly members_n: number
  readonly net_sales_cents: number
}

const lifetimeMonths = 24

/** Every thirty days that anybody was seen through. */
export const expectedMonths = (all: readonly People[]): readonly ExpectedMonth[] =>
  all.flatMap((people) => {
    const seenUntil = addDays(people.today, -graceDays)
    const lives = livesOf(people)
    return Array.from({ length: lifetimeMonths }, (_, month) => {
      const there = lives.filter(
        ({ from, entry, days }) =>
          entry <= month * 30 && days > month * 30 && addDays(from, month * 30 + 29) <= seenUntil,
      )
      const bought = there.flatMap(({ person, from }) =>
        person.bought.filter(
          (item) =>
            isGoods(item) &&
            item.day >= addDays(from, month * 30) &&
            item.day < addDays(from, month * 30 + 30),
        ),
      )
      return {
        site_id: people.siteId,
        month_no: month,
        members_n: there.length,
        net_sales_cents: bought.reduce((sum, { netCents }) => sum + netCents, 0),
      }
    }).filter(({ members_n: members }) => members > 0)
  })
