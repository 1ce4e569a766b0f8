// A rotation killed for real right after Mindbody did what it was asked: the same command goes on, and no key is ever printed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { storeDeliveries } from '../../src/control/inbox.ts'
import { activeKeys } from '../../src/control/webhook-keys.ts'
import { subscriptionsKnown } from '../../src/control/webhook-subscriptions.ts'
import { ensureBuilt, jsonFile, start, studioConfig } from '../commands/cli.ts'
import { deliveryOf } from './event-samples.ts'
import { startPushServer } from './push-server.ts'
import type { PushServer } from './push-server.ts'

let folder: string
let home: string
let config: string
let server: PushServer
let printed = ''

beforeAll(async () => {
  ensureBuilt()
  folder = await mkdtemp(join(tmpdir(), 'rotate-killed-'))
  home = join(folder, 'home')
  server = await startPushServer()
  const webhooks = { push_url: server.url, public_url: 'http://127.0.0.1:9' }
  config = jsonFile(folder, 'config.json', studioConfig('http://127.0.0.1:9', { webhooks }))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a verb; with a method, until Mindbody has carried out the first such request, and not a moment longer. */
const webhooks = async (words: string, killedAt?: string): Promise<number | null> => {
  const running = start(['webhooks', ...words.split(' '), '--config', config, '--home', home, '--verbose'])
  server.muted = ({ method }) => method === killedAt && running.child.kill('SIGKILL')
  const { exitCode, stdout, stderr } = await running.ended
  printed += stdout + stderr
  return exitCode
}
const idsOf = (status: string): readonly string[] =>
  [...server.held.values()].filter((one) => one.status === status).map((one) => one.subscriptionId)

test('after POST, after PATCH and after DELETE', async () => {
  expect(await webhooks('create')).toBe(0)
  const [oldId = ''] = idsOf('PendingActivation')
  expect(await webhooks(`activate ${oldId}`)).toBe(0)

  expect(await webhooks(`rotate ${oldId}`, 'POST')).toBeNull()
  const [orphan = ''] = idsOf('PendingActivation')
  expect(await webhooks(`rotate ${oldId}`, 'PATCH')).toBeNull()
  const [, newId = ''] = idsOf('Active')
  expect(await webhooks(`rotate ${oldId}`)).toBe(0)
  expect([idsOf('Active'), idsOf('PendingActivation')], 'the one without a key stays off').toEqual([
    [oldId, newId],
    [orphan],
  ])

  await using control = await openControl(join(home, 'control.db'))
  expect((await activeKeys(control)).map(({ subscriptionId }) => subscriptionId)).toEqual([oldId, newId])
  const known = await subscriptionsKnown(control)
  const { path = '' } = known.find(({ subscriptionId }) => subscriptionId === newId) ?? {}
  await storeDeliveries(control, [{ ...deliveryOf('{}'), path }])

  expect(await webhooks(`rotate ${oldId} --finish --overlap 0`, 'DELETE')).toBeNull()
  expect(await webhooks(`rotate ${oldId} --finish --overlap 0`)).toBe(0)
  expect(idsOf('Active')).toEqual([newId])
  expect((await activeKeys(control)).map(({ subscriptionId }) => subscriptionId)).toEqual([newId])

  expect(await webhooks('list')).toBe(0)
  expect(printed).toContain(`webhooks delete ${orphan}`)
  expect([...server.keys.values()].filter((key) => printed.includes(key))).toEqual([])
})
