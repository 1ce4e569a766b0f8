// A control database on Postgres when the server is away, slow, crashed, careless or shared.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { claimForWarehouse, openHomeControl } from '../../src/control/home-control.ts'
import { inboxCounts, receivedRows, storeDeliveries } from '../../src/control/inbox.ts'
import { listRuns, startRun } from '../../src/control/runs.ts'
import { activeKeys, addKey } from '../../src/control/webhook-keys.ts'
import { deliveryOf } from './deliveries.ts'
import { startPostgres } from './postgres-server.mjs'
import type { PostgresServer } from './postgres-server.mjs'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

const refusal = async (url: string): Promise<{ code: string; text: string }> => {
  const error = (await openControl(url, { busyTimeoutMs: 1_000 }).catch((cause: unknown) => cause)) as {
    readonly code: string
    readonly message: string
    readonly remedy: string
    readonly cause?: unknown
  }
  return { code: error.code, text: `${error.message} ${error.remedy} ${String(error.cause)}` }
}

test('what cannot be used is told with its place and without its password', async () => {
  const away = server.url.replace(`:${server.port}/`, ':1/')
  const cases: readonly (readonly [string, RegExp])[] = [
    [away, /postgres:\/\/127\.0\.0\.1:1\/postgres cannot be used\..*ECONNREFUSED.*MINDBODY_CONTROL_URL/],
    [server.url.replace(/postgres$/, 'nowhere'), /database "nowhere" does not exist/],
    [
      `${server.url}?options=-csearch_path%3Dnowhere`,
      /schema that MINDBODY_CONTROL_URL names does not exist/,
    ],
    [`postgres://user:${server.password}@:port:/`, /no Postgres URL/],
  ]
  for (const [url, expected] of cases) {
    const { code, text } = await refusal(url)
    expect([code, text]).toEqual(['HOME_UNUSABLE', expect.stringMatching(expected)])
    expect(text).not.toContain(server.password)
  }
})

test('a user who may not create tables is told so', async () => {
  const url = new URL(await server.freshUrl())
  await server.query('create role reader login')
  url.username = 'reader'
  await server.query('grant usage on schema home_1 to reader')
  expect(await refusal(url.href)).toMatchObject({
    code: 'HOME_UNUSABLE',
    text: expect.stringMatching(/permission denied.*may create tables/),
  })
})

test('the first home to keep its warehouse by a database has it for itself, however many of its processes come first', async () => {
  const env = { MINDBODY_CONTROL_URL: await server.freshUrl() }
  const folder = await mkdtemp(join(tmpdir(), 'homes-'))
  const claim = async (name: string): Promise<void> => {
    const home = join(folder, name)
    await using control = await openHomeControl(home, env)
    await claimForWarehouse(control, home, new Date())
  }
  await Promise.all(Array.from({ length: 6 }, () => claim('one')))
  const refused = { code: 'HOME_UNUSABLE', message: expect.stringContaining('serves another home') }
  await expect(claim('other')).rejects.toMatchObject(refused)
  await claim('one')
  await rm(folder, { recursive: true })
})

test('two schemas of one database are two homes; eight openings at once of a new one all succeed', async () => {
  const [first, second] = [await server.freshUrl(), await server.freshUrl()]
  const opened = await Promise.all(Array.from({ length: 8 }, () => openControl(first)))
  for (const control of opened) await control.close()
  await using one = await openControl(first)
  await using other = await openControl(second)
  await startRun(one, 'sync')
  expect([(await listRuns(one)).length, (await listRuns(other)).length]).toEqual([1, 0])
  expect(one.path).toBe(`postgres://127.0.0.1:${server.port}/postgres`)
})

test('what was stored is there after a crash, and the same control goes on', async () => {
  const url = await server.freshUrl()
  await using control = await openControl(url)
  for (let nth = 0; nth < 50; nth += 1) await storeDeliveries(control, [deliveryOf(`event ${nth}`)])
  await addKey(control, { key: 'key one', subscriptionId: 's-1', at: new Date() })
  await server.crash()
  await expect(storeDeliveries(control, [deliveryOf('while away')])).rejects.toThrow()
  await server.start()
  expect(await inboxCounts(control)).toMatchObject({ received: 50 })
  expect(await activeKeys(control)).toHaveLength(1)
  expect(await storeDeliveries(control, [deliveryOf('event 7'), deliveryOf('while away')])).toEqual([
    'repeat',
    'new',
  ])
})

test('a crash in the middle of transactions fails them, and nothing else', async () => {
  await using control = await openControl(await server.freshUrl())
  const kept: string[] = []
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let nth = 0; ; nth += 1) {
      const delivery = deliveryOf(`${writer} ${nth}`, `/hooks/${writer}`)
      await storeDeliveries(control, [delivery])
      kept.push(delivery.id)
    }
  })
  const idle = control.db.transaction().execute(async (db) => {
    await sql`select 1`.execute(db)
    await sleep(2_000)
    await sql`select 1`.execute(db)
  })
  const ended = Promise.allSettled([...writers, idle])
  await sleep(500)
  await server.crash()
  expect((await ended).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'))
  await server.start()
  const rows = await control.db.selectFrom('webhook_inbox').select('id').execute()
  expect(kept.length).toBeGreaterThan(0)
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([...rows.map(({ id }) => id), ...kept]))
})

test('a commit is flushed even where the database says it need not be', async () => {
  await server.query('alter role mindbody set synchronous_commit = off')
  await using control = await openControl(await server.freshUrl())
  const { rows } = await sql`select current_setting('synchronous_commit') as flushed`.execute(control.db)
  await server.query('alter role mindbody reset synchronous_commit')
  expect(rows).toEqual([{ flushed: 'on' }])
})

test('a lock is waited for no longer than asked, and a server that does not answer neither', async () => {
  const url = await server.freshUrl()
  await using control = await openControl(url, { busyTimeoutMs: 300 })
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  await other.query('begin; lock table webhook_paths')
  await expect(storeDeliveries(control, [deliveryOf('locked out')])).rejects.toThrow(/lock timeout/)
  await other.query('rollback')
  await other.end()
  // All four connections, one of them in a transaction.
  const sleepLong = sql`select pg_sleep(60)`
  const silent = [
    ...Array.from({ length: 3 }, () => sleepLong.execute(control.db)),
    control.db.transaction().execute((db) => sleepLong.execute(db)),
  ]
  expect(await Promise.allSettled(silent)).toMatchObject(
    silent.map(() => ({ status: 'rejected', reason: { message: 'Query read timeout' } })),
  )
  const begun = performance.now()
  expect(await storeDeliveries(control, [deliveryOf('locked out')])).toEqual(['new'])
  expect(performance.now() - begun).toBeLessThan(5_000)
})

test('two writers that wait for each other both get through', async () => {
  const url = await server.freshUrl()
  await using control = await openControl(url)
  await storeDeliveries(control, [deliveryOf('event', '/hooks/a')])
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  await other.query("begin; update webhook_inbox set detail = 'looked at'")
  // It has the path, and waits for the row; the other has the row, and waits for the path.
  const stored = storeDeliveries(control, [deliveryOf('event', '/hooks/a')])
  await sleep(300)
  const crossed = other.query('update webhook_paths set accepted = accepted + 10')
  const ended = await Promise.allSettled([crossed])
  await other.query(ended[0]?.status === 'fulfilled' ? 'commit' : 'rollback')
  await other.end()
  expect(await stored).toEqual(['repeat'])
  expect(await receivedRows(control, { limit: 9, maxBytes: 99 })).toMatchObject([{ deliveries: 2 }])
})
