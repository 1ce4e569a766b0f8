// What a person does to a running sandbox by plain HTTP.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { openSubscriber, type Subscriber } from './subscriber.ts'

let sandbox: Sandbox
let subscriber: Subscriber
beforeAll(async () => {
  sandbox = await startSandbox({ days: -355, sites: [losAngeles] })
  subscriber = await openSubscriber()
  sandbox.push.subscribe({ webhookUrl: subscriber.url })
})
afterAll(async () => {
  await sandbox.close()
  await subscriber[Symbol.asyncDispose]()
})

const post = async (path: string, method = 'POST') => {
  const response = await fetch(new URL(`/by-hand/${path}`, sandbox.url), { method })
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> }
}

test('the next booked class is called off, told before the answer, and no call of the API', async () => {
  const calls = sandbox.calls.length
  const { status, body } = await post('cancel-class/10001')
  expect(status).toBe(200)
  const told = subscriber.events.filter(({ eventId }) => eventId === 'class.updated')
  expect(told.map(({ eventData }) => eventData)).toMatchObject([
    { classId: body['class_id'], isCancelled: true },
  ])
  expect(body['events']).toEqual({ delivered: Number(body['bookings']) + 1, on_their_way: 0, given_up: 0 })
  const shown = recordsOf(sandbox.business, 'classes', 10_001).find(({ Id }) => Id === body['class_id'])
  expect(shown).toMatchObject({ IsCanceled: true })
  expect(sandbox.calls).toHaveLength(calls)
})

test('a profile is changed, a day is lived', async () => {
  const client = sandbox.business.studios[0]?.clients.at(-1)?.id ?? ''
  await post(`change-email/10001?client_id=${client}&email=new@mail.example`)
  expect(subscriber.events.at(-1)?.eventData).toMatchObject({ clientId: client, email: 'new@mail.example' })
  const { body } = await post('live?days=1')
  expect(body).toMatchObject({ days: 1, now: '2025-07-12T12:00:00.000Z' })
})

test.each([
  ['cancel-class/10001?class_id=1', 404],
  ['change-email/10001?client_id=nobody', 404],
  ['cancel-class/77', 404],
  ['burn-down/10001', 404],
  ['live?days=0', 400],
])('refused: %s', async (path, status) => {
  expect((await post(path)).status).toBe(status)
  expect((await post(path, 'GET')).status).toBe(405)
})
