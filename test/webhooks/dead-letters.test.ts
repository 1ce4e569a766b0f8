// Dead letters as an operator meets them: listed, looked at, tried again, and nobody else is kept waiting.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { storeDeliveries } from '../../src/control/inbox.ts'
import { jsonFile, studioConfig } from '../commands/cli.ts'
import { jsonHere, runHere } from '../commands/in-process.ts'
import { deliveryOf, sampleText } from './event-samples.ts'

let folder: string
let at: readonly string[]
let config: string
let elsewhere: string

const letters = [
  sampleText('class.updated', { messageId: 'good' }),
  'no json',
  sampleText('client.updated', { messageId: 'elsewhere', data: { siteId: 10002, clientUniqueId: 7 } }),
  sampleText('client.updated', { messageId: 'elsewhere', data: { siteId: 10002, clientUniqueId: 8 } }),
  sampleText('client.updated', { messageId: 'stranger', data: { siteId: 3 } }),
]

const configOf = (siteIds: readonly number[]): string =>
  jsonFile(
    folder,
    `config-${siteIds.join('-')}.json`,
    studioConfig('http://127.0.0.1:9', { site_ids: siteIds }),
  )

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dlq-'))
  at = ['--home', folder]
  config = configOf([10001])
  elsewhere = configOf([10001, 10002])
  await using control = await openControl(join(folder, 'control.db'))
  await storeDeliveries(
    control,
    letters.map((body, day) => deliveryOf(body, new Date(`2026-06-2${day}T10:00:00Z`))),
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Item {
  readonly id: string
  readonly event_id: string | null
  readonly reason: string
}
const list = async (...flags: readonly string[]): Promise<readonly Item[]> => {
  const { items } = await jsonHere(['dlq', 'list', ...at, ...flags])
  return items as Item[]
}
const reasons = (items: readonly Item[]): readonly string[] => items.map(({ reason }) => reason)
const drainWith = (file: string) => jsonHere(['webhooks', 'drain', ...at, '--config', file])

test('new dead letters are told with exit code 1, and once', async () => {
  expect(await drainWith(config)).toMatchObject({
    exit_code: 1,
    error: { code: 'DEAD_LETTERS' },
    events: { drained: 1, dead: 4, dead_by_reason: { unparseable: 1, unknown_site: 3 }, left: 2 },
  })
  expect(await drainWith(config)).toMatchObject({
    exit_code: 0,
    events: { drained: 0, dead: 0, dead_in_all: 4 },
  })
  // A key may be active at more sites than this home reads: those need nobody.
  await jsonHere(['dlq', 'replay', ...at, '--reason', 'unknown_site'])
  expect(await drainWith(config)).toMatchObject({ exit_code: 0, events: { dead: 3, dead_in_all: 4 } })
})

test('list filters by reason and by time of receipt', async () => {
  expect(await list()).toMatchObject([
    { received_at: '2026-06-21T10:00:00.000Z', event_id: null, reason: 'unparseable' },
    { received_at: '2026-06-22T10:00:00.000Z', event_id: 'client.updated', reason: 'unknown_site' },
    { reason: 'unknown_site' },
    { reason: 'unknown_site' },
  ])
  expect(await list('--reason', 'unparseable')).toHaveLength(1)
  expect(await list('--since', '2026-06-22', '--until', '2026-06-23')).toHaveLength(2)
  expect(await list('--since', '2026-06-24T12:00:00+02:00', '--limit', '1')).toHaveLength(1)
  expect(await jsonHere(['dlq', 'list', ...at, '--since', 'June'])).toMatchObject({
    error: { code: 'USAGE' },
  })
})

test('show tells what is known, and the body only when it is asked for', async () => {
  const [, letter] = await list()
  const id = letter?.id.slice(0, 10) ?? ''
  const shown = await runHere(['dlq', 'show', id, ...at])
  expect(shown.stdout).toContain('unknown_site')
  expect(shown.stdout).not.toContain('zoe@example.com')
  expect(await jsonHere(['dlq', 'show', id, ...at, '--body'])).toMatchObject({
    item: { id: letter?.id, message_id: 'elsewhere', site_id: 10002 },
    body: letters[2],
  })
  expect(await jsonHere(['dlq', 'show', 'ffff', ...at])).toMatchObject({ error: { code: 'USAGE' } })
})

test('a body that somebody has changed is told', async () => {
  await using control = await openControl(join(folder, 'control.db'))
  const [letter] = await list()
  const change = (body: string) =>
    control.db
      .updateTable('webhook_inbox')
      .set({ body: Buffer.from(body) })
      .where('id', '=', letter?.id ?? '')
      .execute()
  await change('no json!')
  expect(await jsonHere(['dlq', 'show', letter?.id ?? '', ...at])).toMatchObject({
    exit_code: 3,
    error: { code: 'HOME_UNUSABLE' },
  })
  await change('no json')
})

test('a dry run tells what would become of each now, and changes nothing', async () => {
  const replay = ['dlq', 'replay', ...at, '--until', '2026-12-31', '--dry-run', '--config', elsewhere]
  const { items, replayed } = await jsonHere(replay)
  expect(replayed).toBe(0)
  expect((items as { outcome: string }[]).map(({ outcome }) => outcome)).toEqual([
    'unparseable',
    'applied',
    'conflict',
    'unknown_site',
  ])
  expect(reasons(await list())).toEqual(['unparseable', 'unknown_site', 'unknown_site', 'unknown_site'])
})

test('replay of one, and of all with a reason: what can be applied now is', async () => {
  const [, , second] = await list()
  expect(await jsonHere(['dlq', 'replay', ...at])).toMatchObject({ error: { code: 'USAGE' } })
  expect(await jsonHere(['dlq', 'replay', '0000', ...at])).toMatchObject({ error: { code: 'USAGE' } })
  expect(await jsonHere(['dlq', 'replay', second?.id ?? '', ...at])).toMatchObject({ replayed: 1 })
  expect(await jsonHere(['dlq', 'replay', ...at, '--reason', 'unknown_site'])).toMatchObject({ replayed: 2 })
  expect(await drainWith(elsewhere)).toMatchObject({
    exit_code: 1,
    events: { drained: 1, dead: 2, dead_by_reason: { conflict: 1, unknown_site: 1 } },
  })
  expect(reasons(await list())).toEqual(['unparseable', 'conflict', 'unknown_site'])
  const [letter] = await list('--reason', 'unparseable')
  expect(await jsonHere(['dlq', 'show', letter?.id ?? '', ...at])).toMatchObject({
    exit_code: 0,
    item: { replays: 0 },
  })
})
