// Clients that merges made one: which pairs are told by the merges, with their chain, and which are not.
import { beforeAll, describe, expect, test } from 'vitest'
import { attendanceWithoutRevenueProfile } from '../../profiles/attendance-without-revenue.ts'
import { membersProfile } from '../../profiles/members.ts'
import { salesProfile } from '../../profiles/sales.ts'
import type { Judged } from '../../src/reconcile/compare.ts'
import { compareRows, type NativeRow } from './compare-fixture.ts'
import type { MartRow } from './marts-fixture.ts'
import { causesOf, sale, sold } from './sold-mats.ts'

interface Came {
  readonly client: string
  readonly category?: string
  /** Minutes after midnight. */
  readonly facet?: string
}

interface Case {
  readonly why: string
  readonly native: readonly Came[]
  readonly ours: readonly string[]
  /** Cause and, where it matters, its words. */
  readonly expected: readonly (readonly [string, string?])[]
}

const cases: readonly Case[] = [
  {
    why: 'who remains is in the file, over a chain of merges',
    native: [{ client: '192' }],
    ours: ['190'],
    expected: [['client_merge', 'Client 192 in the file, 190 here: merged, 190 > 191 > 192.']],
  },
  {
    why: 'both were merged into a third',
    native: [{ client: '193' }],
    ours: ['190'],
    expected: [['client_merge', 'Client 193 in the file, 190 here: merged, 193 > 192 and 190 > 191 > 192.']],
  },
  {
    why: 'a profile on the way has no number any more',
    native: [{ client: '194' }],
    ours: ['195'],
    expected: [['client_merge', 'Client 194 in the file, 195 here: merged, 194 > profile 9999 > 195.']],
  },
  {
    why: 'an id the marts do not know is the second way, in words of its own',
    native: [{ client: '7777' }],
    ours: ['190'],
    expected: [
      [
        'client_merge',
        'Client 7777 in the file, 190 here; the marts no longer know 7777: merged or renumbered.',
      ],
    ],
  },
  {
    why: 'the merged pair is found before an unknown id takes its row',
    native: [{ client: '7777' }, { client: '192' }],
    ours: ['190'],
    expected: [['missing_in_api'], ['client_merge']],
  },
  {
    why: 'two known people are two people',
    native: [{ client: '192' }],
    ours: ['150'],
    expected: [['missing_in_api'], ['missing_in_native']],
  },
  {
    why: 'another category as well, and another time',
    native: [
      { client: '192', category: 'barre' },
      { client: '193', facet: '600' },
    ],
    ours: ['190', '191'],
    expected: [['category_mapping'], ['missing_in_api'], ['missing_in_native']],
  },
]

/** Each case has a day of its own, two apart, so that no case sees another. */
const dayOf = (nth: number): string => `2026-06-${String(1 + 2 * nth).padStart(2, '0')}`

const visit = (client: string, day: string): MartRow => ({
  client_id: client,
  visit_name: 'Flow',
  starts_at_local: `${day} 18:00:00`,
  local_date: day,
  category_name: 'Yoga',
  location_name: 'Studio',
})

const came = ({ client, category = 'yoga', facet = '1080' }: Came, day: string): NativeRow => ({
  day,
  parent: client,
  item: 'flow',
  facet,
  amount: 1,
  client,
  location: 'studio',
  category,
})

describe('a report keyed by client', () => {
  let judged: readonly Judged[] = []
  const native = cases.flatMap((one, nth) => one.native.map((row) => ({ nth, row: came(row, dayOf(nth)) })))
  beforeAll(async () => {
    const ours = cases.flatMap((one, nth) => one.ours.map((client) => visit(client, dayOf(nth))))
    const rows = native.map(({ row }) => row)
    judged = (await compareRows(attendanceWithoutRevenueProfile, rows, ours)).judged
  })
  /** The fixture numbers the rows of the file from 2; rows of ours alone tell their time. */
  const nthOf = ({ rowNo, ours }: Judged): number | undefined =>
    rowNo === null
      ? cases.findIndex((_, nth) => String(ours?.['starts_at_local']).startsWith(dayOf(nth)))
      : native[rowNo - 2]?.nth

  test.each(cases.map((one, nth) => [one.why, one.expected, nth] as const))('%s', (_, expected, nth) => {
    const found = judged.filter((one) => nthOf(one) === nth)
    expect(found.map(({ cause }) => cause)).toEqual(expected.map(([cause]) => cause))
    for (const [place, [, words]] of expected.entries())
      if (words !== undefined) expect(found[place]?.evidence).toBe(words)
  })

  test('a client and nothing else is enough where merges speak for them', async () => {
    const members = [{ parent: '192', client: '192', category: 'active', amount: 1 }]
    const ours = [{ client_id: '191', category_name: 'Active', snapshot_date: '2026-06-30' }]
    expect(await causesOf(membersProfile, members, ours)).toEqual([['client_merge', 0]])
  })
})

test('beside the key: merged either way, gone, somebody else, and another amount', async () => {
  const pairs = [
    ['192', '190'],
    ['190', '192'],
    ['7777', '100'],
    ['192', '100'],
    ['192', '190'],
  ] as const
  expect(
    await causesOf(
      salesProfile,
      pairs.map(([client], id) => sold(id, { client, amount: 1_000 + id * 100 + (id === 4 ? 37 : 0) })),
      pairs.map(([, client], id) => sale(id, { client_id: client })),
    ),
  ).toEqual([
    ['client_merge', 0],
    ['client_merge', 0],
    ['client_merge', 0],
    ['unexplained', 0],
    ['unexplained', 37],
  ])
})
