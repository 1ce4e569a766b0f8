// The receiver on Postgres: a server that goes away means 503 and red, and one that comes back 200 and green, by itself.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receivedRows } from '../../src/control/inbox.ts'
import { startPostgres } from '../control/postgres-server.mjs'
import type { PostgresServer } from '../control/postgres-server.mjs'
import { openFront } from './open-front.ts'
import type { Front } from './open-front.ts'

let postgres: PostgresServer
let front: Front
beforeAll(async () => {
  postgres = await startPostgres()
  const limits = { retryWriteMs: 100, probeMs: 200, storeMs: 2_000 }
  front = await openFront({ target: await postgres.freshUrl(), limits })
})
afterAll(async () => {
  await front.dispose()
  await postgres.stop()
})

const ready = async (): Promise<number> => (await front.ops('/readyz')).status

test('gone and back', async () => {
  expect(await front.post('{"n":1}')).toBe(200)
  await postgres.crash()
  expect(await front.post('{"n":2}')).toBe(503)
  expect(await ready()).toBe(503)
  expect((await front.ops('/metrics')).status).toBe(200)
  await postgres.start()
  await expect.poll(ready, { timeout: 10_000, interval: 100 }).toBe(200)
  expect(await front.post('{"n":2}')).toBe(200)
  const rows = await receivedRows(front.control, { limit: 9, maxBytes: 9_999 })
  expect(rows.map(({ body }) => Buffer.from(body).toString())).toEqual(['{"n":1}', '{"n":2}'])
  expect(front.logged()).not.toContain(postgres.password)
})

test('a row that somebody else holds: an answer in time all the same, and no event lost', async () => {
  const held = front.control.db.transaction().execute(async (db) => {
    await db.updateTable('webhook_paths').set({ accepted: 0 }).execute()
    expect(await front.post('{"n":3}')).toBe(503)
  })
  await held
  await expect.poll(() => front.post('{"n":3}'), { timeout: 10_000, interval: 100 }).toBe(200)
  expect(await receivedRows(front.control, { limit: 9, maxBytes: 9_999 })).toHaveLength(3)
})
