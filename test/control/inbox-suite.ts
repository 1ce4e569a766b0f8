// The inbox: durable groups, each body once, waiting rows by size, settled rows found, replayed and pruned.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventsSeen } from '../../src/control/inbox-events.ts'
import { inboxCounts, receivedRows, storeDeliveries } from '../../src/control/inbox.ts'
import { oldestWaiting } from '../../src/control/inbox-waiting.ts'
import type { Delivery } from '../../src/control/inbox-shape.ts'
import {
  deadRows,
  inboxRow,
  knownMessages,
  markApplied,
  markDead,
  pruneInbox,
  replay,
} from '../../src/control/inbox-settle.ts'
import { pathsKnown } from '../../src/control/webhook-paths.ts'
import { addKey, keyIdOf, keysKnown } from '../../src/control/webhook-keys.ts'
import { deliveryOf, signatureKey } from './deliveries.ts'
import type { MakeControl, TempControl } from './temp.ts'

/** On the engine that `makeControl` stands for. */
export const inboxSuite = (makeControl: MakeControl): void => {
  let temp: TempControl
  beforeEach(async () => {
    temp = await makeControl()
  })
  afterEach(() => temp.dispose())

  const at = (seconds: number): Date => new Date(Date.UTC(2026, 6, 1) + seconds * 1000)

  const delivery = (text: string, seconds = 0, path = '/hooks/a'): Delivery =>
    deliveryOf(text, path, at(seconds))

  const all = { limit: 100, maxBytes: 1_000_000 }
  const idOf = (text: string): string => delivery(text).id

  test('a body is kept once however often it comes, and every coming is counted on its path', async () => {
    const { control } = temp
    await addKey(control, { key: signatureKey, subscriptionId: 's-1', at: at(0) })
    const group = [delivery('one', 1), delivery('two', 2), delivery('one', 3)]
    expect(await storeDeliveries(control, group)).toEqual(['new', 'new', 'repeat'])
    expect(
      await storeDeliveries(control, [delivery('two', 4), delivery('\u0000\u00fe', 5, '/hooks/b')]),
    ).toEqual(['repeat', 'new'])
    expect(await storeDeliveries(control, [])).toEqual([])
    const rows = await receivedRows(control, all)
    expect(rows.map(({ body, deliveries }) => [new TextDecoder().decode(body), deliveries])).toEqual([
      ['one', 2],
      ['two', 2],
      ['\u0000\u00fe', 1],
    ])
    expect(rows[0]).toMatchObject({
      receivedAt: at(1),
      path: '/hooks/a',
      keyId: keyIdOf(signatureKey),
      replays: 0,
    })
    expect(await pathsKnown(control)).toMatchObject([
      {
        path: '/hooks/a',
        accepted: 4,
        first_event_at: at(1).toISOString(),
        last_event_at: at(4).toISOString(),
      },
      { path: '/hooks/b', accepted: 1, subscription_id: null },
    ])
    expect(await keysKnown(control)).toMatchObject([
      { subscription_id: 's-1', last_used_at: at(5).toISOString() },
    ])
  })

  test('a group larger than one statement is kept whole', async () => {
    const group = Array.from({ length: 1203 }, (_, nth) => delivery(`event ${nth}`, nth))
    expect(new Set(await storeDeliveries(temp.control, group))).toEqual(new Set(['new']))
    expect(await inboxCounts(temp.control)).toMatchObject({ received: 1203, oldestReceivedAt: at(0) })
    await markApplied(
      temp.control,
      'run-1',
      at(9000),
      group.map(({ id }) => ({ id, messageId: `m-${id}` })),
    )
    expect(await inboxCounts(temp.control)).toMatchObject({ received: 0, applied: 1203, bytes: 0 })
    expect(
      (
        await knownMessages(
          temp.control,
          group.map(({ id }) => `m-${id}`),
        )
      ).size,
    ).toBe(1203)
  })

  test('waiting rows come by count and by size, and a single one of any size comes', async () => {
    await storeDeliveries(temp.control, [
      delivery('aaaaaaaaaa'),
      delivery('bbbb'),
      delivery('cc'),
      delivery('d'),
    ])
    const sizes = async (limit: number, maxBytes: number): Promise<number[]> =>
      (await receivedRows(temp.control, { limit, maxBytes })).map(({ body }) => body.byteLength)
    expect(await sizes(9, 14)).toEqual([10, 4])
    expect(await sizes(2, 100)).toEqual([10, 4])
    expect(await sizes(9, 3)).toEqual([10])
    expect(await inboxCounts(temp.control)).toMatchObject({
      received: 4,
      bytes: 17,
      newestAppliedAt: undefined,
    })
  })

  test('settled rows are found by message, by reason and by the beginning of their id', async () => {
    const { control } = temp
    await storeDeliveries(control, [delivery('good', 1), delivery('bad', 2), delivery('other', 3)])
    const known = {
      messageId: 'm-1',
      eventId: 'class.updated',
      siteId: 10001,
      originatedAt: '2026-07-01T00:00:00Z',
    }
    await markApplied(control, 'run-1', at(60), [{ id: idOf('good'), ...known, factId: 'f-1' }])
    await markDead(control, 'run-1', at(61), [
      { id: idOf('bad'), messageId: 'm-1', reason: 'conflict', detail: 'Other bytes.' },
      { id: idOf('other'), reason: 'unparseable', detail: 'No JSON.' },
    ])
    expect(await eventsSeen(control)).toEqual([{ eventId: 'class.updated', count: 1, lastSeen: at(1) }])
    expect(await knownMessages(control, ['m-1', 'm-2'])).toEqual(new Map([['m-1', idOf('good')]]))
    expect(await deadRows(control, { reason: 'conflict' })).toMatchObject([
      { id: idOf('bad'), message_id: 'm-1' },
    ])
    expect(await deadRows(control, { since: at(3), until: at(3) })).toMatchObject([{ id: idOf('other') }])
    expect(await deadRows(control, { ids: [idOf('bad'), idOf('good')] })).toHaveLength(1)
    expect(await deadRows(control, { ids: [] })).toEqual([])
    expect(await deadRows(control, { limit: 1 })).toMatchObject([{ id: idOf('bad') }])
    const row = await inboxRow(control, idOf('good').slice(0, 8))
    expect(row).toMatchObject({ site_id: 10001, event_id: 'class.updated', fact_id: 'f-1', run_id: 'run-1' })
    expect(new TextDecoder().decode(row?.body ?? undefined)).toBe('good')
    expect(await inboxRow(control, 'ffffffffffff')).toBeUndefined()
    await expect(inboxRow(control, '')).rejects.toMatchObject({ code: 'USAGE' })
    // Settled once: a drain that comes late changes nothing.
    await markDead(control, 'run-2', at(99), [{ id: idOf('good'), reason: 'bad_data', detail: '' }])
    expect(await inboxRow(control, idOf('good'))).toMatchObject({ state: 'applied', run_id: 'run-1' })
  })

  test('the oldest that waits is the first in the order of arrival, a replayed one by when it came at first', async () => {
    const { control } = temp
    expect(await oldestWaiting(control)).toBeUndefined()
    await storeDeliveries(control, [delivery('dead', 1), delivery('applied', 2)])
    await storeDeliveries(control, [delivery('waits', 3)])
    await markDead(control, 'run-1', at(60), [{ id: idOf('dead'), reason: 'bad_data', detail: 'x' }])
    await markApplied(control, 'run-1', at(60), [{ id: idOf('applied') }])
    expect(await oldestWaiting(control)).toEqual(at(3))
    await replay(control, [idOf('dead')])
    expect(await oldestWaiting(control)).toEqual(at(1))
  })

  test('a replayed row waits again, unless its body is gone', async () => {
    const { control } = temp
    await storeDeliveries(control, [delivery('dead', 1), delivery('old', 2)])
    await markDead(control, 'run-1', at(60), [{ id: idOf('dead'), reason: 'bad_data', detail: 'x' }])
    await markApplied(control, 'run-1', at(60), [{ id: idOf('old') }])
    expect(await pruneInbox(control, at(61), at(61))).toEqual({ bodies: 1, rows: 0 })
    expect(await replay(control, [idOf('dead'), idOf('old'), idOf('never')])).toBe(1)
    expect(await receivedRows(control, all)).toMatchObject([{ id: idOf('dead'), replays: 1 }])
    expect(await inboxRow(control, idOf('dead'))).toMatchObject({ reason: null, settled_at: null })
    const later = new Date(at(61).getTime() + 400 * 86_400_000)
    expect(await pruneInbox(control, later, later)).toEqual({ bodies: 0, rows: 1 })
    expect(await inboxCounts(control)).toMatchObject({ received: 1, applied: 0, dead: 0 })
  })
}
