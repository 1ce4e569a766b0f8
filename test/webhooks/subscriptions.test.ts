// Subscriptions: a key is kept before anything else, what was cut short is told and can be removed, and each mistake has its words.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { activeKeys, keysKnown } from '../../src/control/webhook-keys.ts'
import { pathsKnown } from '../../src/control/webhook-paths.ts'
import { subscriptionsKnown } from '../../src/control/webhook-subscriptions.ts'
import { deliveryUrl, newPath } from '../../src/webhooks/address.ts'
import { activate, deactivate, remove, update } from '../../src/webhooks/change.ts'
import { eventTypes } from '../../src/webhooks/event-types.ts'
import { checkedEvents, checkedReference } from '../../src/webhooks/order.ts'
import { standingOf, standingsOf } from '../../src/webhooks/standing.ts'
import { subscribe } from '../../src/webhooks/subscribe.ts'
import { openDesk, order, publicUrl } from './open-desk.ts'
import type { DeskTest } from './open-desk.ts'
import { draft, problemOf } from './open-push.ts'
import { refusal } from './push-server.ts'

let opened: DeskTest
beforeEach(async () => {
  opened = await openDesk()
})
afterEach(() => opened[Symbol.asyncDispose]())

const unseen = refusal(400, '14000014', 'invalidWebhookURLNoResponse')

describe('made', () => {
  test('with a path of its own, not active, its key on the disk and nowhere else', async () => {
    const { desk, control, server } = opened
    const { known, keyId, warning } = await subscribe(desk, order)
    const id = known.subscriptionId
    expect(warning).toBeUndefined()
    expect(known.path).toMatch(/^\/hooks\/mindbody\/[\w-]{24}$/)
    expect(server.held.get(id)).toMatchObject({
      status: 'PendingActivation',
      webhookUrl: `${publicUrl}${known.path}`,
    })
    expect(await activeKeys(control)).toEqual([
      { keyId, key: server.keys.get(id), path: known.path, subscriptionId: id },
    ])
    expect(JSON.stringify([known, await keysKnown(control), await standingsOf(desk)])).not.toContain(
      server.keys.get(id),
    )
    expect((await standingOf(desk, id)).trouble).toContain(`webhooks activate ${id}`)
  })

  test('once its path is known here: the receiver is asked until it says so', async () => {
    const { desk, sights, sleeps, looked } = opened
    sights.push({ kind: 'answered', status: 404, allow: '' }, { kind: 'answered', status: 404, allow: '' })
    expect((await subscribe(desk, order)).warning).toBeUndefined()
    expect(looked).toHaveLength(3)
    expect(sleeps).toEqual([1_000, 1_000])
  })

  test.each([
    ['nobody answers', { kind: 'silent', why: 'ECONNREFUSED' }, 'does not answer (ECONNREFUSED)'],
    ['somebody else answers', { kind: 'answered', status: 200, allow: '' }, 'answers 200'],
  ] as const)('though seen from here %s: that is told, Mindbody judges', async (_name, sight, words) => {
    opened.sights.push(sight)
    expect((await subscribe(opened.desk, order)).warning).toContain(words)
  })

  test('where Mindbody refuses a valid address at first, it is asked again', async () => {
    opened.server.next.push(unseen, unseen, unseen)
    await subscribe(opened.desk, order)
    expect(opened.server.held.size).toBe(1)
    expect(opened.sleeps).toEqual([5_000, 5_000, 5_000])
  })

  test('not for ever: then it is told, and nothing was made', async () => {
    opened.server.next.push(unseen, unseen, unseen, unseen)
    const problem = await problemOf(subscribe(opened.desk, order))
    expect(problem).toMatchObject({
      code: 'SUBSCRIPTION_REFUSED',
      remedy: expect.stringContaining('curl -I') as string,
    })
    expect(await subscriptionsKnown(opened.control)).toEqual([])
  })
})

test('cut short before its key was kept it is told as of no use, cannot be activated, and goes', async () => {
  const { desk, push } = opened
  const { subscription } = await push.create(draft)
  const id = subscription.subscriptionId
  expect((await standingsOf(desk))[0]).toMatchObject({ hasKey: false, known: undefined })
  expect((await standingOf(desk, id)).trouble).toContain(`webhooks delete ${id}`)
  const problem = await problemOf(activate(desk, id))
  expect(problem).toMatchObject({ code: 'SUBSCRIPTION_REFUSED' })
  expect(problem.message).toContain('signature key')
  expect(opened.server.held.get(id)?.status).toBe('PendingActivation')
  await remove(desk, id)
  expect(opened.server.held.get(id)?.status).toBe('DeactivatedByUser')
  expect((await standingOf(desk, id)).trouble).toBeUndefined()
})

test('a try that went unanswered leaves such a one behind, and the next makes the one that counts', async () => {
  opened.server.next.push({ status: 504, body: '', done: true })
  const { known } = await subscribe(opened.desk, order)
  const standings = await standingsOf(opened.desk)
  expect(standings).toHaveLength(2)
  expect(standings.filter(({ hasKey }) => hasKey).map(({ subscriptionId }) => subscriptionId)).toEqual([
    known.subscriptionId,
  ])
})

test('on, off and on again, and gone with its key', async () => {
  const { desk, control, server, sleeps } = opened
  const { known, keyId } = await subscribe(desk, order)
  const id = known.subscriptionId
  expect(await activate(desk, id)).toMatchObject({ status: 'Active' })
  expect(sleeps, 'the receiver has read the key by then').toEqual([4_000])
  const [first] = await subscriptionsKnown(control)
  expect(await deactivate(desk, id)).toMatchObject({ status: 'DeactivatedByUser' })
  opened.pass(1)
  await activate(desk, id)
  expect(await subscriptionsKnown(control)).toMatchObject([
    { status: 'Active', activatedAt: first?.activatedAt },
  ])
  expect(await remove(desk, id)).toEqual({ keysRetired: [keyId] })
  expect(await activeKeys(control)).toEqual([])
  expect(server.held.get(id)?.status).toBe('DeactivatedByUser')
  expect(await remove(desk, id), 'twice is once').toEqual({ keysRetired: [] })
})

test('a clock that was set back since the key was kept makes nobody wait for it', async () => {
  const { known } = await subscribe(opened.desk, order)
  opened.pass(-48)
  await activate(opened.desk, known.subscriptionId)
  expect(opened.sleeps).toEqual([4_000])
})

test('another host keeps the path; its events and name change too; nothing named is a mistake', async () => {
  const { desk, server, control } = opened
  const { known } = await subscribe(desk, order)
  const id = known.subscriptionId
  await update(desk, id, {
    publicUrl: 'https://other.example.com/in',
    eventIds: ['class.updated'],
    referenceId: 'two',
  })
  const webhookUrl = `https://other.example.com/in${known.path}`
  expect(server.held.get(id)).toMatchObject({ webhookUrl, eventIds: ['class.updated'], referenceId: 'two' })
  expect(await subscriptionsKnown(control)).toMatchObject([
    { url: webhookUrl, path: known.path, referenceId: 'two' },
  ])
  expect(await problemOf(update(desk, id, {}))).toMatchObject({ code: 'USAGE' })
})

test('one made elsewhere is received by a configured key on the configured path', async () => {
  await using elsewhere = await openDesk({ path: '/hooks/mindbody', hasKeys: true })
  const webhookUrl = `${publicUrl}/hooks/mindbody`
  const { subscription } = await elsewhere.push.create({ ...draft, webhookUrl })
  expect(await activate(elsewhere.desk, subscription.subscriptionId)).toMatchObject({ status: 'Active' })
  expect(await subscriptionsKnown(elsewhere.control)).toMatchObject([
    { path: '/hooks/mindbody', status: 'Active' },
  ])
})

test('one that Mindbody no longer has is told, and its key can still be retired', async () => {
  const { desk, server, control } = opened
  const { known } = await subscribe(desk, order)
  server.held.clear()
  expect(await standingsOf(desk)).toMatchObject([
    { theirs: undefined, trouble: expect.stringContaining('no longer') as string },
  ])
  expect((await problemOf(activate(desk, known.subscriptionId))).message).toContain('no longer has')
  await remove(desk, known.subscriptionId)
  expect(await activeKeys(control)).toEqual([])
})

describe('mistakes', () => {
  const events = Object.keys(eventTypes)
  test.each([
    ['no address', () => deliveryUrl(undefined, '/x'), 'public_url'],
    ['http', () => deliveryUrl('http://hooks.example.com', '/x'), 'not https'],
    ['no URL', () => deliveryUrl('hooks.example.com', '/x'), 'no address'],
    ['a query in it', () => deliveryUrl('https://hooks.example.com?a=1', '/x'), 'no address'],
    ['too long', () => deliveryUrl(`https://hooks.example.com/${'a'.repeat(2_083)}`, '/x'), '2083'],
    ['a long reference', () => checkedReference('a'.repeat(257)), '256'],
    ['a misspelt event', () => checkedEvents('client.updatd', events), 'Did you mean client.updated?'],
    ['another case', () => checkedEvents('CLIENTSALE.CREATED', events), 'Did you mean clientSale.created?'],
    ['no event', () => checkedEvents(' , ', events), 'No event'],
  ])('%s', async (_name, work, words) => {
    const problem = await problemOf(new Promise((resolve) => resolve(work())))
    expect(problem).toMatchObject({ code: 'USAGE' })
    expect(`${problem.message} ${problem.remedy}`).toContain(words)
  })

  test('an unknown id names the known ones', async () => {
    const { known } = await subscribe(opened.desk, order)
    const problem = await problemOf(activate(opened.desk, 'nobody'))
    expect(problem).toMatchObject({ code: 'SUBSCRIPTION_REFUSED' })
    expect(problem.remedy).toContain(known.subscriptionId)
  })

  test('an event newer than this program goes to Mindbody as it is; the rest is taken once', () => {
    expect(checkedEvents('somethingNew.happened,client.updated,client.updated', events)).toEqual([
      'somethingNew.happened',
      'client.updated',
    ])
    expect(checkedEvents(undefined, events)).toHaveLength(36)
  })

  test('no two paths are alike, and one is kept before Mindbody is asked', async () => {
    expect(new Set(Array.from({ length: 100 }, () => newPath('/hooks/'))).size).toBe(100)
    opened.server.next.push(refusal(403, '14030002', 'developerAccountNotActive'))
    await problemOf(subscribe(opened.desk, order))
    expect(await pathsKnown(opened.control)).toHaveLength(1)
  })
})
