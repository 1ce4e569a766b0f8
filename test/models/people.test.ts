// Whatever is merged and linked, persons are the groups that merges and links make, and no visit is lost, doubled or rewritten.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { renderModel } from './render-model.ts'

const profilesPerSite = 5
const sites = [1, 2, 3] as const

interface Profile {
  readonly site: number
  readonly id: number
}

interface People {
  readonly merges: readonly { readonly site: number; readonly removed: number; readonly kept: number }[]
  readonly links: readonly { readonly asked: Profile; readonly told: Profile }[]
  readonly visits: readonly Profile[]
}

const site = fc.constantFrom(...sites)
const id = fc.integer({ min: 1, max: profilesPerSite })
const profile = fc.record({ site, id })
const people: fc.Arbitrary<People> = fc.record({
  merges: fc.array(fc.record({ site, removed: id, kept: id }), { maxLength: 12 }),
  links: fc.array(fc.record({ asked: profile, told: profile }), { maxLength: 5 }),
  visits: fc.array(profile, { minLength: 1, maxLength: 30 }),
})

const allProfiles: readonly Profile[] = sites.flatMap((at) =>
  Array.from({ length: profilesPerSite }, (_, nth) => ({ site: at, id: nth + 1 })),
)

/** Organisations that were drawn lie side by side in one database, each at sites of its own: a query takes as long for one. */
const siteOf = (organisation: number, at: number): number => organisation * 10 + at

const nameOf = (one: Profile): string => `${one.site}-${one.id}`

/** Groups by definition: the last merge of a profile, and every link between sites, joins two groups. */
const groupsOf = ({ merges, links }: People): ReadonlyMap<string, string> => {
  const groups = new Map(allProfiles.map((one) => [nameOf(one), nameOf(one)]))
  const join = (one: Profile, other: Profile): void => {
    const [from, to] = [groups.get(nameOf(one)) ?? '', groups.get(nameOf(other)) ?? '']
    for (const [name, group] of groups) if (group === from) groups.set(name, to)
  }
  const told = merges.filter(({ removed, kept }) => removed !== kept)
  const last = new Map(told.map((merge) => [nameOf({ site: merge.site, id: merge.removed }), merge]))
  for (const merge of last.values())
    join({ site: merge.site, id: merge.removed }, { site: merge.site, id: merge.kept })
  for (const { asked, told: other } of links) if (asked.site !== other.site) join(asked, other)
  return groups
}

const tables = [
  'create table stg_mindbody__clients (site_id bigint, client_unique_id bigint, client_id varchar)',
  'create table client_merge (site_id bigint, removed_unique_id bigint, kept_unique_id bigint, merged_at timestamp)',
  `create table stg_mindbody__cross_regional_client_associations (
    site_id bigint, asked_client_id varchar, associated_site_id bigint, client_id varchar, client_unique_id bigint)`,
  'create table base_mindbody__gone_clients (site_id bigint, client_id varchar, client_unique_id bigint)',
  'create table stg_finance__excluded_person (site_id bigint, client_id varchar, reason varchar)',
  'create table int_visits_outcomes (site_id bigint, visit_id bigint, client_id varchar, client_unique_id bigint)',
]

const paths = [
  'people/int_client_survivors',
  'people/int_client_links',
  'people/int_linked_persons',
  'people/int_person',
  'people/int_person_by_client_id',
  'visits/int_visits_persons',
]

let duck: Duck
let models: readonly (readonly [name: string, sql: string])[]

const fill = async (table: string, rows: readonly string[]): Promise<void> => {
  await duck.run(`delete from ${table}`)
  if (rows.length > 0) await duck.run(`insert into ${table} values ${rows.join(', ')}`)
}

const put = async (drawn: readonly People[]): Promise<void> => {
  const rowsOf = (
    rows: (one: People, at: (site: number) => number) => readonly string[],
  ): readonly string[] => drawn.flatMap((one, nth) => rows(one, (own) => siteOf(nth, own)))
  await fill(
    'stg_mindbody__clients',
    rowsOf((_, at) => allProfiles.map((one) => `(${at(one.site)}, ${one.id}, 'c${one.id}')`)),
  )
  await fill(
    'client_merge',
    rowsOf(({ merges }, at) =>
      merges.map(
        (merge, nth) =>
          `(${at(merge.site)}, ${merge.removed}, ${merge.kept}, timestamp '2026-01-01' + interval ${nth} day)`,
      ),
    ),
  )
  await fill(
    'stg_mindbody__cross_regional_client_associations',
    rowsOf(({ links }, at) =>
      links.map(
        ({ asked, told }) =>
          `(${at(asked.site)}, 'c${asked.id}', ${at(told.site)}, 'c${told.id}', ${told.id})`,
      ),
    ),
  )
  await fill(
    'int_visits_outcomes',
    rowsOf(({ visits }, at) =>
      visits.map((visit, nth) => `(${at(visit.site)}, ${nth}, 'c${visit.id}', ${visit.id})`),
    ),
  )
  for (const [name, sql] of models) await duck.run(`create or replace table ${name} as ${sql}`)
}

interface Found {
  readonly organisation: number
  readonly visit: number
  readonly client: string
  readonly profile: string
  readonly person: string
}

const check = (drawn: People, found: readonly Found[]): void => {
  expect(found.map(({ visit, client, profile: at }) => [visit, client, at])).toEqual(
    drawn.visits.map((visit, nth) => [nth, `c${visit.id}`, nameOf(visit)]),
  )
  const groups = groupsOf(drawn)
  const together = (key: (nth: number) => string | undefined): readonly (readonly boolean[])[] =>
    found.map((_, one) => found.map((__, other) => key(one) === key(other)))
  expect(together((nth) => found[nth]?.person)).toEqual(
    together((nth) => groups.get(found[nth]?.profile ?? '')),
  )
  // The key is that of a member, so that it is the same person at its own site.
  for (const { person, profile: at } of found) expect(groups.get(person)).toBe(groups.get(at))
}

beforeAll(async () => {
  duck = await Duck.open(':memory:')
  for (const table of tables) await duck.run(table)
  models = await Promise.all(
    paths.map(
      async (path) =>
        [
          path.replace(/.*\//, ''),
          await renderModel(`intermediate/${path}.sql`, 'macros/key_tests.sql'),
        ] as const,
    ),
  )
})

afterAll(() => duck[Symbol.asyncDispose]())

describe('people', () => {
  it('are the groups that merges and links make, and visits stay as they were told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(people, { minLength: 1, maxLength: 60, size: 'max' }), async (drawn) => {
        await put(drawn)
        const found = await duck.rows<Found>(
          `select site_id // 10 as organisation, visit_id as visit, client_id as client,
             site_id % 10 || '-' || client_unique_id as profile,
             split_part(person_key, '-', 1)::bigint % 10 || '-' || split_part(person_key, '-', 2) as person
           from int_visits_persons order by organisation, visit_id`,
        )
        for (const [nth, one] of drawn.entries())
          check(
            one,
            found.filter(({ organisation }) => organisation === nth),
          )
      }),
      { numRuns: 3 },
    )
  })
})
