// Events in any order, some twice, drained in pieces of any size: a home ends with the same rows.
import fc from 'fast-check'
import { cp, rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { differences } from '../lakehouse/homes.ts'
import { query, syncOnce, tempHome } from '../lakehouse/line.ts'
import { shuffled } from './sender.ts'
import { pullTold, tellHome } from './told-home.ts'
import type { ToldHome } from './told-home.ts'

const siteId = 10_002
const startDate = '2026-06-20'
const streams =
  'sites clients classes class_visits client_visits sales appointments client_contracts client_memberships client_services waitlist_entries'.split(
    ' ',
  )

let sandbox: Sandbox
let before: string
/** Bodies of one day. */
let day: readonly string[]
const removals: (() => Promise<void>)[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ members: true })
  const { home, remove } = await tempHome()
  removals.push(remove)
  before = home
  const config = { site_ids: [siteId], start_date: startDate }
  await syncOnce({ home, url: sandbox.url, runId: 'r1', streams, config })
  sandbox.push.subscribe({ webhookUrl: 'https://studio.example/hooks' })
  sandbox.advance(1)
  // One client and one class of whom much is told, to and fro.
  const { classes, clients } = studioOf()
  const [held, client] = [classes.at(-1)?.id ?? 0, clients[20]?.id ?? '']
  sandbox.changeClient(siteId, client, { email: 'first@example.com' })
  sandbox.changeClient(siteId, client, { email: 'second@example.com' })
  sandbox.cancelClass(siteId, held)
  const closure = { businessDayClosureId: 7, startDateTime: '2026-07-05T00:00:00' }
  for (const event of ['siteBusinessDayClosure.created', 'siteBusinessDayClosure.cancelled'])
    sandbox.push.tell(siteId, event, closure)
  for (const event of ['client.deactivated', 'classRosterBooking.cancelled', 'clientProfileMerger.created'])
    sandbox.push.tell(siteId, event, {})
  day = sandbox.push.pending.filter((message) => message.siteId === siteId).map(({ body }) => body)
})
afterAll(async () => {
  await sandbox.close()
  for (const remove of removals) await remove()
})

const studioOf = () => {
  const studio = sandbox.business.studios.find(({ plan }) => plan.siteId === siteId)
  if (studio === undefined) throw new Error(`There is no site ${siteId}.`)
  return studio
}

/** A copy of the home before that day, told the whole day in pieces and brought up to date. */
const toldHome = async (bodies: readonly string[], cuts: readonly number[]): Promise<ToldHome> => {
  const { home } = await tempHome()
  await cp(before, home, { recursive: true })
  const sites = [{ siteId, zone: 'Europe/London' }]
  const told = { home, url: sandbox.url, sites, streams, startDate, now: new Date(sandbox.now) }
  const ends = [...cuts.map((share) => Math.round(share * bodies.length)), bodies.length].toSorted(
    (a, b) => a - b,
  )
  let start = 0
  for (const end of ends) {
    expect(await tellHome(told, bodies.slice(start, end))).toMatchObject({ dead: 0 })
    start = end
  }
  expect((await pullTold(told, 'p1')).left).toEqual([])
  return told
}

/** What events have left beside the streams, without the times of their receipt. */
const traces = async ({ home }: ToldHome): Promise<readonly object[]> => [
  ...(await query(
    home,
    `select "MessageId", "EntityKey", "FactId", "Data" from raw.webhook_events order by all`,
  )),
  ...(await query(home, 'from ledger.client_merge order by all')),
  ...(await query(home, 'select site_id, client_id, unique_id from meta.client_ids order by all')),
]

test('a day told in any order, twice or in pieces, leaves the same rows', async () => {
  const expected = await toldHome(day, [])
  removals.push(() => rm(expected.home, { recursive: true }))
  const left = await traces(expected)
  expect(left.length).toBeGreaterThan(day.length)
  const orders = fc.record({
    seed: fc.integer({ min: 1, max: 1_000 }),
    twice: fc.double({ min: 0, max: 1, noNaN: true }),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(orders, async ({ seed, twice, cuts }) => {
      const repeats = shuffled(day, seed + 1).slice(0, Math.round(day.length * twice))
      const told = await toldHome(shuffled([...day, ...repeats], seed), cuts)
      try {
        expect(await differences(expected.home, told.home)).toEqual([])
        expect(await traces(told)).toEqual(left)
      } finally {
        await rm(told.home, { recursive: true })
      }
    }),
    { numRuns: 4, seed: 8, endOnFailure: true },
  )
})
