// Public ids that a studio changes, and files made one: an event that names an old id alone still finds the client.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { touch } from '../../src/sandbox/life.ts'
import type { Client } from '../../src/sandbox/life.ts'
import { query, syncOnce, tempHome } from '../lakehouse/line.ts'
import { pullTold, tellHome } from './told-home.ts'
import type { ToldHome } from './told-home.ts'

const siteId = 10_002
const streams = 'sites clients sales client_visits client_contracts client_services client_memberships'.split(
  ' ',
)

let sandbox: Sandbox
let told: ToldHome
let remove: () => Promise<void>

beforeAll(async () => {
  sandbox = await startSandbox()
  const temp = await tempHome()
  remove = temp.remove
  const startDate = '2026-06-25'
  const sites = [{ siteId, zone: 'Europe/London' }]
  told = { home: temp.home, url: sandbox.url, sites, streams, startDate, now: new Date(sandbox.now) }
  const config = { site_ids: [siteId], start_date: startDate }
  await syncOnce({ home: told.home, url: sandbox.url, runId: 'r1', streams, config })
  sandbox.push.subscribe({ webhookUrl: 'https://studio.example/hooks' })
})
afterAll(async () => {
  await sandbox.close()
  await remove()
})

const clientAt = (nth: number): Client => {
  const client = sandbox.business.studios.find(({ plan }) => plan.siteId === siteId)?.clients[nth]
  if (client === undefined) throw new Error(`There is no client ${nth}.`)
  return client
}

/** Bodies of what happens. */
const bodiesOf = (change: () => void): readonly string[] => {
  const before = sandbox.push.pending.length
  change()
  return sandbox.push.pending.slice(before).map(({ body }) => body)
}

/** A pass sold to a client, who is named by this public id alone. */
const saleTo = (purchasingClientId: string): readonly string[] =>
  bodiesOf(() => {
    const items = [{ itemId: 1, type: 'Service', recipientClientId: purchasingClientId }]
    sandbox.push.tell(siteId, 'clientSale.created', { purchasingClientId, items })
  })

/** How often the passes of a client were asked for. */
const asked = (publicId: string): number =>
  sandbox.calls.filter(
    ({ path, query: sent }) => path.endsWith('/client/clientservices') && String(sent).includes(publicId),
  ).length

const idOf = async (uniqueId: number | bigint): Promise<unknown> => {
  const where = `"UniqueId" = ${uniqueId} and _deleted_at is null`
  return (await query(told.home, `select "Id" from raw.clients where ${where}`))[0]?.['Id']
}

test('an event of before the change, told after it, finds the client under the new id', async () => {
  const client = clientAt(10)
  const old = client.id
  const askedBefore = asked(old)
  const late = saleTo(old)
  const changed = bodiesOf(() =>
    sandbox.edit(siteId, (_studio, at) => touch(Object.assign(client, { id: 'NEW-10' }), at)),
  )
  expect(changed.join()).toContain('"clientId":"NEW-10"')
  await tellHome(told, changed)
  expect((await pullTold(told, 'p1')).left).toEqual([])
  expect(await idOf(client.uniqueId)).toBe('NEW-10')

  expect(await tellHome(told, late)).toMatchObject({ dead: 0 })
  const { pulls, left } = await pullTold(told, 'p2')
  expect(left).toEqual([])
  expect(pulls.find(({ stream }) => stream === 'client_services')).toMatchObject({ pulled: 1, gone: [] })
  expect(pulls.find(({ stream }) => stream === 'clients')).toMatchObject({ pulled: 1, gone: [] })
  expect(asked('NEW-10')).toBe(1)
  expect(asked(old)).toBe(askedBefore)
})

test('a merger is on record once, and an event that names the file that went finds it', async () => {
  const [kept, removed] = [clientAt(11), clientAt(12)]
  const merger = bodiesOf(() => {
    for (const clientId of [kept.id, kept.id]) {
      sandbox.push.tell(siteId, 'clientProfileMerger.created', {
        keptClientId: clientId,
        keptClientUniqueId: kept.uniqueId,
        removedClientUniqueId: removed.uniqueId,
        mergeDateTime: '2026-07-01T11:00:00Z',
      })
    }
  })
  expect(await tellHome(told, [...merger, ...saleTo(removed.id)])).toMatchObject({ dead: 0 })
  expect((await pullTold(told, 'p3')).left).toEqual([])
  const merges = await query(told.home, 'select kept_unique_id, removed_unique_id from ledger.client_merge')
  expect(merges).toEqual([{ kept_unique_id: kept.uniqueId, removed_unique_id: removed.uniqueId }])
})
