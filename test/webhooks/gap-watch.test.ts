// The watch over gaps: an hourly look at both counts, findings on record, and a problem while Mindbody delivers nothing.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lastMetrics, markGapPulled, openGaps } from '../../src/control/webhook-metrics.ts'
import { subscriptionsKnown } from '../../src/control/webhook-subscriptions.ts'
import { activate, deactivate, remove } from '../../src/webhooks/change.ts'
import { watchGaps } from '../../src/webhooks/gap-watch.ts'
import { subscribe } from '../../src/webhooks/subscribe.ts'
import { openDesk, order, publicUrl } from './open-desk.ts'
import type { DeskTest } from './open-desk.ts'
import { draft, problemOf } from './open-push.ts'

let opened: DeskTest
let id: string
let path: string
beforeEach(async () => {
  opened = await openDesk()
  const { known } = await subscribe(opened.desk, order)
  ;({ subscriptionId: id, path } = known)
  await activate(opened.desk, id)
})
afterEach(() => opened[Symbol.asyncDispose]())

/** Mindbody delivers so many, of which so many are accepted. */
const deliver = async (count: number, accepted = count): Promise<void> => {
  const counters = opened.server.counters.get(id)
  if (counters === undefined) throw new Error('no counters')
  counters.messagesAttempted += count
  counters.messagesDelivered += count
  if (accepted > 0) await opened.accept(path, accepted)
}
const set = (status: string): void => {
  const held = opened.server.held.get(id)
  if (held !== undefined) held.status = status
}
const asked = (): number => opened.server.received.filter(({ url }) => url.pathname === '/metrics').length

test('looks at most once an hour, unless it must', async () => {
  for (const hours of [0, 0.5, 0.4, 0.2]) {
    opened.pass(hours)
    await watchGaps(opened.desk)
  }
  expect(asked()).toBe(2)
  opened.pass(0.1)
  await watchGaps(opened.desk, { must: true })
  expect(asked()).toBe(3)
  expect(await lastMetrics(opened.control, id, 9)).toHaveLength(3)
})

test('without a subscription of this home Mindbody is not asked', async () => {
  await using empty = await openDesk()
  expect(await watchGaps(empty.desk)).toEqual({ looks: [], found: [], open: [], problem: undefined })
  expect(empty.server.received).toEqual([])
})

test('what both sides count is no gap; what is missing twice is one, open until a pull has covered it', async () => {
  await deliver(20)
  expect(await watchGaps(opened.desk)).toMatchObject({ found: [], looks: [{ delivered: 20, accepted: 20 }] })
  opened.pass(1)
  await deliver(20, 15)
  expect((await watchGaps(opened.desk)).found).toEqual([])
  opened.pass(1)
  const { found, open, problem } = await watchGaps(opened.desk)
  expect(found).toMatchObject([{ subscriptionId: id, reason: 'uncounted', to: opened.desk.now() }])
  expect(problem, 'it still delivers').toBeUndefined()
  await markGapPulled(opened.control, open[0]?.id ?? '', opened.desk.now())
  opened.pass(1)
  expect(await watchGaps(opened.desk)).toMatchObject({ found: [], open: [] })
})

test('deactivated by Mindbody: a problem at each run, and all that time is a gap', async () => {
  await watchGaps(opened.desk)
  const lastGood = opened.desk.now().getTime()
  opened.pass(1)
  set('DeactivatedTooManyFailedMessageDeliveryAttempts')
  const { problem, found } = await watchGaps(opened.desk)
  expect(problem).toMatchObject({ code: 'WEBHOOK_GAP', exitCode: 1 })
  expect(problem?.message).toContain(`${id} is DeactivatedTooManyFailedMessageDeliveryAttempts`)
  expect(found).toMatchObject([{ reason: 'not_active', from: new Date(lastGood - 4 * 3_600_000) }])
  expect((await subscriptionsKnown(opened.control))[0]?.status).toBe(
    'DeactivatedTooManyFailedMessageDeliveryAttempts',
  )

  opened.pass(0.5)
  expect((await watchGaps(opened.desk)).problem, 'not looked again, still true').toMatchObject({
    code: 'WEBHOOK_GAP',
  })

  opened.pass(5)
  await activate(opened.desk, id)
  const again = await watchGaps(opened.desk)
  expect(again.problem).toBeUndefined()
  expect(again.open.at(-1)).toMatchObject({ to: opened.desk.now() })
  const [first, last] = again.open
  expect(last?.from, 'no stretch between them is left out').toEqual(first?.to)
})

test('one that was deleted here, or never activated, is not watched', async () => {
  await subscribe(opened.desk, order)
  await remove(opened.desk, id)
  opened.pass(1)
  expect(await watchGaps(opened.desk)).toMatchObject({ looks: [], problem: undefined })
})

test('one that Mindbody no longer counts delivers nothing', async () => {
  await deliver(3)
  await watchGaps(opened.desk)
  opened.pass(1)
  opened.server.held.clear()
  const { problem, looks } = await watchGaps(opened.desk)
  expect(problem?.message).toContain('unlisted')
  expect(looks).toMatchObject([{ delivered: 3, status: 'unlisted' }])
})

test('a look that fails leaves no trace, so that the next one judges the same stretch', async () => {
  await watchGaps(opened.desk)
  opened.pass(1)
  opened.server.next.push({ status: 403, body: {} })
  expect(await problemOf(watchGaps(opened.desk))).toMatchObject({ code: 'PERMISSION_MISSING' })
  expect(await lastMetrics(opened.control, id, 9)).toHaveLength(1)
  expect(await openGaps(opened.control)).toEqual([])
})

test('switched off and on again between two looks: a gap, though both looks find it Active', async () => {
  await watchGaps(opened.desk)
  const lastGood = opened.desk.now().getTime()
  opened.pass(0.3)
  await deactivate(opened.desk, id)
  opened.pass(0.3)
  await activate(opened.desk, id)
  opened.pass(0.5)
  const { found, problem } = await watchGaps(opened.desk)
  expect(found).toMatchObject([{ reason: 'not_active', from: new Date(lastGood - 4 * 3_600_000) }])
  expect(problem).toBeUndefined()
  opened.pass(1)
  expect((await watchGaps(opened.desk)).found, 'told once').toEqual([])
})

test('a status that a verb has changed is looked at again at once: no run blames what was mended', async () => {
  await watchGaps(opened.desk)
  opened.pass(0.1)
  await deactivate(opened.desk, id)
  expect((await watchGaps(opened.desk)).problem).toMatchObject({ code: 'WEBHOOK_GAP' })
  opened.pass(0.1)
  await activate(opened.desk, id)
  expect((await watchGaps(opened.desk)).problem).toBeUndefined()
  expect(asked()).toBe(3)
})

test('counters of one made elsewhere began without us: the first look is what later ones are held against', async () => {
  await using elsewhere = await openDesk({ path: '/hooks/mindbody', hasKeys: true })
  const { desk, server, control } = elsewhere
  const { subscription } = await elsewhere.push.create({
    ...draft,
    webhookUrl: `${publicUrl}/hooks/mindbody`,
  })
  const adopted = subscription.subscriptionId
  const counters = server.counters.get(adopted)
  Object.assign(counters ?? {}, { messagesDelivered: 1_000, messagesFailed: 9 })
  await activate(desk, adopted)
  for (let look = 0; look < 3; look += 1) {
    expect((await watchGaps(desk)).found).toEqual([])
    elsewhere.pass(1)
  }
  Object.assign(counters ?? {}, { messagesDelivered: 1_004, messagesFailed: 10 })
  expect((await watchGaps(desk)).found).toMatchObject([{ reason: 'failed' }])
  elsewhere.pass(1)
  expect((await watchGaps(desk)).found).toMatchObject([{ reason: 'uncounted' }])
  expect(await openGaps(control)).toHaveLength(2)
})

test('a look of a clock that ran ahead is held against nothing: the loss since the one before is told once', async () => {
  await watchGaps(opened.desk)
  opened.pass(48)
  await watchGaps(opened.desk)
  opened.pass(-47)
  const counters = opened.server.counters.get(id)
  Object.assign(counters ?? {}, { messagesFailed: 2 })
  expect((await watchGaps(opened.desk)).found).toMatchObject([
    { reason: 'failed', from: new Date(opened.desk.now().getTime() - 5 * 3_600_000) },
  ])
  opened.pass(1)
  expect((await watchGaps(opened.desk)).found).toEqual([])
})
