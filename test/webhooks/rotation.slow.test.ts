// A signature key rotated while deliveries go on: both keys sign for a time, a third never does, and no fact is lost or told twice.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { query } from '../lakehouse/line.ts'
import { openListeningStudio } from './listening-studio.ts'
import type { ListeningStudio } from './listening-studio.ts'
import type { Receiver } from './receiver.ts'
import { send, signed } from './sender.ts'

const siteId = 10_001
const each = 150

let studio: ListeningStudio
let home: string
let receiver: Receiver
let oldId: string

const idIn = (object: Record<string, unknown>, name: string): string => String(object[name])

beforeAll(async () => {
  studio = await openListeningStudio({ streams: ['sites', 'staff'] })
  home = studio.home('rotating')
  receiver = await studio.receiver(home)
  oldId = idIn(await studio.verb(home, `webhooks create --url ${receiver.origin}`), 'subscription_id')
  await studio.verb(home, `webhooks activate ${oldId}`)
})
afterAll(async () => {
  await receiver.stop()
  await studio.close()
})

/** So many facts, told to whoever is subscribed, and delivered. */
const tellFacts = async (name: string): Promise<void> => {
  const { push } = studio.sandbox
  for (let nth = 0; nth < each; nth += 1)
    push.tell(siteId, 'classDescription.updated', { id: nth + 1, name: `${name} ${nth}` })
  const { failed } = await push.deliver()
  expect(failed).toBe(0)
}

test('each fact is in the lake, under one id, whichever subscriptions told it', async () => {
  studio.sandbox.push.setOptions({ duplicates: 0.2, shuffle: true })
  await tellFacts('one key')
  const [rotated] = await Promise.all([
    studio.verb(home, `webhooks rotate ${oldId}`),
    tellFacts('while it is rotated'),
  ])
  await tellFacts('two keys')
  await studio.verb(home, `webhooks rotate ${oldId} --finish`, 2)
  await studio.verb(home, `webhooks rotate ${oldId} --finish --overlap 0`)
  await tellFacts('the new key')

  const statuses = new Map(studio.sandbox.push.subscriptions.map((one) => [one.subscriptionId, one.status]))
  expect(statuses.get(oldId)).toBe('DeactivatedByUser')
  expect(statuses.get(idIn(rotated, 'new_subscription_id'))).toBe('Active')
  expect(new Set(studio.sandbox.push.deliveries.map(({ status }) => status))).toEqual(new Set([200]))

  await studio.verb(home, 'webhooks drain')
  const told = await query(
    home,
    `select regexp_replace("Data"->>'name', ' [0-9]+$', '') as part, count(distinct "FactId") as facts,
       count(distinct "Data"->>'name') as names, count(*) as messages
     from raw.webhook_events group by 1 order by 1`,
  )
  const once = { facts: each, names: each }
  expect(told).toEqual([
    { part: 'one key', ...once, messages: each },
    { part: 'the new key', ...once, messages: each },
    { part: 'two keys', ...once, messages: 2 * each },
    { part: 'while it is rotated', ...once, messages: expect.any(Number) as unknown },
  ])
})

test('a key that was retired signs nothing any more, and neither does one nobody knows', async () => {
  const { push } = studio.sandbox
  // The receiver reads keys again every 3 s: until then the old one is still good.
  await sleep(3_500)
  const before = await query(home, 'select count(*) as rows from raw.webhook_events')
  const old = push.subscriptions.find(({ subscriptionId }) => subscriptionId === oldId)
  const url = push.subscriptions.at(-1)?.webhookUrl ?? ''
  const body = JSON.stringify({ messageId: 'late', eventId: 'site.updated', eventData: { siteId } })
  for (const key of [old?.messageSignatureKey ?? '', 'a key that nobody has ever been given']) {
    const messages = [signed('late', body, key)]
    await expect(send({ url, messages, limitMs: 500, retryMs: 100 })).rejects.toThrow(/\[401,\d+\]/)
  }
  await studio.verb(home, 'webhooks drain')
  expect(await query(home, 'select count(*) as rows from raw.webhook_events')).toEqual(before)
})
