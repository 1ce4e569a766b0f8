// Each documented refusal of the webhook API, by every call that may get it, in words; and shapes the document does not name.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PushClient } from '../../src/source/push-client.ts'
import { draft, openPush, problemOf } from './open-push.ts'
import type { PushTest } from './open-push.ts'
import { refusal } from './push-server.ts'
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

type Verb = 'list' | 'get' | 'post' | 'patch' | 'delete' | 'metrics'
const all: readonly Verb[] = ['list', 'get', 'post', 'patch', 'delete', 'metrics']
const doIt: Readonly<Record<Verb, () => Promise<unknown>>> = {
  list: () => push.subscriptions(),
  get: () => push.subscription('one'),
  post: () => push.create(draft),
  patch: () => push.change('one', { status: 'Active' }),
  delete: () => push.remove('one'),
  metrics: () => push.metrics(),
}
const writes: readonly Verb[] = ['post', 'patch']

describe('each documented refusal, by every call that may get it', () => {
  test.each<[number, string, string, string, string, readonly Verb[]]>([
    [401, '14010001', 'missingAPIKeyHeader', 'CREDENTIALS_REFUSED', 'saw no API key', all],
    [403, '14030001', 'forbidden', 'PERMISSION_MISSING', 'may not use the webhook API', all],
    [403, '14030002', 'developerAccountNotActive', 'PERMISSION_MISSING', 'no live access', all],
    [
      404,
      '14040001',
      'resourceNotFound',
      'SUBSCRIPTION_REFUSED',
      'no such subscription',
      ['get', 'patch', 'delete'],
    ],
    [
      400,
      '14000003',
      'invalidEventSchemaVersionRequired',
      'SUBSCRIPTION_REFUSED',
      'missed the schema version',
      writes,
    ],
    [400, '14000005', 'invalidEventSchemaVersion', 'SUBSCRIPTION_REFUSED', 'no such schema version', writes],
    [
      400,
      '14000006',
      'invalidValueEventIdsRequired',
      'SUBSCRIPTION_REFUSED',
      'missed the list of events',
      writes,
    ],
    [
      400,
      '14000007',
      'invalidValueEventIdsCannotBeBlank',
      'SUBSCRIPTION_REFUSED',
      'list of events is empty',
      writes,
    ],
    [400, '14000008', 'invalidValueEventIds', 'SUBSCRIPTION_REFUSED', 'one of the event ids', writes],
    [400, '14000009', 'invalidValueReferenceIdTooLong', 'SUBSCRIPTION_REFUSED', '256 characters', writes],
    [400, '14000010', 'invalidValueWebhookURLRequired', 'SUBSCRIPTION_REFUSED', 'missed the address', writes],
    [
      400,
      '14000011',
      'invalidValueWebhookURLCannotBeBlank',
      'SUBSCRIPTION_REFUSED',
      'address to deliver to is empty',
      writes,
    ],
    [400, '14000012', 'invalidValueWebhookURLTooLong', 'SUBSCRIPTION_REFUSED', '2083 characters', writes],
    [400, '14000013', 'invalidWebhookURLMissingHTTPS', 'SUBSCRIPTION_REFUSED', 'https only', ['post']],
    [400, '14000013', 'invalidValueWebhooksURLMissingHTTPS', 'SUBSCRIPTION_REFUSED', 'https only', ['patch']],
    [400, '14000014', 'invalidWebhookURLNoResponse', 'SUBSCRIPTION_REFUSED', 'with HEAD', writes],
    [400, '14000015', 'invalidWebhookUrlError', 'SUBSCRIPTION_REFUSED', 'no valid one', ['patch']],
    [400, '14000016', 'invalidWebhookUrlBadFormat', 'SUBSCRIPTION_REFUSED', 'malformed', ['patch']],
    [400, '14000018', 'genericDomainError', 'SUBSCRIPTION_REFUSED', 'deactivated already', ['delete']],
    [
      400,
      '14000020',
      'subscriptionStatusNotValid',
      'SUBSCRIPTION_REFUSED',
      'does not allow this status',
      ['patch'],
    ],
    [400, '14000021', 'invalidSubscriptionId', 'SUBSCRIPTION_REFUSED', 'no id of a subscription', ['patch']],
  ])('%i %s %s', async (status, errorCode, errorType, code, words, verbs) => {
    for (const verb of verbs) {
      server.next.push(refusal(status, errorCode, errorType))
      const problem = await problemOf(doIt[verb]())
      expect(problem, verb).toMatchObject({ code, cause: { status, code: errorCode, type: errorType } })
      expect(problem.message).toContain(words)
      expect(problem.remedy.length).toBeGreaterThan(5)
    }
    expect(waits, 'no refusal is asked again').toEqual([])
  })

  const shapes: [string, Answer, string, string][] = [
    [
      'a wrong key, of which only prose tells',
      { status: 401, body: {} },
      'CREDENTIALS_REFUSED',
      'refused the API key',
    ],
    [
      'a 403 without a body of theirs',
      { status: 403, body: 'no' },
      'PERMISSION_MISSING',
      'refused the API key',
    ],
    [
      'the other code of an example, where the type decides',
      refusal(401, '14000001', 'missingAPIKeyHeader'),
      'CREDENTIALS_REFUSED',
      'saw no API key',
    ],
    ['a code without a type', refusal(400, '14000009', ''), 'SUBSCRIPTION_REFUSED', '256 characters'],
    ['an undocumented one', refusal(400, '14000017', 'somethingNew'), 'SUBSCRIPTION_REFUSED', 'somethingNew'],
    [
      'numbers as codes, with status 200',
      {
        status: 200,
        body: {
          isSuccess: false,
          value: null,
          errorInformation: [{ errorCode: 14000009, errorMessage: 'long' }],
        },
      },
      'SUBSCRIPTION_REFUSED',
      '256 characters',
    ],
    ["somebody else's 404", { status: 404, body: '<html>' }, 'CONFIG_INVALID', 'no webhook API'],
    [
      'a redirect, which is not followed',
      { status: 302, body: '', headers: { location: 'http://169.254.169.254/' } },
      'CONFIG_INVALID',
      'no webhook API',
    ],
    ['another thing', { status: 200, body: { hello: 1 } }, 'ANSWER_BROKEN', 'something else'],
  ]
  test.each(shapes)('%s', async (_name, answer, code, words) => {
    server.next.push(answer)
    const problem = await problemOf(push.subscriptions())
    expect(problem).toMatchObject({ code })
    expect(problem.message).toContain(words)
  })
})
