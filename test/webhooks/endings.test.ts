// Where a subscription ends and another begins: what was lost before, between and at once is a gap, and an end is one for good.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { takeLease } from '../../src/control/leases.ts'
import { markGapPulled, openGaps } from '../../src/control/webhook-metrics.ts'
import { activate, deactivate, remove } from '../../src/webhooks/change.ts'
import { watchGaps } from '../../src/webhooks/gap-watch.ts'
import { finishRotation, startRotation } from '../../src/webhooks/rotate.ts'
import { standingOf } from '../../src/webhooks/standing.ts'
import { subscribe } from '../../src/webhooks/subscribe.ts'
import { openDesk, order, publicUrl } from './open-desk.ts'
import type { DeskTest } from './open-desk.ts'
import { draft, problemOf } from './open-push.ts'

let opened: DeskTest
let id: string
beforeEach(async () => {
  opened = await openDesk()
  id = (await subscribe(opened.desk, order)).known.subscriptionId
  await activate(opened.desk, id)
})
afterEach(() => opened[Symbol.asyncDispose]())

const set = (subscriptionId: string, status: string): void => {
  const held = opened.server.held.get(subscriptionId)
  if (held !== undefined) held.status = status
}
const another = async (): Promise<string> => (await subscribe(opened.desk, order)).known.subscriptionId
const gaps = async () =>
  (await openGaps(opened.control)).map(({ subscriptionId, reason, from, to }) => ({
    subscriptionId,
    reason,
    hours: (to.getTime() - from.getTime()) / 3_600_000,
  }))
const rotation = { publicUrl: undefined, basePath: order.basePath }

describe('the end', () => {
  test('of one that Mindbody had switched off: a last look notes what it lost', async () => {
    await watchGaps(opened.desk)
    opened.pass(2)
    set(id, 'DeactivatedByAdmin')
    opened.pass(20)
    await remove(opened.desk, id)
    expect(await gaps()).toEqual([{ subscriptionId: id, reason: 'not_active', hours: 26 }])
  })

  test('of a rotation: messages that Mindbody gave up before it are a gap', async () => {
    await watchGaps(opened.desk)
    Object.assign(opened.server.counters.get(id) ?? {}, { messagesFailed: 7 })
    await startRotation(opened.desk, id, rotation)
    opened.pass(5)
    await finishRotation(opened.desk, id, 0)
    expect(await gaps()).toMatchObject([{ subscriptionId: id, reason: 'failed' }])
  })

  test('comes also where the counters cannot be had', async () => {
    opened.server.next.push({ status: 403, body: {} })
    expect(await remove(opened.desk, id)).toMatchObject({ keysRetired: [expect.any(String)] })
    expect(await gaps()).toEqual([])
  })

  test('of one whose key is configured: nobody blames it any more, and the key is named', async () => {
    await using elsewhere = await openDesk({ path: '/hooks/mindbody', hasKeys: true })
    const { desk, push } = elsewhere
    const { subscription } = await push.create({ ...draft, webhookUrl: `${publicUrl}/hooks/mindbody` })
    await activate(desk, subscription.subscriptionId)
    const { warning, keysRetired } = await remove(desk, subscription.subscriptionId)
    expect(keysRetired).toEqual([])
    expect(warning).toContain('webhooks.signature_keys')
    for (let look = 0; look < 3; look += 1) {
      elsewhere.pass(1)
      expect(await watchGaps(desk, { must: true })).toMatchObject({ found: [], problem: undefined })
    }
    expect((await standingOf(desk, subscription.subscriptionId)).trouble).toBeUndefined()
    await activate(desk, subscription.subscriptionId)
    expect((await watchGaps(desk)).looks, 'activated again, it is watched again').toHaveLength(1)
  })
})

describe('the beginning', () => {
  test('of another: what nobody told of since the end of the one before is a gap', async () => {
    await watchGaps(opened.desk)
    await remove(opened.desk, id)
    opened.pass(20)
    const next = await another()
    await activate(opened.desk, next)
    const [gap] = await gaps()
    expect(gap).toMatchObject({ subscriptionId: next, reason: 'not_active' })
    expect(gap?.hours).toBeCloseTo(20, 2)
    await activate(opened.desk, next)
    expect(await gaps(), 'told once').toHaveLength(1)
  })

  test('of the first, of one beside another, and of one after months: no gap', async () => {
    expect(await gaps()).toEqual([])
    const beside = await another()
    await activate(opened.desk, beside)
    expect(await gaps()).toEqual([])
    await remove(opened.desk, id)
    await remove(opened.desk, beside)
    opened.pass(24 * 31)
    await activate(opened.desk, await another())
    expect(await gaps()).toEqual([])
  })

  test('off and on again before the first look', async () => {
    opened.pass(1)
    await deactivate(opened.desk, id)
    opened.pass(10)
    await activate(opened.desk, id)
    opened.pass(1)
    expect((await watchGaps(opened.desk)).found).toMatchObject([{ reason: 'not_active' }])
    const [gap] = await openGaps(opened.control)
    await markGapPulled(opened.control, gap?.id ?? '', opened.desk.now())
    opened.pass(1)
    expect((await watchGaps(opened.desk)).found).toEqual([])
  })

  test('of one whose activation was cut short after Mindbody had made it: watched from the next look on', async () => {
    await remove(opened.desk, id)
    const next = await another()
    // Mindbody does it and the answer is lost, as are those of all further tries.
    const lost = { status: 504, body: '', done: true }
    const told = { status: 200, body: { ...opened.server.held.get(next) } }
    opened.server.next.push(told, ...Array.from({ length: 12 }, () => lost))
    await problemOf(activate(opened.desk, next))
    opened.server.next.length = 0
    expect(opened.server.held.get(next)?.status).toBe('Active')
    opened.pass(1)
    expect((await watchGaps(opened.desk)).looks).toMatchObject([{ subscriptionId: next, status: 'Active' }])
    opened.pass(1)
    set(next, 'DeactivatedByAdmin')
    expect((await watchGaps(opened.desk)).problem).toMatchObject({ code: 'WEBHOOK_GAP' })
  })
})

describe('a rotation', () => {
  test('waits for another one: two at once make one successor', async () => {
    const both = await Promise.all([
      startRotation(opened.desk, id, rotation),
      startRotation(opened.desk, id, rotation),
    ])
    expect(both[0].newId).toBe(both[1].newId)
    expect([...opened.server.held.values()].filter(({ status }) => status === 'Active')).toHaveLength(2)
    const lease = await takeLease(opened.control, { name: 'rotate' })
    await lease.release()
  })

  test('of a leaked key ends at once in a quiet studio, too', async () => {
    await startRotation(opened.desk, id, rotation)
    expect((await problemOf(finishRotation(opened.desk, id, 1))).message).toContain('has delivered no event')
    await finishRotation(opened.desk, id, 0)
    expect(opened.server.held.get(id)?.status).toContain('Deactivated')
    expect(await gaps()).toMatchObject([{ subscriptionId: id, reason: 'uncounted' }])
  })
})
