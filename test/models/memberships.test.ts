// Whatever people hold, their spells are the groups their memberships make, and each month is what counting day by day gives.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { renderModel } from './render-model.ts'

const graceDays = 7
const asOfDay = 180
const vars = {
  renewal_grace_days: String(graceDays),
  early_renewal_days: '31',
  long_suspension_days: '90',
  dunning_days: '45',
}

/** Days count from the first of January 2024, a leap year: six months and a day. */
interface Membership {
  readonly person: number
  readonly program: number
  readonly start: number
  readonly end: number | undefined
  readonly closed: number | undefined
}

interface Run {
  readonly group: string
  readonly start: number
  readonly over: number
}

const membership: fc.Arbitrary<Membership> = fc
  .record({
    person: fc.integer({ min: 1, max: 60 }),
    program: fc.constantFrom(20, 21),
    start: fc.integer({ min: 0, max: asOfDay }),
    term: fc.option(fc.integer({ min: 0, max: 70 }), { nil: undefined }),
    stay: fc.option(fc.integer({ min: 0, max: 80 }), { nil: undefined, freq: 2 }),
  })
  .map(({ term, stay, ...held }) => {
    const closed = stay === undefined || held.start + stay > asOfDay ? undefined : held.start + stay
    return { ...held, end: term === undefined ? undefined : held.start + term, closed }
  })

/** The days somebody holds it, without renewal or grace. */
const runOf = (held: Membership, group: string): Run => ({
  group,
  start: held.start,
  over: Math.min(held.end ?? Infinity, held.closed ?? Infinity),
})

/** Groups by definition: any two of a person that overlap, or lie no further apart than the grace, belong together. */
const spellsOf = (runs: readonly Run[]): readonly Run[] => {
  const labels = runs.map((_, nth) => nth)
  runs.forEach((one, nth) =>
    runs.forEach((other, place) => {
      const isTogether =
        one.group === other.group &&
        Math.max(one.start, other.start) <= Math.min(one.over, other.over) + graceDays
      const [from, to] = [labels[nth] ?? 0, labels[place] ?? 0]
      if (isTogether) labels.forEach((label, at) => label === from && (labels[at] = to))
    }),
  )
  return [...new Set(labels)].map((label) => {
    const own = runs.filter((_, nth) => labels[nth] === label)
    const over = Math.max(...own.map((run) => run.over))
    const ended = over + graceDays > asOfDay ? Infinity : over
    return { group: own[0]?.group ?? '', start: Math.min(...own.map(({ start }) => start)), over: ended }
  })
}

const dayAfter = (month: number): number =>
  Math.round((Date.UTC(2024, month + 1, 1) - Date.UTC(2024, 0, 1)) / 86_400_000)

const countsOf = (runs: readonly Run[]): readonly object[] => {
  const spells = spellsOf(runs)
  const first = new Map(
    spells.toSorted((a, b) => b.start - a.start).map(({ group, start }) => [group, start]),
  )
  const from = Math.min(...spells.map(({ start }) => start))
  return Array.from({ length: 6 }, (_, month) => ({ month, begin: month === 0 ? 0 : dayAfter(month - 1) }))
    .map(({ month, begin }) => ({ month, begin, next: Math.min(dayAfter(month), asOfDay + 1) }))
    .filter(({ next }) => next > from)
    .map(({ month, begin, next }) => {
      const within = (day: number): boolean => day >= begin && day < next
      const there = (run: Run): boolean => run.start < next && run.over >= next
      const begun = spells.filter(({ start }) => within(start))
      const news = begun.filter(({ group, start }) => first.get(group) === start).length
      const active = spells.filter(there)
      return {
        month: month + 1,
        new_n: news,
        reactivated_n: begun.length - news,
        churned_n: spells.filter(({ over }) => within(over)).length,
        active_end: active.length,
        in_grace_n: active.filter(({ group }) => !runs.some((run) => run.group === group && there(run)))
          .length,
      }
    })
}

let duck: Duck
let models: readonly (readonly [name: string, sql: string])[]

beforeAll(async () => {
  duck = await Duck.open(':memory:')
  await duck.run(
    `create table int_as_of as select 1::bigint as site_id, date '2024-01-01' + ${asOfDay} as as_of_date`,
  )
  await duck.run(
    'create table stg_mindbody__clients (site_id bigint, client_unique_id bigint, suspension_info json)',
  )
  await duck.run(`create table int_membership_terms (
    site_id bigint, membership_key varchar, source varchar, client_contract_id bigint,
    auto_renew_client_contract_id bigint, client_id varchar, client_unique_id bigint, person_key varchar,
    is_excluded_person boolean, payer_client_id varchar, contract_id bigint, contract_name varchar, program_id bigint,
    location_id bigint, autopay_status varchar, is_month_to_month boolean, started_on date, ends_on date,
    terminated_on date, dunning_since date, closed_on date, closed_reason varchar, as_of_date date)`)
  models = await Promise.all(
    ['renewals', 'memberships', 'spells', 'events', 'month_ends', 'churn'].map(async (name) => {
      const model = name === 'memberships' ? 'int_memberships' : `int_membership_${name}`
      return [
        model,
        await renderModel(`intermediate/memberships/${model}.sql`, 'macros/read_times.sql', vars),
      ]
    }),
  )
})

afterAll(() => duck.close())

const dayText = (day: number | undefined): string =>
  day === undefined ? 'null' : `date '2024-01-01' + ${day}`

const hold = async (held: readonly Membership[]): Promise<void> => {
  const rows = held.map(
    ({ person, program, start, end, closed }, nth) =>
      `(1, 'm${nth}', ${nth}, 'p${person}', false, ${program}, ${dayText(start)}, ${dayText(end)}, ${dayText(closed)},
        ${closed === undefined ? 'null' : "'terminated'"}, ${dayText(asOfDay)})`,
  )
  await duck.run('delete from int_membership_terms')
  await duck.run(`insert into int_membership_terms (site_id, membership_key, client_contract_id, person_key,
    is_excluded_person, program_id, started_on, ends_on, closed_on, closed_reason, as_of_date) values ${rows.join(', ')}`)
  for (const [name, sql] of models) await duck.run(`create or replace table ${name} as ${sql}`)
}

const told = (grain: string, program: number): Promise<readonly object[]> =>
  duck.rows(`select month(month)::int as month, new_n::int as new_n, reactivated_n::int as reactivated_n,
      churned_n::int as churned_n, active_end::int as active_end, in_grace_n::int as in_grace_n
    from int_membership_churn where grain = '${grain}' and program_id = ${program} order by int_membership_churn.month`)

describe('memberships', () => {
  it('of people are put together and counted month by month as by definition', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(membership, { minLength: 150, maxLength: 150 }), async (held) => {
        await hold(held)
        const byPerson = (one: Membership): Run => runOf(one, String(one.person))
        expect(await told('site', 0)).toEqual(countsOf(held.map(byPerson)))
        expect(await told('program', 20)).toEqual(
          countsOf(held.filter(({ program }) => program === 20).map(byPerson)),
        )
      }),
      { numRuns: 3, endOnFailure: true },
    )
  })

  it('are renewed one by one, lose no day by it, and roll forward by themselves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(membership, { minLength: 150, maxLength: 150 }), async (held) => {
        await hold(held)
        const rows = await duck.rows<{
          key: string
          start: number
          over: number | null
          next: string | null
        }>(
          `select membership_key as key, started_on - date '2024-01-01' as start, ended_on - date '2024-01-01' as over,
            successor_key as next from int_memberships`,
        )
        const successors = rows.flatMap(({ next }) => (next === null ? [] : [next]))
        expect(new Set(successors).size).toBe(successors.length)
        const lost = held.flatMap((one, nth) => {
          const own = rows.filter(({ key }) => {
            const other = held[Number(key.slice(1))]
            return other?.person === one.person && other.program === one.program
          })
          const run = runOf(one, '')
          const days = Array.from({ length: asOfDay + 1 }, (_, day) => day)
          return days
            .filter((day) => day >= run.start && day < run.over)
            .filter((day) => !own.some(({ start, over }) => start <= day && day < (over ?? Infinity)))
            .map((day) => ({ nth, day }))
        })
        expect(lost).toEqual([])
        const ends = await duck.rows<{ month: string; end: number; there: number }>(
          `select churn.month::varchar as month, any_value(active_end)::int as end, count(held.membership_key)::int as there
          from int_membership_churn as churn
          left join int_memberships as held on held.program_id = churn.program_id
            and held.started_on <= least(last_day(churn.month), date '2024-01-01' + ${asOfDay})
            and coalesce(held.ended_on > least(last_day(churn.month), date '2024-01-01' + ${asOfDay}), true)
          where churn.grain = 'contract' group by churn.month, churn.program_id`,
        )
        expect(ends.filter(({ end, there }) => end !== there)).toEqual([])
      }),
      { numRuns: 3, endOnFailure: true },
    )
  })
})
