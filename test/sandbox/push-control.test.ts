// The control plane of events: every call, and every refusal the documentation lists.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import type { PushOptions } from '../../src/sandbox/push-options.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { openSubscriber, type Subscriber } from './subscriber.ts'

type Body = Readonly<Record<string, unknown>>
interface Reply {
  readonly status: number
  readonly body: Body
}

let sandbox: Sandbox
let subscriber: Subscriber
beforeAll(async () => {
  sandbox = await startSandbox({ days: -364, sites: [losAngeles] })
  subscriber = await openSubscriber()
})
afterAll(async () => {
  await sandbox.close()
  await subscriber[Symbol.asyncDispose]()
})
const polite: Partial<PushOptions> = { account: 'live', wrapped: false, refuseUrlTimes: 0, timeoutMs: 10_000 }
afterEach(() => {
  sandbox.push.setOptions(polite)
  subscriber.answerWith(200)
})

const call = async (
  method: string,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = { 'API-Key': 'demo-key' },
): Promise<Reply> => {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(`${sandbox.push.url}${path}`, { method, headers, ...sent })
  return { status: response.status, body: (await response.json()) as Body }
}

const wish = (changes: Body = {}): object => ({
  eventIds: ['client.created', 'class.updated'],
  eventSchemaVersion: 1,
  referenceId: 'ours',
  webhookUrl: subscriber.url,
  ...changes,
})
const create = (changes: Body = {}): Promise<Reply> => call('POST', '/subscriptions', wish(changes))
const createdId = async (): Promise<string> => String((await create()).body['subscriptionId'])

/** Status, code and type of a refusal. */
const refusalOf = ({ status, body }: Reply): readonly unknown[] => {
  const [error] = body['errors'] as readonly Body[]
  return [status, error?.['errorCode'], error?.['errorType']]
}

describe('a life of a subscription', () => {
  test('made, shown, activated, counted, ended; its key is told once', async () => {
    const made = await create()
    const { messageSignatureKey, ...rest } = made.body
    expect(messageSignatureKey).toMatch(/^[A-Za-z0-9+/]{43}=$/)
    expect(rest).toEqual({
      subscriptionId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as unknown,
      status: 'PendingActivation',
      subscriptionCreationDateTime: '2025-07-02T12:00:00Z',
      statusChangeDate: '2025-07-02T12:00:00Z',
      statusChangeMessage: null,
      statusChangeUser: 'Owner',
      eventIds: ['client.created', 'class.updated'],
      eventSchemaVersion: 1,
      referenceId: 'ours',
      webhookUrl: subscriber.url,
    })
    const path = `/subscriptions/${String(rest['subscriptionId'])}`
    expect(await call('GET', path)).toEqual({ status: 200, body: rest })
    expect((await call('GET', '/subscriptions')).body['items']).toContainEqual(rest)
    // The documentation's own sample spells the fields of a change so.
    expect((await call('PATCH', path, { Status: 'Active' })).body).toMatchObject({ status: 'Active' })
    sandbox.push.tell(10_001, 'class.updated')
    await sandbox.push.deliver()
    expect((await call('GET', '/metrics')).body['items']).toContainEqual(
      expect.objectContaining({ status: 'Active', messagesAttempted: 1, messagesDelivered: 1 }),
    )
    const ended = { message: 'Subscription deactivated successfully.', referenceId: 'ours' }
    expect((await call('DELETE', path)).body).toMatchObject(ended)
    expect((await call('GET', path)).body).toMatchObject({ status: 'DeactivatedByUser' })
    expect(refusalOf(await call('DELETE', path))).toEqual([400, '14000018', 'genericDomainError'])
  })

  test('its address is asked with HEAD, unsigned, when it is made and when it is changed', async () => {
    const before = subscriber.got.length
    const id = await createdId()
    await call('PATCH', `/subscriptions/${id}`, { WebhookUrl: `${subscriber.url}/moved` })
    const asked = subscriber.got.slice(before)
    expect(asked.map(({ method, signature }) => [method, signature])).toEqual([
      ['HEAD', undefined],
      ['HEAD', undefined],
    ])
  })

  test('wrapped, as another client of Mindbody reads it; metrics stay bare', async () => {
    sandbox.push.setOptions({ wrapped: true })
    expect((await create()).body).toMatchObject({ isSuccess: true, value: { referenceId: 'ours' } })
    expect((await create({ eventIds: [] })).body).toMatchObject({
      isSuccess: false,
      errorInformation: [{ errorCode: 14_000_007, errorType: 'invalidValueEventIdsCannotBeBlank' }],
    })
    expect((await call('GET', '/metrics')).body).toHaveProperty('items')
  })
})

describe('access', () => {
  test('no key, a wrong key, no live access, no rights, nothing there', async () => {
    const missing = [401, '14010001', 'missingAPIKeyHeader']
    expect(refusalOf(await call('GET', '/metrics', undefined, {}))).toEqual(missing)
    expect((await call('GET', '/subscriptions', undefined, { 'API-Key': 'nope' })).status).toBe(401)
    sandbox.push.setOptions({ account: 'not_live' })
    expect(refusalOf(await create())).toEqual([403, '14030002', 'developerAccountNotActive'])
    sandbox.push.setOptions({ account: 'forbidden' })
    expect(refusalOf(await create())).toEqual([403, '14030001', 'forbidden'])
    sandbox.push.setOptions({ account: 'live' })
    const path = '/subscriptions/00000000-0000-4000-8000-000000000000'
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect(refusalOf(await call(method, path))).toEqual([404, '14040001', 'resourceNotFound'])
  })
})

const both: readonly (readonly [string, Body, string, string])[] = [
  ['no version', { eventSchemaVersion: null }, '14000003', 'invalidEventSchemaVersionRequired'],
  ['version 0', { eventSchemaVersion: 0 }, '14000003', 'invalidEventSchemaVersionRequired'],
  ['version 2', { eventSchemaVersion: 2 }, '14000005', 'invalidEventSchemaVersion'],
  ['no events', { eventIds: null }, '14000006', 'invalidValueEventIdsRequired'],
  ['an empty list', { eventIds: [] }, '14000007', 'invalidValueEventIdsCannotBeBlank'],
  ['an unknown event', { eventIds: ['class.created'] }, '14000008', 'invalidValueEventIds'],
  ['a long reference', { referenceId: 'x'.repeat(257) }, '14000009', 'invalidValueReferenceIdTooLong'],
  ['no address', { webhookUrl: null }, '14000010', 'invalidValueWebhookURLRequired'],
  ['a blank address', { webhookUrl: '' }, '14000011', 'invalidValueWebhookURLCannotBeBlank'],
  [
    'a long address',
    { webhookUrl: `https://x.example/${'x'.repeat(2_083)}` },
    '14000012',
    'invalidValueWebhookURLTooLong',
  ],
  [
    'an address nobody answers',
    { webhookUrl: 'http://127.0.0.1:9/x' },
    '14000014',
    'invalidWebhookURLNoResponse',
  ],
]

describe('refused', () => {
  test.each(both)('%s', async (_case, changes, code, type) => {
    expect(refusalOf(await create(changes))).toEqual([400, code, type])
    const id = await createdId()
    expect(refusalOf(await call('PATCH', `/subscriptions/${id}`, changes))).toEqual([400, code, type])
  })

  test('plain http, in other words at a change than at the making', async () => {
    const webhookUrl = 'http://hooks.example.com/x'
    expect(refusalOf(await create({ webhookUrl }))).toEqual([
      400,
      '14000013',
      'invalidWebhookURLMissingHTTPS',
    ])
    const path = `/subscriptions/${await createdId()}`
    expect(refusalOf(await call('PATCH', path, { webhookUrl }))).toEqual([
      400,
      '14000013',
      'invalidValueWebhooksURLMissingHTTPS',
    ])
  })

  test.each([
    ['an address that is none', { webhookUrl: 'https://' }, '14000016', 'invalidWebhookUrlBadFormat'],
    ['an address with a user', { webhookUrl: 'https://me@x.example/' }, '14000015', 'invalidWebhookUrlError'],
    ['a status of others', { status: 'PendingActivation' }, '14000020', 'subscriptionStatusNotValid'],
  ])('at a change: %s', async (_case, changes, code, type) => {
    const path = `/subscriptions/${await createdId()}`
    expect(refusalOf(await call('PATCH', path, changes))).toEqual([400, code, type])
    expect(refusalOf(await call('PATCH', '/subscriptions/17', changes))).toEqual([
      400,
      '14000021',
      'invalidSubscriptionId',
    ])
  })

  test('an address that answers late, with a redirect, or that is refused though it is good', async () => {
    const silent = [400, '14000014', 'invalidWebhookURLNoResponse']
    subscriber.answerWith(302)
    expect(refusalOf(await create())).toEqual(silent)
    subscriber.answerWith('silence')
    sandbox.push.setOptions({ timeoutMs: 50 })
    expect(refusalOf(await create())).toEqual(silent)
    subscriber.answerWith(200)
    sandbox.push.setOptions({ ...polite, refuseUrlTimes: 1 })
    expect(refusalOf(await create())).toEqual(silent)
    expect((await create()).status).toBe(200)
  })
})
