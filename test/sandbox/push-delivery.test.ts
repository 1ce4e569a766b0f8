// Deliveries over real HTTP: signed, tried again by the simulated clock, given up, told twice or out of order on request.
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import { signatureOf } from '../../src/sandbox/push-words.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { openSubscriber, type Subscriber } from './subscriber.ts'

let sandbox: Sandbox
let subscriber: Subscriber
beforeEach(async () => {
  sandbox = await startSandbox({ days: -360, sites: [losAngeles] })
  subscriber = await openSubscriber()
})
afterEach(async () => {
  await sandbox.close()
  await subscriber[Symbol.asyncDispose]()
})

const totalsOf = (nth = 0): object => sandbox.push.subscriptions[nth]?.totals ?? {}
const tellOne = (): void => sandbox.push.tell(10_001, 'site.updated')
const subscribe = () => sandbox.push.subscribe({ webhookUrl: subscriber.url })
const quarterOfAnHour = 0.25

test('the signature is that of the documentation', () => {
  const key = 'fruFor651QwsHmiZDq3REmVmtKpHCydSkommfrILxEg='
  const body =
    '{"messageId":"ASwFMoA2Q5UKw69g3RDbvU","eventId":"site.created","eventSchemaVersion":1,"eventInstanceOriginationDateTime":"2018-04-18T10:02:55Z","eventData":{"siteId":123,"name":"Café Yoga ✨"}}'
  expect(signatureOf(key, body)).toBe('sha256=mh5oVK3eJA5i5JvCeaJg8bp0FbabymebJvmpowhZGI8=')
})

describe('who is told', () => {
  test('nobody while nobody is Active; then each in its own message, with its own key over the bytes sent', async () => {
    tellOne()
    const waiting = sandbox.push.subscribe({ webhookUrl: subscriber.url, status: 'PendingActivation' })
    tellOne()
    expect(sandbox.push.pending).toEqual([])
    const [one, other] = [subscribe(), subscribe()]
    const sales = sandbox.push.subscribe({ webhookUrl: subscriber.url, eventIds: ['clientSale.created'] })
    tellOne()
    expect(await sandbox.push.deliver()).toEqual({ attempted: 2, delivered: 2, failed: 0 })
    const signed = (key: string): string[] =>
      subscriber.got.map(({ body }) => `sha256=${createHmac('sha256', key).update(body).digest('base64')}`)
    const keys = [one, other].map(({ messageSignatureKey }) => messageSignatureKey)
    expect(keys.map((key) => key.length)).toEqual([44, 44])
    for (const [nth, { signature }] of subscriber.got.entries())
      expect(keys.map((key) => signed(key)[nth])).toContain(signature)
    expect(new Set(subscriber.events.map(({ messageId }) => messageId)).size).toBe(2)
    expect([waiting.totals.attempted, sales.totals.attempted]).toEqual([0, 0])
  })

  test('what is on its way to one who is no longer Active is not sent, nor later', async () => {
    const { subscriptionId } = subscribe()
    tellOne()
    sandbox.push.setStatus(subscriptionId, 'DeactivatedByAdmin')
    tellOne()
    sandbox.push.setStatus(subscriptionId, 'Active')
    expect(await sandbox.push.deliver()).toMatchObject({ attempted: 0 })
    expect(subscriber.events).toEqual([])
  })
})

describe('tries', () => {
  test('every quarter of an hour until an answer is a 2xx; a redirect is none', async () => {
    subscribe()
    tellOne()
    for (const status of [500, 302, 204]) {
      subscriber.answerWith(status)
      await sandbox.push.deliver()
      expect(await sandbox.push.deliver()).toMatchObject({ attempted: 0 })
      sandbox.advanceHours(quarterOfAnHour)
    }
    const { deliveries } = sandbox.push
    expect(deliveries.map(({ status }) => status)).toEqual([500, 302, 204])
    expect(deliveries.map(({ at }) => (at - (deliveries[0]?.at ?? 0)) / 60_000)).toEqual([0, 15, 30])
    expect(new Set(subscriber.got.map(({ body }) => body)).size).toBe(1)
    expect(totalsOf()).toEqual({ attempted: 3, delivered: 1, undelivered: 2, failed: 0 })
    sandbox.advanceHours(4)
    expect(await sandbox.push.deliver()).toMatchObject({ attempted: 0 })
  })

  test('given up after three hours, as an outage of four shows; nothing is kept for later', async () => {
    subscribe()
    subscriber.answerWith(503)
    tellOne()
    sandbox.advanceHours(4)
    expect(await sandbox.push.deliver()).toEqual({ attempted: 13, delivered: 0, failed: 1 })
    expect(totalsOf()).toEqual({ attempted: 13, delivered: 0, undelivered: 13, failed: 1 })
    subscriber.answerWith(200)
    expect(await sandbox.push.deliver()).toMatchObject({ attempted: 0 })
    expect(sandbox.push.pending).toEqual([])
  })

  test('no answer in time, or nobody there, is a failed try', async () => {
    subscribe()
    sandbox.push.subscribe({ webhookUrl: 'http://127.0.0.1:9/nobody' })
    subscriber.answerWith('silence')
    sandbox.push.setOptions({ timeoutMs: 50 })
    tellOne()
    expect(await sandbox.push.deliver()).toEqual({ attempted: 2, delivered: 0, failed: 0 })
    expect(sandbox.push.deliveries.map(({ status }) => status)).toEqual([0, 0])
  })

  test('after too many failed tries the subscription is no longer Active', async () => {
    const subscription = subscribe()
    subscriber.answerWith(500)
    sandbox.push.setOptions({ deactivateAfterFailures: 3 })
    tellOne()
    sandbox.advanceHours(1)
    expect(await sandbox.push.deliver()).toMatchObject({ attempted: 3 })
    expect(subscription.status).toBe('DeactivatedTooManyFailedMessageDeliveryAttempts')
  })
})

describe('an unkind sender', () => {
  test('sends some twice, in any order, and loses some that it takes for delivered', async () => {
    subscribe()
    sandbox.push.setOptions({ duplicates: 0.3, shuffle: true, drop: 0.1, silent: ['client.updated'] })
    sandbox.advance(3)
    await sandbox.push.deliver()
    const ids = subscriber.events.map(({ messageId }) => messageId)
    const different = new Set(ids).size
    expect(ids.length).toBeGreaterThan(different * 1.1)
    const times = subscriber.events.map((event) => event.eventInstanceOriginationDateTime)
    expect(times).not.toEqual(times.toSorted())
    expect(subscriber.events.map(({ eventId }) => eventId)).not.toContain('client.updated')
    const { delivered } = sandbox.push.subscriptions[0]?.totals ?? { delivered: 0 }
    expect(delivered).toBeGreaterThan(ids.length)
  })

  test('delivers by itself where the clock runs, and is not kept from closing by who does not answer', async () => {
    const running = await startSandbox({ days: -364, sites: [losAngeles], frozen: false })
    running.push.subscribe({ webhookUrl: subscriber.url })
    running.push.tell(10_001, 'site.updated')
    await expect.poll(() => subscriber.events.length).toBe(1)
    subscriber.answerWith('silence')
    running.push.tell(10_001, 'site.updated')
    await expect.poll(() => subscriber.events.length).toBe(2)
    await running.close()
  })
})
