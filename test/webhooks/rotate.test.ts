// Rotating a key: cut short anywhere it goes on, the old key ends only when nothing can be lost, and everything comes twice meanwhile.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { activeKeys } from '../../src/control/webhook-keys.ts'
import { openGaps } from '../../src/control/webhook-metrics.ts'
import { subscriptionsKnown } from '../../src/control/webhook-subscriptions.ts'
import { activate, deactivate } from '../../src/webhooks/change.ts'
import { finishRotation, startRotation } from '../../src/webhooks/rotate.ts'
import { subscribe } from '../../src/webhooks/subscribe.ts'
import { openDesk, order } from './open-desk.ts'
import type { DeskTest } from './open-desk.ts'
import { problemOf } from './open-push.ts'

let opened: DeskTest
let oldId: string
const rotation = { publicUrl: undefined, basePath: order.basePath }

beforeEach(async () => {
  opened = await openDesk()
  const { known } = await subscribe(opened.desk, order)
  oldId = known.subscriptionId
  await activate(opened.desk, oldId)
  opened.pass(100)
})
afterEach(() => opened[Symbol.asyncDispose]())

const statusOf = (id: string): string | undefined => opened.server.held.get(id)?.status
const activeIds = (): readonly string[] =>
  [...opened.server.held.values()]
    .filter(({ status }) => status === 'Active')
    .map(({ subscriptionId }) => subscriptionId)
const keysOf = async (id: string): Promise<number> =>
  (await activeKeys(opened.control)).filter(({ subscriptionId }) => subscriptionId === id).length
const pathOf = async (id: string): Promise<string> =>
  (await subscriptionsKnown(opened.control)).find(({ subscriptionId }) => subscriptionId === id)?.path ?? ''

test('both deliver, with a key each and a path each; the old one ends when asked, hours later', async () => {
  const { desk, server } = opened
  const { newId, hasDelivered } = await startRotation(desk, oldId, rotation)
  expect(hasDelivered).toBe(false)
  expect(activeIds()).toEqual([oldId, newId])
  expect([await keysOf(oldId), await keysOf(newId)]).toEqual([1, 1])
  const [old, young] = [server.held.get(oldId), server.held.get(newId)]
  expect(young).toMatchObject({ eventIds: old?.eventIds, referenceId: old?.referenceId })
  expect(new URL(young?.webhookUrl ?? '').host).toBe(new URL(old?.webhookUrl ?? '').host)
  expect(young?.webhookUrl).not.toBe(old?.webhookUrl)

  expect((await problemOf(finishRotation(desk, oldId))).message).toContain('has delivered no event yet')
  await opened.accept(await pathOf(newId))
  expect((await problemOf(finishRotation(desk, oldId))).message).toContain('signed with the old key')
  expect([statusOf(oldId), await keysOf(oldId)], 'nothing has changed').toEqual(['Active', 1])

  opened.pass(4)
  await finishRotation(desk, oldId)
  expect(activeIds()).toEqual([newId])
  expect([await keysOf(oldId), await keysOf(newId)]).toEqual([0, 1])
  expect(await openGaps(opened.control)).toEqual([])
})

test('in a hurry the old key ends at once, and what may be missed is a gap', async () => {
  const { newId, since } = await startRotation(opened.desk, oldId, rotation)
  await opened.accept(await pathOf(newId))
  await finishRotation(opened.desk, oldId, 0)
  expect(await keysOf(oldId)).toBe(0)
  const from = new Date(since.getTime() - 4 * 3_600_000)
  expect(await openGaps(opened.control)).toMatchObject([{ subscriptionId: oldId, from, reason: 'uncounted' }])
})

test('killed before Mindbody answered: the one left behind never delivers, and the same command makes another', async () => {
  opened.server.next.push(
    { status: 504, body: '', done: true },
    ...Array.from({ length: 3 }, () => ({ status: 504, body: '' })),
  )
  await problemOf(startRotation(opened.desk, oldId, rotation))
  expect(activeIds()).toEqual([oldId])
  const { newId } = await startRotation(opened.desk, oldId, rotation)
  expect(activeIds()).toEqual([oldId, newId])
})

test('killed with the key kept and before it was active: the same command activates it, and makes no third', async () => {
  const { known } = await subscribe(opened.desk, { ...order, replaces: oldId })
  expect(activeIds()).toEqual([oldId])
  const { newId } = await startRotation(opened.desk, oldId, rotation)
  expect(newId).toBe(known.subscriptionId)
  expect(opened.server.held.size).toBe(2)
})

test('killed after Mindbody made it active and before that was noted: nothing is done twice', async () => {
  const { known } = await subscribe(opened.desk, { ...order, replaces: oldId })
  await opened.push.change(known.subscriptionId, { status: 'Active' })
  expect(await startRotation(opened.desk, oldId, rotation)).toMatchObject({ newId: known.subscriptionId })
  expect(opened.server.held.size).toBe(2)
})

test('killed after the old one ended and before its key was retired: --finish retires it', async () => {
  const { newId } = await startRotation(opened.desk, oldId, rotation)
  await opened.accept(await pathOf(newId))
  opened.pass(4)
  await opened.push.remove(oldId)
  await finishRotation(opened.desk, oldId)
  expect([await keysOf(oldId), await keysOf(newId)]).toEqual([0, 1])
})

test('a replacement that was given up is replaced by another', async () => {
  const first = await startRotation(opened.desk, oldId, rotation)
  await deactivate(opened.desk, first.newId)
  const second = await startRotation(opened.desk, oldId, rotation)
  expect(second.newId).not.toBe(first.newId)
})

test('one that does not deliver has nothing to keep going; one without a successor is not ended', async () => {
  expect(await problemOf(finishRotation(opened.desk, oldId))).toMatchObject({ code: 'USAGE' })
  await deactivate(opened.desk, oldId)
  expect(await problemOf(startRotation(opened.desk, oldId, rotation))).toMatchObject({
    code: 'SUBSCRIPTION_REFUSED',
  })
})

test('rotated once more by the old name: told who has taken its place', async () => {
  const { newId } = await startRotation(opened.desk, oldId, rotation)
  await opened.accept(await pathOf(newId))
  opened.pass(4)
  await finishRotation(opened.desk, oldId)
  const problem = await problemOf(startRotation(opened.desk, oldId, rotation))
  expect(problem.remedy).toContain(`webhooks rotate ${newId}`)
})
