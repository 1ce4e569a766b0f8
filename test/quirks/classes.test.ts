// Quirks of classes, their rosters and their staff.
import { expect } from 'vitest'
import { createLog } from '../../src/core/log.ts'
import { check } from '../../src/source/check.ts'
import type { Door } from '../../src/source/page.ts'
import { windowSlice } from '../../src/source/plan-slices.ts'
import { readSlice } from '../../src/source/read-slice.ts'
import { createShaper } from '../../src/source/records.ts'
import type { DayWindow } from '../../src/source/slices.ts'
import { classes } from '../../streams/classes.ts'
import { query, syncOnce, tempHome } from '../lakehouse/line.ts'
import { modelFile } from '../models/macro.ts'
import { testClient } from '../source/harness.ts'
import { streams } from '../../streams/index.ts'
import { rowsOfModel, selectOf } from './model.ts'
import { byKey, openStudio, quirk, valuesOf } from './quirk.ts'

openStudio()

type Row = Readonly<Record<string, unknown>>
const june = { config: { start_date: '2026-06-15' } }
const since = (rows: readonly Row[], from = '2026-06-15'): readonly Row[] =>
  rows.filter(({ StartDateTime }) => String(StartDateTime) >= from)
/** The window of a first reading: what lies ahead further than 30 days is not asked for. */
const upTo = (rows: readonly Row[], to = '2026-08-01'): readonly Row[] =>
  rows.filter(({ StartDateTime }) => String(StartDateTime) < to)

/** Reads a window of classes through a client that spoils its bounds. */
const readWithZ = async (
  url: string,
  window: DayWindow,
): Promise<{ keys: readonly string[]; warnings: readonly Row[] }> => {
  const { client, close } = await testClient(url)
  const door: Door = {
    get: (request) =>
      client.get({
        ...request,
        query: request.query.map(([name, value]) => [name, name.endsWith('DateTime') ? `${value}Z` : value]),
      }),
  }
  const keys: string[] = []
  const warnings: Row[] = []
  const log = createLog({ json: true, stream: { write: (line) => warnings.push(JSON.parse(line) as Row) } })
  const { incremental } = classes
  if (incremental.kind !== 'window') throw new RangeError('classes are read by days')
  try {
    await readSlice(
      door,
      windowSlice(classes, 10_001, incremental, window),
      {
        page: () => Promise.resolve(),
        row: () => undefined,
        record: ({ key }) => Promise.resolve(void keys.push(key)),
      },
      {
        signal: new AbortController().signal,
        pageSize: 200,
        log,
        shape: createShaper({ stream: classes, columns: undefined }, streams),
      },
    )
  } finally {
    await close()
  }
  return { keys: keys.toSorted(), warnings }
}

quirk('class-dates-with-z', async ({ sandbox, read, ask, truth }) => {
  const total = async (zone: string): Promise<unknown> => {
    const bounds = `request.startDateTime=2026-06-20T00:00:00${zone}&request.endDateTime=2026-06-20T23:59:59${zone}`
    return (await ask(`/class/classes?${bounds}&request.limit=200`)).body.Classes
  }
  expect(await total('Z')).not.toEqual(await total(''))
  const { recordsOf, calls } = await read(['classes'], june)
  const bounds = calls
    .filter(({ path }) => path === '/class/classes')
    .flatMap(({ query: sent }) => [sent.get('request.startDateTime'), sent.get('request.endDateTime')])
  expect(bounds.length).toBeGreaterThan(0)
  for (const bound of bounds) expect(bound).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/)
  expect(valuesOf(recordsOf('classes'), 'Id')).toEqual(valuesOf(upTo(since(truth('classes'))), 'Id'))

  // Where bounds match the wrong days all the same, classes of other days are left out and told.
  const shifted = (await total('Z')) as readonly Row[]
  const asked = shifted.filter(({ StartDateTime }) => String(StartDateTime).startsWith('2026-06-20'))
  const { keys, warnings } = await readWithZ(sandbox.url, { from: '2026-06-20', to: '2026-06-20' })
  expect(keys).toEqual(valuesOf(asked, 'Id'))
  expect(warnings.map(({ rows }) => rows)).toEqual([shifted.length - asked.length])
})

quirk('class-time-change-late', async ({ read, truth, mend }) => {
  const known = byKey(truth('classes'), 'Id', 'StartDateTime')
  const odd = await read(['classes'], june)
  expect(byKey(odd.recordsOf('classes'), 'Id', 'StartDateTime')).not.toEqual(known)
  mend()
  const later = await read(['classes'], { ...june, state: odd.state })
  const again = byKey(later.recordsOf('classes'), 'Id', 'StartDateTime')
  for (const [id, start] of again) expect(start).toBe(known.get(id))
  expect([...again.keys()].filter((id) => Number(id) % 7 === 0).length).toBeGreaterThan(0)
})

quirk('hidden-without-staff-token', async ({ sandbox, read }) => {
  const { client, close } = await testClient(sandbox.url, { staffUser: undefined })
  try {
    const config = { site_ids: [10_001], time_zones: [] }
    const { status, message } = await check(config, client, new AbortController().signal)
    expect(status).toBe('SUCCEEDED')
    expect(message).toMatch(/capacit/i)
  } finally {
    await close()
  }
  const { recordsOf } = await read(['classes'], { ...june, client: { staffUser: undefined } })
  expect(recordsOf('classes').length).toBeGreaterThan(0)
  for (const field of ['MaxCapacity', 'TotalBooked', 'TotalBookedWaitlist', 'WebBooked', 'WebCapacity']) {
    expect(new Set(recordsOf('classes').map((row) => row[field]))).toEqual(new Set([null]))
  }
})

quirk('class-descriptions-repeated', async ({ read, truth }) => {
  const { lost, recordsOf } = await read(['class_descriptions'])
  expect(lost).toEqual([])
  expect(valuesOf(recordsOf('class_descriptions'), 'Id')).toEqual(valuesOf(truth('class_descriptions'), 'Id'))
})

quirk('cancelled-class-keeps-clients', async ({ read }) => {
  const { recordsOf } = await read(['classes', 'class_visits'], june)
  const cancelled = new Set(
    recordsOf('classes').flatMap(({ Id, IsCanceled }) => (IsCanceled === true ? [String(Id)] : [])),
  )
  const kept = recordsOf('class_visits').filter(({ ClassId }) => cancelled.has(String(ClassId)))
  expect(kept.length).toBeGreaterThan(0)
  const visits = recordsOf('class_visits').map((row) => ({
    site_id: 10_001,
    visit_id: row.Id,
    class_id: row.ClassId,
    appointment_status: null,
    start_local: row.StartDateTime,
    is_gone: false,
    is_late_cancelled: row.LateCancelled,
    is_missed: row.Missed,
    is_signed_in: row.SignedIn,
  }))
  const outcomes = await rowsOfModel<{ class_id: number; outcome: string }>(
    'intermediate/visits/int_visits_outcomes.sql',
    {
      int_visits_deduped: selectOf(visits, {
        site_id: 'BIGINT',
        visit_id: 'BIGINT',
        class_id: 'BIGINT',
        appointment_status: 'VARCHAR',
        start_local: 'TIMESTAMP',
        is_gone: 'BOOLEAN',
        is_late_cancelled: 'BOOLEAN',
        is_missed: 'BOOLEAN',
        is_signed_in: 'BOOLEAN',
      }),
      stg_mindbody__classes: selectOf(
        recordsOf('classes').map(({ Id, IsCanceled }) => ({
          site_id: 10_001,
          class_id: Id,
          is_canceled: IsCanceled,
        })),
        { site_id: 'BIGINT', class_id: 'BIGINT', is_canceled: 'BOOLEAN' },
      ),
      int_as_of: `select 10001 as site_id, timestamp '2026-07-01 05:00:00' as as_of_local`,
    },
  )
  for (const { class_id, outcome } of outcomes) {
    expect(outcome === 'cancelled_class').toBe(cancelled.has(String(class_id)))
  }
})

quirk('closed-days-left-out', async ({ sandbox, read, truth }) => {
  const day = '2026-06-29'
  const isOfDay = ({ StartDateTime }: Row): boolean => String(StartDateTime).startsWith(day)
  expect(truth('classes').some(isOfDay)).toBe(true)
  const { lost, recordsOf } = await read(['classes'], june)
  expect(lost).toEqual([])
  const others = upTo(since(truth('classes'))).filter((row) => !isOfDay(row))
  expect(valuesOf(recordsOf('classes'), 'Id')).toEqual(valuesOf(others, 'Id'))

  sandbox.setQuirks([])
  const { home, remove } = await tempHome()
  const run = (runId: string) =>
    syncOnce({
      home,
      url: sandbox.url,
      runId,
      fullRefresh: true,
      streams: ['sites', 'classes'],
      config: { site_ids: [10_001], start_date: '2026-06-15' },
    })
  try {
    await run('r1')
    sandbox.setQuirks(['closed-days-left-out'])
    await run('r2')
    const deleted = () =>
      query<{ day: string }>(
        home,
        'select distinct left("StartDateTime", 10) as day from raw.classes where _deleted_at is not null',
      )
    expect(await deleted()).toEqual([])
    await run('r3')
    expect(await deleted()).toEqual([{ day }])
  } finally {
    await remove()
  }
})

quirk('cancelled-class-keeps-teacher', async ({ read, mend }) => {
  const named = async (): Promise<readonly Row[]> => {
    const { recordsOf } = await read(['classes'], { config: { start_date: '2026-03-01' } })
    return recordsOf('classes').filter(({ IsCanceled }) => IsCanceled === true)
  }
  const staffOf = (rows: readonly Row[]): readonly string[] =>
    valuesOf(
      rows.map(({ Staff }) => Staff as Row),
      'Id',
    )
  const scheduled = await named()
  expect(new Set(staffOf(scheduled))).toEqual(new Set(['100000004']))
  mend()
  const system = await named()
  expect(staffOf(system)).toContain('-1')
  const members = await rowsOfModel<{ staff_id: number; is_system: boolean }>('marts/core/dim_staff.sql', {
    stg_mindbody__staff: `select 10001 as site_id, 100000001::bigint as staff_id, 'Ann' as staff_name, 'Ann' as display_name,
      true as is_active, true as class_teacher, false as appointment_instructor, null::date as employment_start_date,
      null::date as employment_end_date`,
    stg_mindbody__classes: selectOf(
      [...scheduled, ...system].map(({ Staff }) => ({ site_id: 10_001, staff: Staff })),
      { site_id: 'BIGINT', staff: 'JSON' },
    ),
    int_visits_deduped: 'select 10001 as site_id, 100000001::bigint as staff_id',
    stg_mindbody__appointments: 'select 10001 as site_id, 100000001::bigint as staff_id',
    stg_mindbody__class_schedules: 'select 10001 as site_id, 100000001::bigint as staff_id',
    int_enrollment_sessions:
      'select 10001 as site_id, 100000001::bigint as staff_id, 100000001::bigint as scheduled_staff_id',
    stg_mindbody__staff_availabilities: 'select 10001 as site_id, 100000001::bigint as staff_id',
  })
  const known = new Map(members.map(({ staff_id, is_system }) => [String(staff_id), is_system]))
  for (const id of staffOf([...scheduled, ...system])) expect(known.get(id)).toBe(Number(id) <= 0)
})

quirk('staff-display-name-differs', async ({ read, truth }) => {
  const { recordsOf } = await read(['appointments'], june)
  const known = byKey(truth('appointments'), 'Id', 'StaffId')
  expect(recordsOf('appointments').length).toBeGreaterThan(0)
  for (const [id, staffId] of byKey(recordsOf('appointments'), 'Id', 'StaffId'))
    expect(staffId).toBe(known.get(id))
  for (const model of ['marts/core/dim_staff.sql', 'intermediate/visits/int_class_occurrences.sql']) {
    expect(await modelFile(model)).not.toMatch(/(staff_name|display_name)\s*=/)
  }
})

quirk('content-formats-open', async ({ read }) => {
  const { lost, recordsOf, lines } = await read(['programs', 'classes'], june)
  expect(lost).toEqual([])
  for (const { ContentFormats } of recordsOf('programs')) expect(ContentFormats).toContain('Hologram')
  expect(lines.join('\n')).not.toContain('private-room')
  expect(streams.find(({ name }) => name === 'classes')?.omit).toContain('VirtualStreamLink')
})
