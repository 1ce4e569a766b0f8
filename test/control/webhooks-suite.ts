// Paths, keys, subscriptions, counters and gaps of webhooks as they are kept.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventsSeen } from '../../src/control/inbox-events.ts'
import { markApplied } from '../../src/control/inbox-settle.ts'
import { storeDeliveries } from '../../src/control/inbox.ts'
import { storeCreated } from '../../src/control/webhook-created.ts'
import { activeKeys, addKey, keyIdOf, keysKnown, retireKey } from '../../src/control/webhook-keys.ts'
import {
  addGap,
  lastMetrics,
  markGapPulled,
  openGaps,
  saveMetrics,
} from '../../src/control/webhook-metrics.ts'
import { addPath, noteHead, pathsKnown } from '../../src/control/webhook-paths.ts'
import { saveSubscription, subscriptionsKnown } from '../../src/control/webhook-subscriptions.ts'
import type { MakeControl, TempControl } from './temp.ts'

const at = (minutes: number): Date => new Date(Date.UTC(2026, 6, 1, 0, minutes))

/** On the engine that `makeControl` stands for. */
export const webhooksSuite = (makeControl: MakeControl): void => {
  let temp: TempControl
  beforeEach(async () => {
    temp = await makeControl()
  })
  afterEach(() => temp.dispose())

  test('a path is made before its subscription, and keeps when it was first asked for', async () => {
    const { control } = temp
    await addPath(control, { path: '/hooks/a', at: at(0) })
    await noteHead(control, '/hooks/a', at(1))
    await addPath(control, { path: '/hooks/a', at: at(2), subscriptionId: 's-1' })
    await addPath(control, { path: '/hooks/a', at: at(3) })
    await noteHead(control, '/hooks/b', at(4))
    expect(await pathsKnown(control)).toMatchObject([
      {
        path: '/hooks/a',
        subscription_id: 's-1',
        added_at: at(0).toISOString(),
        head_seen_at: at(1).toISOString(),
        accepted: 0,
      },
      { path: '/hooks/b', subscription_id: null, head_seen_at: at(4).toISOString() },
    ])
  })

  test('keys verify until they are retired, and are never shown', async () => {
    const { control } = temp
    await addPath(control, { path: '/hooks/a', at: at(0), subscriptionId: 's-1' })
    const first = await addKey(control, { key: 'key one', subscriptionId: 's-1', at: at(1) })
    const second = await addKey(control, { key: 'key two', subscriptionId: 's-2', at: at(2) })
    expect([first, first.length]).toEqual([keyIdOf('key one'), 12])
    expect(await activeKeys(control)).toEqual([
      { keyId: first, key: 'key one', path: '/hooks/a', subscriptionId: 's-1' },
      { keyId: second, key: 'key two', path: undefined, subscriptionId: 's-2' },
    ])
    await retireKey(control, first, at(3))
    await retireKey(control, first, at(4))
    expect((await activeKeys(control)).map(({ keyId }) => keyId)).toEqual([second])
    const known = await keysKnown(control)
    expect(known.map(({ retired_at: retired }) => retired)).toEqual([at(3).toISOString(), null])
    expect(JSON.stringify(known)).not.toContain('key one')
    await addKey(control, { key: 'key one', subscriptionId: 's-1', at: at(5) })
    expect((await activeKeys(control)).map(({ keyId }) => keyId)).toEqual([first, second])
  })

  test('a subscription keeps its first activation whatever is told later', async () => {
    const { control } = temp
    const known = {
      subscriptionId: 's-1',
      path: '/hooks/a',
      url: 'https://hooks.example.com/hooks/a',
      referenceId: 'studio',
      eventIds: ['class.updated', 'client.created'],
      createdAt: at(0),
      status: 'PendingActivation',
      statusAt: at(0),
    }
    await saveSubscription(control, known)
    await saveSubscription(control, { ...known, status: 'Active', statusAt: at(1), activatedAt: at(1) })
    const ended = { ...known, status: 'DeactivatedByAdmin', statusAt: at(9), eventIds: ['class.updated'] }
    await saveSubscription(control, { ...ended, activatedAt: at(9), replaces: 's-0' })
    expect(await subscriptionsKnown(control)).toEqual([{ ...ended, activatedAt: at(1), replaces: 's-0' }])
  })

  test('what was made at Mindbody goes on record as one', async () => {
    const { control } = temp
    const known = {
      subscriptionId: 's-1',
      path: '/hooks/a',
      url: 'https://hooks.example.com/hooks/a',
      referenceId: 'studio',
      eventIds: ['class.updated'],
      createdAt: at(0),
      status: 'PendingActivation',
      statusAt: at(0),
    }
    const keyId = await storeCreated(control, known, 'key one', at(1))
    expect(await activeKeys(control)).toEqual([
      { keyId, key: 'key one', path: '/hooks/a', subscriptionId: 's-1' },
    ])
    expect(await subscriptionsKnown(control)).toMatchObject([known])
  })

  test('counters are kept by time, and a gap is open until a pull has covered it', async () => {
    const { control } = temp
    const counts = { status: 'Active', attempted: 9, delivered: 8, undelivered: 1, failed: 0, accepted: 8 }
    const snapshot = { subscriptionId: 's-1', at: at(0), ...counts }
    await saveMetrics(control, snapshot)
    await saveMetrics(control, { ...snapshot, at: at(60), delivered: 12 })
    await saveMetrics(control, { ...snapshot, at: at(60), delivered: 13 })
    expect(await lastMetrics(control, 's-1')).toEqual([{ ...snapshot, at: at(60), delivered: 13 }])
    expect((await lastMetrics(control, 's-1', 5)).map(({ delivered }) => delivered)).toEqual([13, 8])
    expect(await lastMetrics(control, 's-2')).toEqual([])

    const gap = { subscriptionId: 's-1', from: at(0), to: at(60), detail: '5 missing', foundAt: at(61) }
    const id = await addGap(control, { ...gap, reason: 'uncounted' })
    expect(await openGaps(control)).toEqual([{ id, ...gap, reason: 'uncounted' }])
    await markGapPulled(control, id, at(70))
    expect(await openGaps(control)).toEqual([])
  })

  const made = {
    subscriptionId: 's-1',
    path: '/hooks/a',
    url: 'https://hooks.example.com/hooks/a',
    referenceId: 'studio',
    eventIds: ['class.updated'],
    createdAt: at(0),
    status: 'PendingActivation',
    statusAt: at(0),
  }

  test('what was made is kept with its key and its path, as one', async () => {
    const { control } = temp
    await addPath(control, { path: '/hooks/a', at: at(0) })
    const keyId = await storeCreated(control, made, 'key one', at(1))
    expect(await activeKeys(control)).toEqual([
      { keyId, key: 'key one', path: '/hooks/a', subscriptionId: 's-1' },
    ])
    expect(await subscriptionsKnown(control)).toMatchObject([{ subscriptionId: 's-1' }])
  })

  test('or not at all', async () => {
    const { control } = temp
    const impossible = { ...made, createdAt: new Date(Number.NaN) }
    await expect(storeCreated(control, impossible, 'key one', at(1))).rejects.toThrow(RangeError)
    expect([await activeKeys(control), await pathsKnown(control)]).toEqual([[], []])
    await storeCreated(control, made, 'key one', at(1))
  })

  test('events are counted by their ids once they were read', async () => {
    const { control } = temp
    const ids = ['a', 'b', 'c', 'd']
    const body = Buffer.from('{}')
    const received = ids.map((id, minute) => ({
      id,
      receivedAt: at(minute),
      path: '/hooks/a',
      keyId: 'k',
      body,
    }))
    await storeDeliveries(control, received)
    const known = { siteId: 1, originatedAt: at(0).toISOString(), factId: 'f' }
    const read = ids.slice(0, 3).map((id) => ({
      ...known,
      id,
      messageId: id,
      eventId: id === 'b' ? 'class.updated' : 'client.updated',
    }))
    await markApplied(control, 'run', at(9), read)
    expect(await eventsSeen(control)).toEqual([
      { eventId: 'client.updated', count: 2, lastSeen: at(2) },
      { eventId: 'class.updated', count: 1, lastSeen: at(1) },
    ])
  })
}
