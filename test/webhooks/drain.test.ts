// The drain: every documented event becomes a row and its marks; what is no event becomes a dead letter and stops nothing.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inboxCounts } from '../../src/control/inbox.ts'
import { createLog } from '../../src/core/log.ts'
import { openDrainLine } from './drain-line.ts'
import type { DrainLine } from './drain-line.ts'
import { largeId } from './event-records.ts'
import { sampleBody, sampleIds, sampleText } from './event-samples.ts'

let line: DrainLine
beforeEach(async () => {
  line = await openDrainLine()
})
afterEach(() => line[Symbol.asyncDispose]())

test('each of the 36 events lands as received, without parts of card numbers', async () => {
  expect(sampleIds).toHaveLength(36)
  await line.send(...sampleIds.map((id) => sampleBody(id)))
  expect(await line.drain()).toEqual({ drained: 36, dead: 0, deadByReason: {} })
  const rows = await line.rows<{ EventId: string; Data: string }>(
    'from raw.webhook_events order by "EventId"',
  )
  expect(rows.map(({ EventId }) => EventId)).toEqual([...sampleIds].toSorted())
  expect(JSON.stringify(rows)).not.toMatch(/1445|7754|LastFour|creditCardExpDate/)
  const client = rows.find(({ EventId }) => EventId === 'client.updated')
  expect(client?.Data).toContain(`"clientUniqueId":${largeId}`)
  expect(client?.Data).toContain("O'Brien 🧘")
  expect(client?.Data).toContain('"birthDateTime":"1989-07-02T00:00:00Z"')
  expect(await inboxCounts(line.control)).toMatchObject({ received: 0, applied: 36, dead: 0 })
})

test('what is no event of ours is set aside with its reason, and the rest goes on', async () => {
  await line.send(
    'not json',
    Buffer.from([0x7b, 0xff, 0x7d]),
    '['.repeat(100_000),
    '[]',
    '{"messageId":"a","eventId":"client.created"}',
    sampleText('client.created', { messageId: 'elsewhere', data: { siteId: 5 } }),
    sampleText('class.updated', { messageId: 'keyless', data: { classId: null } }),
    sampleText('class.updated', { messageId: 'siteless', data: { siteId: null } }),
    sampleText('class.updated', { messageId: 'twice' }),
    sampleText('class.updated', { messageId: 'twice', data: { isCancelled: false } }),
  )
  expect(await line.drain()).toEqual({
    drained: 1,
    dead: 9,
    deadByReason: { unparseable: 3, no_envelope: 2, unknown_site: 1, bad_data: 2, conflict: 1 },
  })
  expect(
    await line.rows('select "MessageId" as id, "Data" ->> \'isCancelled\' as x from raw.webhook_events'),
  ).toEqual([{ id: 'twice', x: 'true' }])
})

test('other bytes under the id of a dead letter are a conflict, in the same drain as in a later one', async () => {
  const first = sampleText('class.updated', { messageId: 'known', data: { classId: null } })
  await line.send(first, sampleText('class.updated', { messageId: 'known' }))
  expect(await line.drain()).toMatchObject({ drained: 0, deadByReason: { bad_data: 1, conflict: 1 } })
  await line.send(sampleText('class.updated', { messageId: 'known', data: { isCancelled: false } }))
  expect(await line.drain()).toMatchObject({ drained: 0, deadByReason: { conflict: 1 } })
})

test('events of sites that nobody listed flood no log; a conflict is an error', async () => {
  const lines: string[] = []
  const log = createLog({ json: true, stream: { write: (told) => lines.push(told) } })
  await line.send(
    ...['a', 'b'].map((messageId) => sampleText('client.created', { messageId, data: { siteId: 5 } })),
    sampleText('class.updated', { messageId: 'twice' }),
    sampleText('class.updated', { messageId: 'twice', data: { isCancelled: false } }),
  )
  expect(await line.drain({ log })).toMatchObject({ dead: 3 })
  expect(lines.map((told) => JSON.parse(told) as object)).toMatchObject([{ level: 50, reason: 'conflict' }])
})

test('an unknown event, unknown members and another version are kept, and make nothing out of date', async () => {
  await line.send(
    sampleText('clientArrival.created', {
      data: { clientId: 'x' },
      envelope: { eventSchemaVersion: 2, eventInstanceOrigin: 'API', transactionKey: 'ours' },
    }),
  )
  await line.drain()
  expect(
    await line.rows(
      `select "EventId" as id, "EventSchemaVersion" as version, "Envelope"::varchar as rest, "TransactionKey" as key from raw.webhook_events`,
    ),
  ).toEqual([
    { id: 'clientArrival.created', version: '2', rest: '{"eventInstanceOrigin":"API"}', key: 'ours' },
  ])
  expect(await line.rows('from meta.dirty_keys')).toEqual([])
})
