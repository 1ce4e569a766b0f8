// Landing: what no column can hold is found by halves, what an event leaves out is recalled, and ids lead to clients.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { noteClientIds, uniqueIdsOf } from '../../src/lakehouse/client-ids.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { webhookEvents } from '../../src/webhooks/event-stream.ts'
import { landEvents } from '../../src/webhooks/land-events.ts'
import { parseEvent } from '../../src/webhooks/parse-event.ts'
import type { ReceivedEvent } from '../../src/webhooks/event-rows.ts'
import { streams } from '../../streams/index.ts'
import { tempHome } from '../lakehouse/line.ts'
import { deliveryOf, sampleText } from './event-samples.ts'
import type { SampleOptions } from './event-samples.ts'

let warehouse: Warehouse
let remove: () => Promise<void>
beforeAll(async () => {
  const temp = await tempHome()
  remove = temp.remove
  const named = ['clients', 'appointments', 'waitlist_entries', 'classes']
  warehouse = await Warehouse.open(temp.home, [
    ...streams.filter(({ name }) => named.includes(name)),
    webhookEvents,
  ])
})
afterAll(async () => {
  await warehouse.close()
  await remove()
})

const rows = <T = Record<string, unknown>>(sql: string): Promise<T[]> =>
  warehouse.exclusive((duck) => duck.rows<T>(sql))

const filled = ['webhook_events', 'clients', 'appointments', 'waitlist_entries'].map((name) => `raw.${name}`)
beforeEach(async () => {
  for (const table of [...filled, 'meta.dirty_keys', 'meta.client_ids']) await rows(`delete from ${table}`)
})

let seq = 0
const received = (eventId: string, options: SampleOptions = {}): ReceivedEvent => {
  const { body, ...row } = deliveryOf(sampleText(eventId, options))
  const parsed = parseEvent(body, new Set([10001]))
  if (parsed.kind === 'dead') throw new Error(parsed.detail)
  return { row: { ...row, seq: (seq += 1), deliveries: 1, replays: 0 }, event: parsed.event }
}

let run = 0
const land = (...events: readonly ReceivedEvent[]) =>
  landEvents(
    { warehouse, siteId: 10001, runId: `r${(run += 1)}`, now: () => new Date('2026-06-30T12:00:00Z') },
    events,
  )
const marks = async (): Promise<readonly string[]> => {
  const found = await rows<{ mark: string }>(
    "select stream || ' ' || ask || ' ' || key as mark from meta.dirty_keys order by 1",
  )
  return found.map(({ mark }) => mark)
}

test('an event that cannot be stored is found, and all others are stored', async () => {
  const good = [1, 2, 3, 4, 5, 6].map((classId) =>
    received('class.updated', { messageId: `m-${classId}`, data: { classId } }),
  )
  // The parser lets no such key through; what stands here is whatever it does not know of.
  const cancelled = received('classWaitlistRequest.cancelled', { messageId: 'poison' })
  const poison = { ...cancelled, event: { ...cancelled.event, entityKey: 'a\u0000b' } }
  expect(await land(...good.slice(0, 4), poison, ...good.slice(4))).toEqual([poison])
  expect(await rows('select count(*)::int as n from raw.webhook_events')).toEqual([{ n: 6 }])
  expect(await marks()).toHaveLength(12)
})

test('what is gone by its id alone is recalled: from events, before or after, and from what was pulled', async () => {
  await land(received('siteBusinessDayClosure.cancelled'), received('siteBusinessDayClosure.created'))
  await rows('delete from meta.dirty_keys')
  await land(received('siteBusinessDayClosure.cancelled'))
  expect(await marks()).toEqual([
    'classes days 2026-06-22..2026-07-30',
    'classes days 2026-07-04..2026-07-05',
  ])
  await rows('delete from meta.dirty_keys')
  await rows(`insert into raw.appointments ("SiteId", "Id", "ClientId") values (10001, 500, 'A-1')`)
  await land(received('appointmentBooking.cancelled', { data: { appointmentId: 500 } }))
  expect(await marks()).toEqual(['appointments key 500', 'client_visits alias A-1'])
  await rows('delete from meta.dirty_keys')
  await rows(`insert into raw.waitlist_entries ("SiteId", "Id", "ClassId") values (10001, 9, 77)`)
  await land(received('classWaitlistRequest.cancelled', { data: { waitlistEntryId: 9 } }))
  expect(await marks()).toEqual(['classes key 77', 'waitlist_entries parent 77'])
})

test('a public id leads to who has it now, else to who had it last', async () => {
  await land(
    received('client.updated', { messageId: 'a', data: { clientId: 'OLD', clientUniqueId: 1 } }),
    received('client.updated', {
      messageId: 'b',
      originatedAt: '2026-06-30T00:00:00Z',
      data: { clientId: 'OLD', clientUniqueId: 2 },
    }),
    received('client.updated', { messageId: 'c', data: { clientId: 'NEW', clientUniqueId: 1 } }),
  )
  await rows(`insert into raw.clients ("SiteId", "Id", "UniqueId") values (10001, 'NEW', 3)`)
  const found = await warehouse.exclusive((duck) => uniqueIdsOf(duck, 10001, ['OLD', 'NEW', 'NOBODY']))
  expect(Object.fromEntries(found)).toEqual({ OLD: '2', NEW: '3' })
  await warehouse.exclusive((duck) =>
    noteClientIds(duck, 10001, [{ clientId: 'OLD', uniqueId: '2', at: '2026-05-01T00:00:00Z' }], 'test'),
  )
  expect(
    await rows(
      `select first_seen_at::varchar as at, source from meta.client_ids where client_id = 'OLD' and unique_id = '2'`,
    ),
  ).toEqual([{ at: '2026-05-01 00:00:00', source: 'webhook' }])
})

test('the public id a client had before the first event still leads to the client', async () => {
  await rows(`insert into raw.clients ("SiteId", "Id", "UniqueId", _extracted_at)
    values (10001, 'BEFORE', 5, '2026-06-01 00:00:00')`)
  await land(received('client.updated', { data: { clientId: 'AFTER', clientUniqueId: 5 } }))
  await rows(`update raw.clients set "Id" = 'AFTER'`)
  const found = await warehouse.exclusive((duck) => uniqueIdsOf(duck, 10001, ['BEFORE', 'AFTER']))
  expect(Object.fromEntries(found)).toEqual({ BEFORE: '5', AFTER: '5' })
})
