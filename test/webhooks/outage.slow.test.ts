// A receiver that is down for four hours: Mindbody gives up, the count tells, and the pull of that time makes good what was lost.
import { join } from 'node:path'
import { cp } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { addKey } from '../../src/control/webhook-keys.ts'
import { addPath } from '../../src/control/webhook-paths.ts'
import { saveSubscription } from '../../src/control/webhook-subscriptions.ts'
import { silentLog } from '../../src/core/log.ts'
import { markSpan } from '../../src/lakehouse/dirty-span.ts'
import { problemOf } from '../../src/lakehouse/sync.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { watchGaps } from '../../src/webhooks/gap-watch.ts'
import type { Watch } from '../../src/webhooks/gap-watch.ts'
import { streams as allStreams } from '../../streams/index.ts'
import { differences } from '../lakehouse/homes.ts'
import { syncOnce, tempHome } from '../lakehouse/line.ts'
import { openSubscriber } from '../sandbox/subscriber.ts'
import type { Subscriber } from '../sandbox/subscriber.ts'
import { openPush } from './open-push.ts'
import { pullTold, tellHome, toldPath } from './told-home.ts'
import type { ToldHome } from './told-home.ts'

const siteId = 10_002
const startDate = '2026-06-20'
const streams = 'sites clients classes class_visits client_visits'.split(' ')

let sandbox: Sandbox
let receiver: Subscriber
let heard: ToldHome
let deaf: ToldHome
const removals: (() => Promise<void>)[] = []

const sync = async (home: string, runId: string): Promise<void> => {
  const config = { site_ids: [siteId], start_date: startDate }
  expect(problemOf(await syncOnce({ home, url: sandbox.url, runId, streams, config }))).toBeUndefined()
}

const homeOf = (home: string): ToldHome => ({
  home,
  url: sandbox.url,
  sites: [{ siteId, zone: 'Europe/London' }],
  streams,
  startDate,
  now: new Date(sandbox.now),
})

beforeAll(async () => {
  sandbox = await startSandbox()
  receiver = await openSubscriber()
  const homes = [await tempHome(), await tempHome()] as const
  removals.push(...homes.map(({ remove }) => remove))
  const [one, other] = homes.map(({ home }) => home) as [string, string]
  await sync(one, 'r1')
  await cp(one, other, { recursive: true })
  heard = homeOf(one)
  deaf = homeOf(other)

  const { subscriptionId, messageSignatureKey, eventIds, webhookUrl } = sandbox.push.subscribe({
    webhookUrl: receiver.url,
  })
  await using control = await openControl(join(deaf.home, 'control.db'))
  const at = new Date(sandbox.now)
  await addPath(control, { path: toldPath, at, subscriptionId })
  await saveSubscription(control, {
    subscriptionId,
    path: toldPath,
    url: webhookUrl,
    referenceId: 'studio',
    eventIds,
    createdAt: at,
    status: 'Active',
    statusAt: at,
    activatedAt: at,
  })
  await addKey(control, { key: messageSignatureKey, subscriptionId, at })
})
afterAll(async () => {
  await receiver[Symbol.asyncDispose]()
  await sandbox.close()
  for (const remove of removals) await remove()
})

/** Compares Mindbody's counters with those of the home that goes deaf, by the simulated clock. */
const look = async (): Promise<Watch> => {
  const now = (): Date => new Date(sandbox.now)
  await using control = await openControl(join(deaf.home, 'control.db'))
  await using asking = await openPush(sandbox.push.url, now)
  const configured = { path: '/hooks/mindbody', hasKeys: false }
  return await watchGaps({ control, push: asking.push, log: silentLog(), now, configured }, { must: true })
}

/** Something happens; the home that hears is told of it at once. */
const happen = async (change: () => void): Promise<readonly string[]> => {
  const before = new Set(sandbox.push.pending.map(({ messageId }) => messageId))
  change()
  const bodies = sandbox.push.pending
    .filter(({ messageId }) => !before.has(messageId))
    .map(({ body }) => body)
  expect(bodies.length).toBeGreaterThan(0)
  await tellHome(heard, bodies)
  return bodies
}

const studio = () => {
  const found = sandbox.business.studios.find(({ plan }) => plan.siteId === siteId)
  if (found === undefined) throw new Error(`There is no site ${siteId}.`)
  return found
}

test('as long as everything arrives, there is no gap', async () => {
  const bodies = await happen(() => {
    sandbox.changeClient(siteId, studio().clients[3]?.id ?? '', { email: 'before@example.com' })
  })
  await sandbox.push.deliver()
  await tellHome(deaf, bodies)
  await pullTold(deaf, 'p1')
  await pullTold(heard, 'p1')
  expect(await look()).toMatchObject({ found: [], open: [], problem: undefined })
  expect(await differences(heard.home, deaf.home)).toEqual([])
})

test('what happened while the receiver was down is found by counting and pulled', async () => {
  receiver.answerWith(503)
  await happen(() => {
    const ahead = studio().classes.filter(
      ({ visits, startsAt }) => visits.length > 0 && startsAt > sandbox.now,
    )
    const [first, second] = ahead
    if (first === undefined || second === undefined)
      throw new Error('No class of the days to come is booked.')
    for (const { id } of [first, second]) sandbox.cancelClass(siteId, id)
    sandbox.changeClient(siteId, studio().clients[5]?.id ?? '', { email: 'meanwhile@example.com' })
  })
  await sandbox.push.deliver()
  sandbox.advanceHours(4)
  const { failed } = await sandbox.push.deliver()
  expect(failed).toBeGreaterThan(2)
  receiver.answerWith(200)

  const { found } = await look()
  expect(found).toMatchObject([{ reason: 'failed', to: new Date(sandbox.now) }])
  await pullTold(heard, 'p2')
  expect(await differences(heard.home, deaf.home)).not.toEqual([])

  const [gap] = found
  if (gap === undefined) throw new Error('There is no gap.')
  await using warehouse = await Warehouse.open(deaf.home, allStreams)
  const own = allStreams.filter(({ name }) => streams.includes(name))
  const now = new Date(sandbox.now)
  await markSpan(warehouse, {
    messageId: 'gap:1',
    from: gap.from,
    to: gap.to,
    siteIds: [siteId],
    streams: own,
    now,
  })
  await warehouse.close()
  expect((await pullTold(deaf, 'p3')).left).toEqual([])
  // Clients booked into a class that was called off count as modified, which no event says: a sync finds them.
  const told = { clients: `"Email" = 'meanwhile@example.com'`, client_visits: 'false' }
  expect(await differences(heard.home, deaf.home, told)).toEqual([])
  // Bookings that went are believed to be gone when they are missed for the second time.
  for (const home of [heard, deaf]) for (const runId of ['r2', 'r3']) await sync(home.home, runId)
  expect(await differences(heard.home, deaf.home)).toEqual([])
})

test('a subscription that Mindbody has deactivated is told', async () => {
  const [subscription] = sandbox.push.subscriptions
  sandbox.push.setStatus(subscription?.subscriptionId ?? '', 'DeactivatedByAdmin')
  const { found, problem } = await look()
  expect(found).toMatchObject([{ reason: 'not_active' }])
  expect(problem).toMatchObject({ code: 'WEBHOOK_GAP', exitCode: 1 })
  expect(problem?.message).toContain('DeactivatedByAdmin')
})
