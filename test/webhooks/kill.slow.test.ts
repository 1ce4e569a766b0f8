// Ten thousand events, some twice and in no order, to a receiver that is killed every two seconds: none lost, none double.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { homePaths } from '../../src/lakehouse/home.ts'
import { stringifyJson } from '../../src/core/json.ts'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { differences } from '../lakehouse/homes.ts'
import { query } from '../lakehouse/line.ts'
import { build } from '../models/studio-warehouse.ts'
import { openStudioByHand } from './listening-studio.ts'
import type { ByHand } from './listening-studio.ts'
import { martDifferences } from './marts-alike.ts'
import { send } from './sender.ts'
import type { Message } from './sender.ts'

const events = 10_000
const { siteId } = losAngeles

let studio: ByHand
const sentSoFar: Message[] = []
/** What is left to end after a test that failed. */
const stops: (() => Promise<void>)[] = []
/** A home that is told, and one that only ever pulls. */
let told: string
let pulled: string

beforeAll(async () => {
  studio = await openStudioByHand({
    sandbox: { sites: [losAngeles] },
    config: { site_ids: [siteId], start_date: '2026-06-15' },
  })
  told = studio.home('told')
  await studio.sync(told)
  pulled = await studio.copyHome(told, 'pulled')
})
afterAll(async () => {
  for (const stop of stops) await stop()
  await studio.close()
})

/** Clients saved again and again without a change: so many more messages. */
const savedAgain = (count: number): readonly Message[] => {
  const { business } = studio.sandbox
  const clients = recordsOf(business, 'clients', siteId)
  return Array.from({ length: count }, (_, nth) => {
    const client = clients[nth % clients.length]
    const messageId = `saved-again-${nth}`
    const at = new Date(business.now - nth * 1_000).toISOString().slice(0, 19)
    const eventData = { siteId, clientId: client?.['Id'], clientUniqueId: client?.['UniqueId'] }
    const envelope = { messageId, eventId: 'client.updated', eventSchemaVersion: 1 }
    const body = { ...envelope, eventInstanceOriginationDateTime: `${at}Z`, eventData }
    return studio.sign(messageId, stringifyJson(body))
  })
}

const idsOf = (messages: readonly Message[]): readonly string[] =>
  messages.map(({ body }) => createHash('sha256').update(body).digest('hex')).toSorted()

/** Some days pass; both homes look at the same moments, so that both see whatever comes and goes between two. */
const live = (days: number): readonly Message[] => {
  studio.sandbox.advance(days)
  const news = studio.news()
  expect(news.length).toBeGreaterThan(100)
  return news
}

test('days told twice and in no order, and synced as often as by a home that is not told', async () => {
  const messages = live(7)
  const receiver = await studio.receiver(told)
  await send({ url: studio.address(receiver), messages, duplicates: 0.3, seed: 1 })
  expect(await receiver.stop()).toBe(143)
  sentSoFar.push(...messages)
  await studio.sync(told)
  await studio.sync(pulled)
})

test('ten thousand more while the receiver is killed every two seconds: none lost, none kept twice', async () => {
  const news = live(7)
  const messages = [...news, ...savedAgain(events - news.length)]
  const receiver = await studio.receiver(told)
  const killing = receiver.killEvery(2_000, 20)
  stops.push(async () => {
    await killing.calm()
    await receiver.kill()
  })
  const url = studio.address(receiver)
  const sending = send({
    url,
    messages,
    duplicates: 0.3,
    seed: 8,
    // 13,000 posts take 18 s of a receiver that stands, so it is killed about nine times.
    perSecond: 700,
    retryMs: 100,
    limitMs: 600_000,
  })
  const sent = await Promise.race([sending, killing.broken])
  await killing.calm()
  expect(await receiver.stop()).toBe(143)
  expect(receiver.kills()).toBeGreaterThan(5)
  expect(sent.acknowledged.size).toBe(events)
  sentSoFar.push(...messages)

  await using control = await openControl(homePaths(told).control)
  const inbox = await control.db.selectFrom('webhook_inbox').select(['id', 'deliveries']).execute()
  expect(inbox.map(({ id }) => id).toSorted()).toEqual(idsOf(sentSoFar))
  const accepted = inbox.reduce((sum, { deliveries }) => sum + deliveries, 0)
  expect(accepted).toBeGreaterThanOrEqual(sentSoFar.length * 1.3 - 2)
})

test('drained, each message is in the lake once', async () => {
  await studio.verb(told, 'webhooks drain')
  const [row] = await query(
    told,
    `select count(*) as rows, count(distinct "MessageId") as messages from raw.webhook_events`,
  )
  expect(row).toEqual({ rows: sentSoFar.length, messages: sentSoFar.length })
})

test('and after a sync the home holds what one holds that was never told anything', async () => {
  await studio.sync(told)
  await studio.sync(pulled)
  expect(await query(told, 'from meta.dirty_keys')).toEqual([])
  expect(await differences(told, pulled)).toEqual([])
})

test('the marts are the same, row by row', async () => {
  const select = ['resource_type:seed', 'resource_type:model']
  for (const home of [told, pulled]) expect(await build(home, { select })).toMatchObject({ failures: [] })
  expect(await martDifferences(told, pulled)).toEqual([])
})
