// One parent that Mindbody cannot answer for: the others are read and kept, the stream is not complete, an outage ends it.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/core/log.ts'
import { parentKeysOf } from '../../src/lakehouse/parents-due.ts'
import { runPass } from '../../src/lakehouse/pass.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import type { Stream } from '../../src/source/stream.ts'
import { testClient } from '../source/harness.ts'
import { json, startServer } from '../source/http-server.ts'
import { loadMade, orders, parcels } from './hand-made.ts'
import { tempHome, testConfig } from './line.ts'

const single: Stream = { ...parcels, parent: parcels.parent && { ...parcels.parent, batch: 1 } }
const ids = Array.from({ length: 12 }, (_, index) => index + 1)

let warehouse: Warehouse
let remove: () => Promise<void>
beforeEach(async () => {
  const temp = await tempHome()
  remove = temp.remove
  warehouse = await Warehouse.open(temp.home, [orders, single])
  const rows = ids.map((Id) => ({ Id, At: '2026-01-05T10:00:00' }))
  await loadMade(warehouse, orders, 'r0', [{ pages: [{ rows }] }])
})
afterEach(async () => {
  await warehouse.close()
  await remove()
})

/** A pass in which some orders get no answer. */
const pass = async (silent: readonly number[]): Promise<readonly number[]> => {
  const server = await startServer(({ url }, response) => {
    const OrderId = Number(url.searchParams.get('orderIds'))
    if (silent.includes(OrderId)) {
      json(response, '<html>', 502)
      return
    }
    const PaginationResponse = { RequestedLimit: 200, RequestedOffset: 0, PageSize: 1, TotalResults: 1 }
    json(response, { PaginationResponse, Order: { Parcels: [{ Id: OrderId, OrderId, Note: 'x' }] } })
  })
  const made = await testClient(server.url, { staffUser: undefined, limits: { tries: 2 } })
  const clock = { now: () => new Date(), zoneOf: () => 'UTC', all: false }
  try {
    await runPass({
      stream: single,
      site: { siteId: 7, zone: 'UTC' },
      runId: 'r1',
      warehouse,
      client: made.client,
      parents: parentKeysOf(warehouse, clock),
      config: { ...testConfig, max_concurrency: 1 },
      fullRefresh: false,
      signal: new AbortController().signal,
      onPage: () => undefined,
      onCommit: () => Promise.resolve(),
      log: silentLog(),
    })
    return server.received.map(({ url }) => Number(url.searchParams.get('orderIds')))
  } finally {
    await made.close()
    await server.close()
  }
}
const held = async (): Promise<readonly number[]> => {
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<{ Id: number }>('select "Id" from raw.parcels order by 1'),
  )
  return rows.map(({ Id }) => Number(Id))
}

test('the others are kept; the one is told as the reason, and asked first the next time', async () => {
  await expect(pass([2])).rejects.toMatchObject({ code: 'MINDBODY_UNAVAILABLE' })
  expect(await held()).toEqual(ids.filter((id) => id !== 2))
  expect(await pass([])).toEqual([2])
  expect(await held()).toEqual(ids)
})

test('where many are silent the pass ends, and what was read before is kept', async () => {
  const given = pass(ids.filter((id) => id > 1))
  await expect(given).rejects.toMatchObject({ code: 'MINDBODY_UNAVAILABLE' })
  expect(await held()).toEqual([1])
})
