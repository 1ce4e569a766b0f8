// Going live in the order of the document: what changes between the activation and the end of the backfill is there once.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { query } from '../lakehouse/line.ts'
import { openListeningStudio } from './listening-studio.ts'
import type { ListeningStudio } from './listening-studio.ts'
import type { Receiver } from './receiver.ts'

const { siteId } = losAngeles
const startDate = '2026-06-01'

let studio: ListeningStudio
let home: string
let receiver: Receiver

beforeAll(async () => {
  studio = await openListeningStudio({
    sandbox: { sites: [losAngeles] },
    streams: ['sites', 'clients', 'sales'],
    config: { site_ids: [siteId], start_date: startDate },
  })
  home = studio.home('new')
  receiver = await studio.receiver(home)
})
afterAll(async () => {
  await receiver.kill()
  await studio.close()
})

const backfill = (exitCode = 0): Promise<Record<string, unknown>> =>
  studio.verb(home, `backfill --stream sales --from ${startDate} --to 2026-07-01 --yes`, exitCode)

/** Sales of the studio since the start date, by their keys. */
const salesOfStudio = (): readonly string[] =>
  recordsOf(studio.sandbox.business, 'sales', siteId)
    .filter(({ SaleDateTime }) => String(SaleDateTime) >= startDate)
    .map(({ Id }) => String(Id))
    .toSorted()

test('a backfill waits for webhooks, and what is sold while it reads comes once', async () => {
  const { sandbox } = studio
  const { subscription_id: id } = await studio.verb(home, `webhooks create --url ${receiver.origin}`)
  expect(await backfill(3)).toMatchObject({ error: { code: 'WEBHOOKS_NOT_LIVE' } })
  await studio.verb(home, `webhooks activate ${String(id)}`)
  const [client] = sandbox.business.studios[0]?.clients.slice(-1) ?? []
  sandbox.changeClient(siteId, client?.id ?? '', { email: 'live@example.com' })
  await sandbox.push.deliver()

  // Slow enough to live a day in the midst of the reading.
  sandbox.setFaults([{ name: 'slow', delayMs: 100, times: Infinity }])
  const before = sandbox.calls.length
  const reading = backfill()
  while (!sandbox.calls.slice(before).some(({ path }) => path === '/sale/sales')) await sleep(10)
  const sold = salesOfStudio().length
  sandbox.advance(1)
  expect(salesOfStudio().length).toBeGreaterThan(sold)
  await sandbox.push.deliver()
  await reading
  sandbox.setFaults([])
  expect(await studio.sync(home)).toMatchObject({ events: { dead: 0 } })

  const held = await query<{ id: string }>(
    home,
    `select "Id"::varchar as id from raw.sales where _deleted_at is null order by 1`,
  )
  expect(held.map(({ id: key }) => key)).toEqual(salesOfStudio())
  const live = await query(
    home,
    `select count(*) as rows from raw.clients where "Email" = 'live@example.com'`,
  )
  expect(live).toEqual([{ rows: 1 }])
})
