// Rows that go at the studio, through the whole line: noted at the first sync that misses them, deleted by the second.
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { startTable } from '../source/table-server.ts'
import { query, syncOnce, tempHome } from './line.ts'
import { openTableLine } from './table-line.ts'

const siteId = 10_001
const some = ['sites', 'classes', 'clients', 'sales', 'class_visits', 'client_visits']

let sandbox: Sandbox
let home: string
let remove: () => Promise<void>
let runs = 0

beforeAll(async () => {
  sandbox = await startSandbox()
  ;({ home, remove } = await tempHome())
  await sync()
})
afterAll(async () => {
  await sandbox.close()
  await remove()
})

const sync = async (): Promise<void> => {
  runs += 1
  const config = { site_ids: [siteId], start_date: '2026-06-24' }
  await syncOnce({ home, url: sandbox.url, runId: `r${runs}`, streams: some, config })
}
const studio = () => {
  const found = sandbox.business.studios.find(({ plan }) => plan.siteId === siteId)
  if (found === undefined) throw new Error('no such studio')
  return found
}
const deletedIn = async (stream: string): Promise<number[]> =>
  (
    await query<{ id: number }>(
      home,
      `select "Id" as id from raw.${stream} where _deleted_at is not null order by 1`,
    )
  ).map(({ id }) => id)

test('a voided sale, an early-cancelled visit, and the last visit of a class', async () => {
  sandbox.advance(1)
  // Whatever the sandbox shows is shaped at the first call after an advance: the studio can be edited until then.
  const { sales, classes } = studio()
  const voided = sales.find(({ soldLocal }) => soldLocal.startsWith('2026-06-29'))
  const ahead = classes.filter(({ day, visits }) => day > '2026-07-03' && visits.length > 0)
  const shared = ahead.find(({ visits }) => visits.length > 1)
  const lonely = ahead.find(({ visits }) => visits.length === 1)
  const early = shared?.visits.pop()?.id ?? 0
  const last = lonely?.visits.pop()?.id ?? 0
  studio().sales = sales.filter((sale) => sale !== voided)
  const known = await query<{ id: number }>(
    home,
    `select "Id" as id from raw.class_visits where "Id" in (${early}, ${last})`,
  )
  expect(known).toHaveLength(2)

  await sync()
  expect(await deletedIn('sales')).not.toContain(voided?.id)
  expect(await deletedIn('class_visits')).toEqual([])
  const noted = await query<{ stream: string; id: number }>(
    home,
    `select stream, (key ->> 'Id')::bigint as id from ledger.missing_key where event = 'missing'`,
  )
  expect(noted).toEqual(
    expect.arrayContaining([
      { stream: 'sales', id: voided?.id },
      { stream: 'class_visits', id: early },
      { stream: 'class_visits', id: last },
      { stream: 'client_visits', id: early },
    ]),
  )

  await sync()
  expect(await deletedIn('sales')).toContain(voided?.id)
  for (const stream of ['class_visits', 'client_visits']) {
    expect(await deletedIn(stream)).toContain(early)
  }
  expect(await deletedIn('class_visits')).toContain(last)

  // Confirmed, and not asked about again.
  const before = sandbox.calls.length
  await sync()
  const asked = sandbox.calls.slice(before).map(({ path }) => path)
  expect(asked.filter((path) => path.includes('/client/clientvisits'))).toEqual([])
})

test('a row of a stream that is read whole', async () => {
  const table = { ids: [1, 2, 3] }
  const server = await startTable(() => table)
  const line = await openTableLine(server)
  const deleted = () => line.rows('select "Id" from raw.things where _deleted_at is not null')
  await line.pass('r1')
  table.ids.pop()
  await line.pass('r2')
  expect(await deleted()).toEqual([])
  await line.pass('r3')
  expect(await deleted()).toEqual([{ Id: 3 }])
  await line.close()
  await server.close()
})

test('a sale voided long ago is found by the verifying pass, and confirmed by reading its window alone', async () => {
  const temp = await tempHome()
  const config = { site_ids: [siteId], start_date: '2026-03-01', verify_every_days: 7 }
  const run = async (runId: string) => {
    const before = sandbox.calls.length
    await syncOnce({
      home: temp.home,
      url: sandbox.url,
      runId,
      streams: ['sites', 'sales', 'clients'],
      config,
    })
    const calls = sandbox.calls.slice(before).map(({ path, query: sent }) => `${path}?${sent}`)
    const firstDays = calls.map((call) => /startSaleDateTime=([\d-]+)/.exec(call)?.[1] ?? [])
    const since = calls
      .filter((call) => call.startsWith('/client/clients'))
      .map((call) => call.includes('lastModified'))
    return { windows: [...new Set(firstDays.flat())], isClientsWhole: !since.includes(true) }
  }
  const deleted = () =>
    query<{ id: number }>(temp.home, 'select "Id" as id from raw.sales where _deleted_at is not null')
  await run('v1')
  sandbox.advance(1)
  const voided = studio().sales.find(({ soldLocal }) => soldLocal.startsWith('2026-03-1'))
  studio().sales = studio().sales.filter((sale) => sale !== voided)
  const daily = await run('v2')
  expect(daily.windows).toHaveLength(2)
  expect(daily.isClientsWhole).toBe(false)
  sandbox.advance(6)
  const verifying = await run('v3')
  expect(verifying.windows.length).toBeGreaterThan(3)
  expect(verifying.windows).toContain('2026-03-01')
  expect(verifying.isClientsWhole).toBe(true)
  expect(await deleted()).not.toContainEqual({ id: voided?.id })
  const confirming = await run('v4')
  expect(confirming.windows).toEqual([expect.stringMatching(/^2026-0[67]/), '2026-03-01'])
  expect(confirming.isClientsWhole).toBe(false)
  expect(await deleted()).toContainEqual({ id: voided?.id })
  expect((await run('v5')).windows).toHaveLength(1)
  await temp.remove()
})

test('page bodies go with their time, or at once where fields must not be kept; rows and Parquet parts stay', async () => {
  const batches = () =>
    query<{ stream: string; batch_id: string; parquet_path: string }>(
      home,
      `select stream, batch_id, parquet_path from meta.batches where stream in ('sales', 'clients')`,
    )
  const isThere = (...path: readonly string[]): Promise<boolean> =>
    access(join(home, ...path)).then(
      () => true,
      () => false,
    )
  const kept = ({ stream, batch_id }: { stream: string; batch_id: string }): Promise<boolean> =>
    isThere('pages', stream, `site_id=${siteId}`, batch_id)
  const old = await batches()
  for (const batch of old) expect(await kept(batch)).toBe(batch.stream === 'sales')

  sandbox.advance(36)
  await sync()
  for (const batch of old) {
    expect(await kept(batch)).toBe(false)
    expect(await isThere(batch.parquet_path)).toBe(true)
  }
  const known = new Set(old.map(({ batch_id }) => batch_id))
  const fresh = (await batches()).filter(({ stream, batch_id }) => stream === 'sales' && !known.has(batch_id))
  expect(fresh).not.toEqual([])
  for (const batch of fresh) expect(await kept(batch)).toBe(true)
})
