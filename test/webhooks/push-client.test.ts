// The webhook API as documented: six calls in both wrappings, waiting where waiting helps, every call counted.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { usageOf } from '../../src/control/usage.ts'
import type { PushClient } from '../../src/source/push-client.ts'
import { draft, now, openPush, problemOf } from './open-push.ts'
import type { PushTest } from './open-push.ts'
import { refusal, startPushServer } from './push-server.ts'
import type { Answer, PushServer } from './push-server.ts'

let opened: PushTest
let server: PushServer
let push: PushClient
let waits: number[]
beforeAll(async () => {
  opened = await openPush()
  ;({ server, push, waits } = opened)
})
beforeEach(() => {
  server.next.length = 0
  server.wrapped = false
  waits.length = 0
})
afterAll(() => opened[Symbol.asyncDispose]())

describe.each([
  ['bare', false],
  ['wrapped in value', true],
])('answers %s', (_name, wrapped) => {
  test('a subscription is made, told, changed, counted and removed', async () => {
    server.wrapped = wrapped
    const { subscription, signatureKey } = await push.create(draft)
    const id = subscription.subscriptionId
    expect(subscription).toMatchObject({ ...draft, status: 'PendingActivation' })
    expect(signatureKey).toBe(server.keys.get(id))
    expect(opened.secrets.at(-1)).toBe(signatureKey)
    expect(await push.change(id, { status: 'Active' })).toMatchObject({
      subscriptionId: id,
      status: 'Active',
    })
    expect(await push.subscription(id)).toMatchObject({ status: 'Active' })
    expect((await push.subscriptions()).map(({ subscriptionId }) => subscriptionId)).toContain(id)
    server.counters.set(id, {
      messagesAttempted: 9,
      messagesDelivered: 7,
      messagesUndelivered: 2,
      messagesFailed: 1,
    })
    expect(await push.metrics()).toContainEqual({
      subscriptionId: id,
      status: 'Active',
      statusChangedAt: now.toISOString(),
      attempted: 9,
      delivered: 7,
      undelivered: 2,
      failed: 1,
    })
    await push.remove(id)
    expect(server.held.get(id)?.status).toBe('DeactivatedByUser')
    expect(await problemOf(push.remove(id))).toMatchObject({ code: 'SUBSCRIPTION_REFUSED' })
  })
})

test('each call carries the key, who asks, and an id that the ledger knows', async () => {
  await push.subscriptions()
  const last = server.received.at(-1)
  expect(last?.headers).toMatchObject({ 'api-key': 'demo-key', 'user-agent': 'mindbody-elt' })
  const calls = await opened.control.db.selectFrom('calls').selectAll().execute()
  expect(calls.at(-1)).toMatchObject({ id: last?.headers['x-request-id'], site_id: 0, stream: 'webhooks' })
  const usage = await usageOf(opened.control, '2026-06')
  expect(usage.reduce((sum, row) => sum + row.calls, 0)).toBe(server.received.length)
})

test('tells the time by the last good answer, and by this machine before', async () => {
  await using fresh = await openPush()
  expect(fresh.push.now()).toEqual(now)
  fresh.server.next.push({
    status: 200,
    body: { items: [] },
    headers: { date: 'Wed, 01 Jul 2026 09:00:00 GMT' },
  })
  await fresh.push.subscriptions()
  expect(fresh.push.now()).toEqual(new Date('2026-07-01T09:00:00Z'))
})

describe('waiting', () => {
  test.each<[string, Answer]>([
    ['a 500', { status: 500, body: 'oops' }],
    ['a 503 of theirs', refusal(503, '15030001', 'unavailable')],
    ['a 429', { status: 429, body: {}, headers: { 'retry-after': '7' } }],
    ['a body that is cut', { status: 200, body: '{"items":[' }],
  ])('%s is asked again', async (_name, answer) => {
    server.next.push(answer, answer)
    const asked = server.received.length
    await push.subscriptions()
    expect(server.received.length - asked).toBe(3)
    expect(waits).toEqual(answer.status === 429 ? [7_000, 7_000] : [1_000, 2_000])
  })

  test('and given up after some tries', async () => {
    server.next.push(...Array.from({ length: 4 }, () => ({ status: 500, body: 'oops' })))
    expect(await problemOf(push.metrics())).toMatchObject({ code: 'MINDBODY_UNAVAILABLE', exitCode: 6 })
  })

  test('nobody there is told as that', async () => {
    const gone = await startPushServer()
    await gone.close()
    await using nobody = await openPush(gone.url)
    expect(await problemOf(nobody.push.subscriptions())).toMatchObject({ code: 'MINDBODY_UNAVAILABLE' })
  })

  test('a removal whose answer got lost is done', async () => {
    const { subscription } = await push.create(draft)
    server.next.push({ status: 502, body: '', done: true })
    await push.remove(subscription.subscriptionId)
    expect(server.held.get(subscription.subscriptionId)?.status).toBe('DeactivatedByUser')
  })
})

test('a subscription without its key is said to be of no use', async () => {
  server.next.push({ status: 200, body: { subscriptionId: 'abc', status: 'PendingActivation' } })
  const problem = await problemOf(push.create(draft))
  expect(problem).toMatchObject({ code: 'ANSWER_BROKEN' })
  expect(problem.remedy).toContain('webhooks delete abc')
})

test('http to another machine is not spoken', async () => {
  await expect(openPush('http://push.example.com')).rejects.toThrow(/webhooks\.push_url.*not https/)
})
