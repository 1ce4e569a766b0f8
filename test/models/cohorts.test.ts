// Cohorts over visits of every kind: equal to a count person by person, and a visit read late changes its own cell alone.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { renderModel } from './render-model.ts'

/** A visit of a person, days after the first of December 2023: a leap February is among the months. */
interface Visit {
  readonly site: 1 | 2
  readonly person: number
  readonly day: number
}

interface Case {
  readonly visits: readonly Visit[]
  /** Last day read, by site. */
  readonly asOf: Readonly<Record<1 | 2, number>>
}

const isoDay = (day: number): string => new Date(Date.UTC(2023, 11, 1 + day)).toISOString().slice(0, 10)
const monthNo = (day: number): number =>
  Number(isoDay(day).slice(0, 4)) * 12 + Number(isoDay(day).slice(5, 7)) - 1
const monthOf = (no: number): string => `${Math.floor(no / 12)}-${String((no % 12) + 1).padStart(2, '0')}-01`
const isOver = (month: number, asOf: number): boolean => monthNo(asOf + 1) > month

const visitBy = (lastDay: number): fc.Arbitrary<Visit> =>
  fc.record({ site: fc.constantFrom(1, 2), person: fc.nat(29), day: fc.nat(lastDay) })

const drawn: fc.Arbitrary<Case> = fc
  .record({
    visits: fc.array(visitBy(140), { minLength: 2, maxLength: 240, size: 'max' }),
    one: fc.integer({ min: 20, max: 140 }),
    other: fc.integer({ min: 20, max: 140 }),
  })
  .map(({ visits, one, other }) => ({
    asOf: { 1: one, 2: other },
    visits: visits.filter(({ site, day }) => day <= { 1: one, 2: other }[site]),
  }))
  .filter(({ visits }) => visits.some(({ site }) => site === 1) && visits.some(({ site }) => site === 2))

const scopes = ['1', '2', 'all'] as const

/** Days of each person in a scope, and how far it reaches. */
const daysIn = ({ visits, asOf }: Case, scope: (typeof scopes)[number]) => {
  const reach = scope === 'all' ? Math.min(asOf[1], asOf[2]) : asOf[scope === '1' ? 1 : 2]
  const days = new Map<number, number[]>()
  for (const { site, person, day } of visits)
    if (scope === 'all' || scope === String(site)) days.set(person, [...(days.get(person) ?? []), day])
  const people = [...days.values()].map((own) => ({ first: Math.min(...own), own }))
  return { reach, people: people.filter(({ first }) => first <= reach) }
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, nth) => from + nth)

const countCells = (one: Case): readonly object[] =>
  scopes.flatMap((scope) => {
    const { reach, people } = daysIn(one, scope)
    const months = [...new Set(people.map(({ first }) => monthNo(first)))]
    return months.flatMap((month) => {
      const cohort = people.filter(({ first }) => monthNo(first) === month)
      return range(0, monthNo(reach) - Math.min(...months)).map((k) => ({
        scope,
        cohort_month: monthOf(month),
        month_index: k,
        cohort_size: cohort.length,
        active_n: isOver(month + k, reach)
          ? cohort.filter(({ own }) => own.some((day) => monthNo(day) === month + k)).length
          : null,
      }))
    })
  })

const windows = [7, 30, 60]

const countReturns = (one: Case): readonly object[] =>
  (['1', '2'] as const).flatMap((scope) => {
    const { reach, people } = daysIn(one, scope)
    return [...new Set(people.map(({ first }) => monthNo(first)))].flatMap((month) =>
      windows.flatMap((days) => {
        const cohort = people.filter(({ first }) => monthNo(first) === month)
        const eligible = cohort.filter(({ first }) => first + days <= reach)
        const forms = [
          { form: 'since_start', from: 1 },
          ...(days < 30 ? [] : [{ form: 'bracket', from: days - 29 }]),
        ]
        return forms.map(({ form, from }) => ({
          scope,
          cohort_month: monthOf(month),
          form,
          window_days: days,
          cohort_size: cohort.length,
          eligible_n: eligible.length,
          returned_n:
            eligible.length === 0
              ? null
              : eligible.filter(({ first, own }) =>
                  own.some((day) => day >= first + from && day <= first + days),
                ).length,
        }))
      }),
    )
  })

const inOrder = (rows: readonly object[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort()

let duck: Duck

beforeAll(async () => {
  duck = await Duck.open(':memory:')
  await duck.run(`
    create table int_attended (site_id bigint, person_key varchar, local_date date);
    create table int_as_of (site_id bigint, as_of_date date);
    create table int_sites as from (values (1, 'USD'), (2, 'USD')) as sites(site_id, currency);
    create view int_data_start as select site_id, min(local_date) as data_start_date from int_attended group by site_id;
    create view int_person_purchases as
      select site_id, person_key, local_date, 1::decimal(18, 4) as net from int_attended where false;
    create view int_person_first_dates as
      select site_id, person_key, min(local_date) as first_attended_date, false as is_attended_censored,
        null::date as first_paid_sale_date, null::boolean as is_paid_censored,
        null::date as first_membership_start, null::boolean as is_membership_censored
      from int_attended group by site_id, person_key`)
  for (const model of ['cohort_scopes', 'cohort_people', 'person_months', 'cohort_cells'])
    await duck.run(
      `create view int_${model} as ${await renderModel(`intermediate/people/int_${model}.sql`, 'macros/money.sql')}`,
    )
  const returns = await renderModel('marts/retention/fct_cohort_return.sql', 'macros/money.sql', {
    return_windows: JSON.stringify(windows),
  })
  await duck.run(`create view fct_cohort_return as ${returns}`)
})

afterAll(() => duck.close())

const read = async ({ visits, asOf }: Case): Promise<void> => {
  await duck.run('delete from int_attended; delete from int_as_of')
  await duck.run(`insert into int_as_of values (1, '${isoDay(asOf[1])}'), (2, '${isoDay(asOf[2])}')`)
  const rows = visits.map(({ site, person, day }) => `(${site}, '${person}', '${isoDay(day)}')`)
  await duck.run(`insert into int_attended values ${rows.join(', ')}`)
}

interface Cell {
  readonly scope: string
  readonly cohort_month: string
  readonly month_index: number
  readonly cohort_size: number
  readonly active_n: number | null
}

const cells = (): Promise<readonly Cell[]> =>
  duck.rows<Cell>(
    `select scope, cohort_month::varchar as cohort_month, month_index, cohort_size, active_n
     from int_cohort_cells order by all`,
  )

describe('cohorts', () => {
  it('are what counting person by person gives', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (one) => {
        await read(one)
        expect(inOrder(await cells())).toEqual(inOrder(countCells(one)))
        const returns = await duck.rows(
          `select site_id::varchar as scope, cohort_month::varchar as cohort_month, form, window_days, cohort_size,
             eligible_n, returned_n
           from fct_cohort_return`,
        )
        expect(inOrder(returns)).toEqual(inOrder(countReturns(one)))
      }),
      { numRuns: 6 },
    )
  })

  it('change in one cell by a visit read late, at its site and over all', async () => {
    const late = drawn.chain((one) =>
      fc
        .record({ nth: fc.nat(one.visits.length - 1), after: fc.nat(60) })
        .map(({ nth, after }) => ({ one, known: one.visits[nth], after })),
    )
    await fc.assert(
      fc.asyncProperty(late, async ({ one, known, after }) => {
        if (known === undefined) return
        const visit = { ...known, day: Math.min(known.day + after, one.asOf[known.site]) }
        await read(one)
        const before = await cells()
        await read({ ...one, visits: [...one.visits, visit] })
        const changed = (await cells()).filter((cell, nth) => cell.active_n !== before[nth]?.active_n)
        const firstIn = (scope: (typeof scopes)[number]): number =>
          Math.min(
            ...one.visits
              .filter(
                ({ site, person }) => person === known.person && (scope === 'all' || scope === String(site)),
              )
              .map(({ day }) => day),
          )
        for (const cell of changed) {
          const scope = cell.scope === 'all' ? 'all' : known.site === 1 ? '1' : '2'
          const month = monthNo(firstIn(scope))
          expect(cell).toMatchObject({
            scope,
            cohort_month: monthOf(month),
            month_index: monthNo(visit.day) - month,
          })
        }
        expect(changed.length).toBeLessThanOrEqual(2)
      }),
      { numRuns: 5 },
    )
  })
})
