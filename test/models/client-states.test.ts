// Whatever visits, suspensions and closures there are, states are what walking through the days one by one gives.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { renderModel } from './render-model.ts'

/** Short ones, so that every edge is drawn often. */
const vars = { new_days: 3, active_days: 4, lapsed_days: 7, closure_days: 2 } as const
const lastDay = 45
const dataStart = 5

interface Stretch {
  readonly from: number
  readonly until: number
}

interface Person {
  readonly filed: number
  readonly visits: readonly number[]
  /** Of each of the person's profiles; one without an end goes on. */
  readonly suspensions: readonly { readonly from: number; readonly until: number | null }[]
}

interface Site {
  readonly asOf: number
  readonly persons: readonly Person[]
  readonly closures: readonly Stretch[]
}

interface Span {
  readonly site_id: number
  readonly person_key: string
  readonly from_date: string
  readonly until_date: string
  readonly state: string
  readonly entered_from: string | null
}

const isoDay = (day: number): string => new Date(Date.UTC(2024, 1, day)).toISOString().slice(0, 10)

const day = fc.integer({ min: 0, max: lastDay })
const length = fc.integer({ min: 0, max: 9 })
const stretch = fc.tuple(day, length).map(([from, days]): Stretch => ({ from, until: from + days }))
const person: fc.Arbitrary<Person> = fc.record({
  filed: day,
  visits: fc.array(day, { maxLength: 6 }),
  suspensions: fc.array(
    fc.oneof(
      stretch,
      day.map((from) => ({ from, until: null })),
    ),
    { maxLength: 2 },
  ),
})
const site: fc.Arbitrary<Site> = fc.record({
  asOf: fc.integer({ min: 20, max: lastDay }),
  persons: fc.array(person, { minLength: 1, maxLength: 6 }),
  closures: fc.array(stretch, { maxLength: 3 }),
})

const statesOf = ({ asOf, closures }: Site, { filed, visits, suspensions }: Person): readonly string[] => {
  const seen = visits.filter((visit) => visit <= asOf)
  const first = Math.min(...seen)
  const known = Math.min(first, filed <= asOf ? Math.max(filed, dataStart) : Infinity)
  const long = closures.filter(({ from, until }) => until - from + 1 > vars.closure_days)
  const isIgnored = (at: number): boolean =>
    [...suspensions, ...long].some(({ from, until }) => from <= at && at <= (until ?? Infinity))
  const states = Array.from({ length: asOf + 1 }, () => '')
  let [gap, back] = [0, -Infinity]
  for (let at = known; at <= asOf; at += 1) {
    if (at > first && !isIgnored(at)) gap += 1
    if (seen.includes(at)) {
      if (gap > vars.lapsed_days) back = at
      gap = 0
    }
    if (at < first) states[at] = 'prospect'
    else if (at - first < vars.new_days) states[at] = 'new'
    else if (at - back < vars.new_days) states[at] = 'reactivated'
    else if (gap <= vars.active_days) states[at] = 'active'
    else states[at] = gap <= vars.lapsed_days ? 'at_risk' : 'lapsed'
  }
  return states
}

const spansOf = (
  states: readonly string[],
  whose: { site_id: number; person_key: string },
): readonly Span[] => {
  const begins = states.flatMap((state, at) => (state !== '' && state !== states[at - 1] ? [at] : []))
  return begins.map((from, nth) => ({
    ...whose,
    from_date: isoDay(from),
    until_date: isoDay((begins[nth + 1] ?? states.length) - 1),
    state: states[from] ?? '',
    entered_from: (nth > 0 && states[from - 1]) || null,
  }))
}

let duck: Duck

beforeAll(async () => {
  duck = await Duck.open(':memory:')
  await duck.run(`
    create table int_attended (site_id bigint, person_key varchar, local_date date);
    create table int_as_of (site_id bigint, as_of_date date);
    create view int_data_start as select site_id, date '${isoDay(dataStart)}' as data_start_date from int_as_of;
    create table int_person_first_dates (
      site_id bigint, person_key varchar, first_profile_date date, is_attended_censored boolean);
    create table int_person (site_id bigint, client_unique_id bigint, person_key varchar);
    create table stg_mindbody__clients (site_id bigint, client_unique_id bigint, suspension_info varchar);
    create table int_site_closures (site_id bigint, from_date date, until_date date, reason varchar)`)
  const texts = Object.fromEntries(Object.entries(vars).map(([name, days]) => [name, String(days)]))
  const models = [
    ['intermediate/people/int_ignored_days', 'macros/read_times.sql'],
    ['intermediate/people/int_client_runs', 'macros/client_states.sql'],
    ['marts/retention/fct_client_state_span', 'macros/client_states.sql'],
  ] as const
  for (const [path, macros] of models)
    await duck.run(
      `create view ${path.split('/').at(-1)} as ${await renderModel(`${path}.sql`, macros, texts)}`,
    )
})

afterAll(() => duck.close())

const keep = async (table: string, rows: readonly string[]): Promise<void> => {
  await duck.run(`delete from ${table}`)
  if (rows.length > 0) await duck.run(`insert into ${table} values ${rows.join(', ')}`)
}

const write = async (sites: readonly Site[]): Promise<void> => {
  const persons = sites.flatMap((one, siteId) =>
    one.persons.map((who, nth) => ({ ...who, siteId, nth, asOf: one.asOf })),
  )
  const profiles = persons.flatMap(({ siteId, nth, suspensions }) =>
    suspensions.map(({ from, until }, place) => ({ siteId, nth, id: nth * 10 + place, from, until })),
  )
  await keep(
    'int_as_of',
    sites.map(({ asOf }, siteId) => `(${siteId}, '${isoDay(asOf)}')`),
  )
  await keep(
    'int_attended',
    persons.flatMap(({ siteId, nth, visits, asOf }) =>
      visits.filter((at) => at <= asOf).map((at) => `(${siteId}, '${nth}', '${isoDay(at)}')`),
    ),
  )
  await keep(
    'int_person_first_dates',
    persons.map(
      ({ siteId, nth, filed, asOf }) =>
        `(${siteId}, '${nth}', ${filed <= asOf ? `'${isoDay(filed)}'` : 'null'}, false)`,
    ),
  )
  await keep(
    'int_person',
    profiles.map(({ siteId, id, nth }) => `(${siteId}, ${id}, '${nth}')`),
  )
  await keep(
    'stg_mindbody__clients',
    profiles.map(({ siteId, id, from, until }) => {
      const told = {
        SuspensionStartDate: `${isoDay(from)}T00:00:00`,
        SuspensionEndDate: until === null ? null : `${isoDay(until)}T00:00:00`,
      }
      return `(${siteId}, ${id}, '${JSON.stringify(told)}')`
    }),
  )
  await keep(
    'int_site_closures',
    sites.flatMap(({ closures }, siteId) =>
      closures.map(({ from, until }) => `(${siteId}, '${isoDay(from)}', '${isoDay(until)}', 'shut')`),
    ),
  )
}

describe('states', () => {
  it('are what walking through the days gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(site, { minLength: 1, maxLength: 20 }), async (sites) => {
        await write(sites)
        const spans = await duck.rows<Span>(
          `select site_id, person_key, from_date::varchar as from_date, until_date::varchar as until_date, state, entered_from
           from fct_client_state_span order by site_id, person_key, from_date`,
        )
        const walked = sites.flatMap((one, siteId) =>
          one.persons.flatMap((who, nth) =>
            spansOf(statesOf(one, who), { site_id: siteId, person_key: String(nth) }),
          ),
        )
        expect(spans.map((span) => ({ ...span, site_id: Number(span.site_id) }))).toEqual(walked)
      }),
      { numRuns: 12 },
    )
  })
})
