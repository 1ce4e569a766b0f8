// The retention reports: dates of two orders in one file, rows known by a last day, and rows that name nobody.
import { describe, expect, test } from 'vitest'
import { firstVisitProfile } from '../../profiles/first-visit.ts'
import { retentionManagementProfile } from '../../profiles/retention-management.ts'
import { retentionProfile } from '../../profiles/retention.ts'
import { readingOf } from '../reports/report-reading.ts'
import { compareRows, type NativeRow } from './compare-fixture.ts'
import type { MartRow } from './marts-fixture.ts'
import { causesOf } from './sold-mats.ts'

describe('Retention Management', () => {
  const header =
    'Location,ID,Last name,First name,Birthday,Gender,Member Since,Email,Status,Membership Type,Membership Expiration,Last'
  const line = (id: string, since: string, expiration: string, last: string): string =>
    `Studio,"${id}",Doe,Jane,,,${since},j@x.example,Active,Gold,${expiration},${last}`

  test('Membership Expiration has the month first, whatever the days beside it', async () => {
    const { rows, survey } = await readingOf(
      'retention-management',
      [
        header,
        line('1,288', '25/12/2025', '7/4/2026', '30/06/2026'),
        // No last day at all.
        line('101', '01/02/2026', '', '05/06/2026'),
        'Total clients: 2,,,,,,,,,,,',
      ].join('\r\n'),
    )
    expect(rows).toEqual([
      '2 |  | 1288 | gold | 2026-07-04 | 1 | 1288 | studio | active',
      '3 |  | 101 | gold |  | 1 | 101 | studio | active',
    ])
    expect(survey.own).toEqual({ total: 2, rows: 2 })
  })

  test('a day that cannot be one with the month first is refused by its cell', async () => {
    await expect(
      readingOf('retention-management', [header, line('101', '01/02/2026', '25/12/2026', '')].join('\r\n')),
    ).rejects.toThrow('25/12/2026')
  })

  const holder = (client: string, changed: MartRow = {}): MartRow => ({
    client_id: client,
    membership_name: 'Gold',
    expiration_date: '2026-07-04',
    client_status: 'Active',
    location_name: 'Studio',
    snapshot_date: '2026-06-30',
    ...changed,
  })
  const listed = (client: string, changed: Partial<NativeRow> = {}): NativeRow => ({
    parent: client,
    item: 'gold',
    facet: '2026-07-04',
    amount: 1,
    client,
    location: 'studio',
    category: 'active',
    ...changed,
  })

  test('a holder is the same one under another last day, status or number', async () => {
    const native = [
      listed('100', { facet: '2026-08-04' }),
      listed('101', { category: 'declined' }),
      listed('192'),
      listed('103'),
      listed('104', { facet: '' }),
    ]
    const ours = [
      holder('100'),
      holder('101'),
      holder('190'),
      holder('104', { expiration_date: null }),
      holder('105'),
    ]
    expect(await causesOf(retentionManagementProfile, native, ours)).toEqual([
      ['unexplained', 0],
      ['category_mapping', 0],
      ['client_merge', 0],
      ['missing_in_api', 1],
      ['missing_in_native', -1],
    ])
  })
})

describe('Retention', () => {
  const began = (client: string, changed: MartRow = {}): MartRow => ({
    client_id: client,
    local_date: '2026-06-10',
    starts_at_local: '2026-06-10 18:00:00',
    location_name: 'Studio',
    category_name: 'New',
    ...changed,
  })
  const listed = (client: string, changed: Partial<NativeRow> = {}): NativeRow => ({
    day: '2026-06-10',
    parent: client,
    amount: 1,
    client,
    location: 'studio',
    category: 'new',
    ...changed,
  })

  test('who came again is compared; a visit near midnight may be shifted, one of any other day is not', async () => {
    expect(
      await causesOf(
        retentionProfile,
        [
          listed('100', { category: 'repeat' }),
          listed('101'),
          listed('103', { day: '2026-06-11' }),
          listed('104', { day: '2026-06-20' }),
        ],
        [
          began('100'),
          began('101'),
          began('102'),
          began('103', { starts_at_local: '2026-06-10 23:30:00' }),
          began('104'),
        ],
      ),
    ).toEqual([
      ['category_mapping', 0],
      ['timezone_date_shift', 0],
      ['unexplained', 0],
      ['missing_in_native', -1],
    ])
  })
})

describe('First Visit', () => {
  const began = (visit: string, changed: MartRow = {}): MartRow => ({
    visit_id: visit,
    client_id: visit,
    visit_type: 'Vinyasa',
    category_name: 'Yoga',
    location_name: 'Studio',
    local_date: '2026-06-10',
    starts_at_local: '2026-06-10 23:30:00',
    ...changed,
  })
  const listed = (changed: Partial<NativeRow> = {}): NativeRow => ({
    day: '2026-06-10',
    parent: 'vinyasa',
    amount: 1,
    location: 'studio',
    category: 'yoga',
    ...changed,
  })

  test('how many there are of a kind is compared, and a row like another is no copy of it', async () => {
    const { judged } = await compareRows(
      firstVisitProfile,
      [
        // Two of ours are three in the file; then two of ours are one.
        ...[1, 2, 3].map(() => listed()),
        listed({ day: '2026-06-12' }),
        // Another day, though near midnight, and another type are somebody else; another category is a mapping.
        listed({ day: '2026-06-15' }),
        listed({ day: '2026-06-18', parent: 'barre' }),
        listed({ day: '2026-06-20', category: 'dance' }),
        // Another place is somebody else; a place that is no longer listed has no name among the marts.
        listed({ day: '2026-06-22', location: 'annex' }),
        listed({ day: '2026-06-24', location: 'old mill' }),
      ],
      [
        ...['1', '2'].map((visit) => began(visit)),
        ...['3', '4'].map((visit) => began(visit, { local_date: '2026-06-12' })),
        began('5', { local_date: '2026-06-14' }),
        began('6', { local_date: '2026-06-18' }),
        began('7', { local_date: '2026-06-20' }),
        began('8', { local_date: '2026-06-22' }),
        began('9', { local_date: '2026-06-24', location_name: 'Location 3', is_active_location: false }),
      ],
    )
    const more = expect.stringContaining('any of those alike')
    const fewer = expect.stringContaining('names nobody')
    expect(judged.map(({ cause, amount, evidence }) => [cause, amount, evidence])).toEqual([
      ['missing_in_api', 1, more],
      ['missing_in_api', 1, more],
      ['missing_in_api', 1, more],
      ['category_mapping', 0, expect.stringContaining('dance')],
      ['missing_in_api', 1, more],
      ['missing_in_native', -1, fewer],
      ['missing_in_native', -1, fewer],
      ['missing_in_native', -1, fewer],
      ['missing_in_native', -1, fewer],
    ])
  })

  test('a place that was left out explains its own rows and those of no other', async () => {
    const away = { location_name: 'Annex', location_id: 2 }
    const gone = { location_name: 'Location 3', location_id: 3, is_active_location: false }
    expect(
      await causesOf(
        firstVisitProfile,
        [
          listed(),
          listed({ day: '2026-06-12', location: 'annex' }),
          listed({ day: '2026-06-14', location: 'old mill' }),
          listed({ day: '2026-06-16' }),
        ],
        [
          began('1', away),
          began('2', { ...away, local_date: '2026-06-12' }),
          began('3', { ...gone, local_date: '2026-06-14' }),
          began('4', { location_id: 1, local_date: '2026-06-16' }),
          // No other choice of places gives the file's total.
          ...['5', '6', '7'].map((visit) => began(visit, { ...away, local_date: '2026-06-18' })),
        ],
        { locations: { value: ['Studio'], source: 'flag' } },
      ),
    ).toEqual([
      ['missing_in_api', 1],
      ['settings_mismatch', 1],
      ['inactive_location', 1],
    ])
  })
})
