// A lock that another process holds for too long fails one statement, and nothing after it.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import type { Control } from '../../src/control/database.ts'
import { storeDeliveries } from '../../src/control/inbox.ts'
import { addPath, pathsKnown } from '../../src/control/webhook-paths.ts'
import { tempControl } from './temp.ts'
import type { TempControl } from './temp.ts'

let temp: TempControl
let hasty: Control
beforeEach(async () => {
  temp = await tempControl()
  hasty = await openControl(temp.target, { busyTimeoutMs: 5 })
})
afterEach(async () => {
  await hasty.close()
  await temp.dispose()
})

const at = new Date('2026-06-01T10:00:00Z')
const delivery = { id: 'a'.repeat(64), receivedAt: at, path: '/a', keyId: 'k', body: new Uint8Array([1, 2]) }

test.each([
  ['a single write', () => addPath(hasty, { path: '/a', at })],
  ['a transaction', () => storeDeliveries(hasty, [delivery])],
])('%s that met the lock leaves the connection as it was', async (_what, write) => {
  await temp.control.db.transaction().execute(async (db) => {
    await db.deleteFrom('webhook_paths').execute()
    await expect(write()).rejects.toThrow('database is locked')
    expect(await pathsKnown(hasty)).toEqual([])
  })
  await write()
  expect(await storeDeliveries(hasty, [{ ...delivery, id: 'b'.repeat(64) }])).toEqual(['new'])
  expect((await pathsKnown(temp.control)).map(({ path }) => path)).toEqual(['/a'])
})

test('a single write that fails for a reason of its own is taken back', async () => {
  const twice = { key_id: 'k', subscription_id: 's', signature_key: 'x', added_at: 'now' }
  await expect(hasty.db.insertInto('webhook_keys').values([twice, twice]).execute()).rejects.toThrow(/UNIQUE/)
  await addPath(hasty, { path: '/b', at })
  expect(await hasty.db.selectFrom('webhook_keys').selectAll().execute()).toEqual([])
})
