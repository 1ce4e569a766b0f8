// Any order, any repetition, any cut into drains, and a drain that dies half-way: the lake and the dirty keys are the same in the end.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { storeDeliveries } from '../../src/control/inbox.ts'
import type { Control } from '../../src/control/database.ts'
import { openDrainLine } from './drain-line.ts'
import type { DrainLine } from './drain-line.ts'
import { deliveryOf, sampleIds, sampleText } from './event-samples.ts'

let line: DrainLine
beforeAll(async () => {
  line = await openDrainLine()
})
afterAll(() => line[Symbol.asyncDispose]())

const merger = { keptClientUniqueId: 200, removedClientUniqueId: 100, keptClientId: 'K' }

/** One of each event, and such as could be told apart by their order if anything were. */
const bodies: readonly string[] = [
  ...sampleIds.map((id) => sampleText(id)),
  // The same fact through a second subscription, and merges in a chain.
  ...['b-2', 'a-1', 'c-3'].map((messageId) =>
    sampleText('clientProfileMerger.created', { messageId, data: merger }),
  ),
  sampleText('clientProfileMerger.created', {
    messageId: 'chain',
    data: { ...merger, keptClientUniqueId: 300, removedClientUniqueId: 200 },
  }),
  // A public id that went from one client to another.
  ...[1, 2].map((clientUniqueId) =>
    sampleText('client.updated', {
      messageId: `moved-${clientUniqueId}`,
      originatedAt: `2026-06-0${clientUniqueId}T08:00:00Z`,
      data: { clientId: 'M', clientUniqueId },
    }),
  ),
  ...['2026-06-05T08:00:00Z', '2026-05-05T08:00:00Z'].map((originatedAt) =>
    sampleText('client.updated', {
      messageId: originatedAt,
      originatedAt,
      data: { clientId: 'N', clientUniqueId: 9 },
    }),
  ),
  'not json',
  sampleText('client.updated', { messageId: 'elsewhere', data: { siteId: 4 } }),
]

const tables = {
  events:
    'select * exclude ("ReceivedAt", _batch_id, _extracted_at, _request_id) from raw.webhook_events order by "MessageId"',
  merges: 'from ledger.client_merge order by all',
  ids: 'from meta.client_ids order by all',
  dirty: 'select stream, site_id, ask, key from meta.dirty_keys order by all',
}

const stand = async (): Promise<string> => {
  const rows = Object.values(tables).map((sql) => line.rows(sql))
  return JSON.stringify(await Promise.all(rows), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}

const wipe = async (): Promise<void> => {
  for (const table of ['raw.webhook_events', 'ledger.client_merge', 'meta.client_ids', 'meta.dirty_keys']) {
    await line.rows(`delete from ${table}`)
  }
}

/** Dies between the commit in the lake and the settling of the inbox: the clock is looked at a third time just there. */
const dying = (): (() => Date) => {
  let looks = 0
  return () => {
    looks += 1
    if (looks === 3) throw new Error('the power is gone')
    return new Date('2026-06-30T12:00:00Z')
  }
}

const send = (control: Control, places: readonly number[]): Promise<unknown> =>
  storeDeliveries(
    control,
    places.map((place) => deliveryOf(bodies[place] ?? '')),
  )

test('order, repetition and a death between commit and settling leave no trace', async () => {
  const all = bodies.map((_, place) => place)
  let first = ''
  const runs = fc.record({
    order: fc.shuffledSubarray(all, { minLength: all.length }),
    again: fc.array(fc.constantFrom(...all), { maxLength: 20 }),
    cut: fc.integer({ min: 10, max: all.length }),
    dies: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(runs, async ({ order, again, cut, dies }) => {
      await wipe()
      await using control = await openControl(':memory:')
      await send(control, [...order.slice(0, cut), ...again])
      if (dies) await expect(line.drain({ control, now: dying() })).rejects.toThrow('the power is gone')
      await line.drain({ control })
      await send(control, [...again, ...order.slice(cut)])
      await line.drain({ control })
      const last = await stand()
      if (first === '') first = last
      expect(last).toBe(first)
    }),
    { numRuns: 4 },
  )
  expect(JSON.parse(first)).toMatchObject([
    expect.arrayContaining([expect.objectContaining({ MessageId: 'chain' })]),
    [
      { removed_unique_id: 100, kept_unique_id: 200, source: 'webhook:a-1' },
      { removed_unique_id: 200, kept_unique_id: 300 },
      { removed_unique_id: 100_000_012 },
    ],
    expect.anything(),
    expect.anything(),
  ])
})
