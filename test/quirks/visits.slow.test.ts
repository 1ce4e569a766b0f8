// Quirks of visits, arrivals and schedules.
import { expect } from 'vitest'
import { modelsNaming, rowsOfModel, selectOf } from './model.ts'
import { byKey, openStudio, quirk, valuesOf } from './quirk.ts'

openStudio()

const recent = { config: { start_date: '2026-06-15' } }

quirk('appointment-service-is-product', async ({ read, truth, mend }) => {
  const known = byKey(truth('appointments'), 'Id', 'ClientServiceId')
  const odd = await read(['appointments'], recent)
  expect([...byKey(odd.recordsOf('appointments'), 'Id', 'ClientServiceId').values()]).toContain('10101')
  mend()
  const full = await read(['appointments'], recent)
  for (const [id, service] of byKey(full.recordsOf('appointments'), 'Id', 'ClientServiceId')) {
    expect(service).toBe(known.get(id))
  }
})

quirk('appointment-visits-doubled', async ({ read, truth }) => {
  const { lost, recordsOf } = await read(['client_visits'], recent)
  expect(lost).toEqual([])
  const known = truth('client_visits').filter(
    ({ StartDateTime }) => String(StartDateTime) >= '2026-06-15' && String(StartDateTime) < '2026-08-01',
  )
  expect(valuesOf(recordsOf('client_visits'), 'Id')).toEqual(valuesOf(known, 'Id'))
})

quirk('arrivals-twice', async ({ read }) => {
  const { recordsOf } = await read(['client_visits'], recent)
  const arrivals = recordsOf('client_visits').filter(({ Name }) => Name === 'Arrival')
  expect(arrivals.length).toBeGreaterThan(2)
  expect(arrivals.length % 2).toBe(0)
  const columns = {
    site_id: 'BIGINT',
    visit_id: 'BIGINT',
    client_id: 'VARCHAR',
    client_unique_id: 'BIGINT',
    class_id: 'BIGINT',
    appointment_id: 'BIGINT',
    appointment_status: 'VARCHAR',
    location_id: 'BIGINT',
    staff_id: 'BIGINT',
    service_id: 'BIGINT',
    product_id: 'BIGINT',
    visit_name: 'VARCHAR',
    service_name: 'VARCHAR',
    start_local: 'TIMESTAMP',
    end_local: 'TIMESTAMP',
    start_utc: 'TIMESTAMPTZ',
    end_utc: 'TIMESTAMPTZ',
    signed_in: 'BOOLEAN',
    missed: 'BOOLEAN',
    late_cancelled: 'BOOLEAN',
    web_signup: 'BOOLEAN',
    make_up: 'BOOLEAN',
    last_modified_utc: 'TIMESTAMPTZ',
    extracted_at: 'TIMESTAMP',
    deleted_at: 'TIMESTAMP',
  }
  const told = arrivals.map((row) => ({
    site_id: 10_001,
    visit_id: row.Id,
    client_id: row.ClientId,
    class_id: row.ClassId,
    appointment_id: row.AppointmentId,
    location_id: row.LocationId,
    visit_name: row.Name,
    start_local: row.StartDateTime,
    signed_in: row.SignedIn,
    extracted_at: '2026-07-01 12:00:00',
  }))
  const visits = await rowsOfModel<{ client_id: string }>(
    'intermediate/visits/int_visits_deduped.sql',
    {
      stg_mindbody__class_visits: `${selectOf([{ site_id: 1 }], columns)} where false`,
      stg_mindbody__client_visits: selectOf(told, columns),
      base_mindbody__site_zones: "select 10001 as site_id, 'America/Los_Angeles' as zone",
      int_clock_days:
        "select 'America/Los_Angeles' as zone, null::date as local_date, null::interval as utc_offset where false",
    },
    ['macros/clock_to_utc.sql', 'macros/local_to_utc.sql'],
  )
  expect(visits).toHaveLength(arrivals.length / 2)
  expect(new Set(visits.map(({ client_id }) => client_id)).size).toBe(visits.length)
})

quirk('waitlisted-signed-in', async ({ read }) => {
  const { lost, recordsOf } = await read(['client_schedule'], recent)
  expect(lost).toEqual([])
  const waiting = recordsOf('client_schedule').filter(({ WaitlistInfo }) => WaitlistInfo !== null)
  expect(waiting.length).toBeGreaterThan(0)
  expect(await modelsNaming(/client_schedule/)).toEqual([])
})
