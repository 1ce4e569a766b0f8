// A build of what has changed leaves the marts that a build of everything would: proven mart by mart on a studio that goes on living.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readBuiltFrom } from '../../src/lakehouse/built-from.ts'
import { openReadOnly } from '../../src/lakehouse/duck.ts'
import { createBusiness } from '../../src/sandbox/business.ts'
import { simulatedMap } from '../../src/sandbox/chart.ts'
import { london } from '../../src/sandbox/plan-london.ts'
import { change, studioHome } from '../models/studio-warehouse.ts'
import { jsonFile, studioConfig } from './cli.ts'
import { jsonHere } from './in-process.ts'

let home: string
let config: string

beforeAll(async () => {
  home = await studioHome(createBusiness({ sites: [london], days: -240 }))
  await mkdir(join(home, 'finance'))
  await writeFile(join(home, 'finance', 'gl_map.csv'), simulatedMap([london]))
  const nobody = 'http://127.0.0.1:9/public/v6'
  config = jsonFile(home, 'config.json', studioConfig(nobody, { site_ids: [london.siteId], webhooks: {} }))
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** Rows and content of every mart; only the moment of the build may differ. */
const content = async (): Promise<ReadonlyMap<string, string>> => {
  await using marts = await openReadOnly(join(home, 'marts.duckdb'))
  const names = await marts.rows<{ mart: string }>(
    'select table_name as mart from duckdb_tables() order by 1',
  )
  const found = new Map<string, string>()
  for (const { mart } of names) {
    const columns = mart === 'mart_freshness' ? '* exclude (built_at)' : '*'
    const { told } = await marts.row<{ told: string }>(
      `select count(*) || '/' || coalesce(sum(hash(one)), 0) as told from (select ${columns} from ${mart}) as one`,
    )
    found.set(mart, told)
  }
  return found
}

const apply = (): Promise<Record<string, unknown>> =>
  jsonHere(['webhooks', 'apply', '--home', home, '--config', config])
const batch = (seq: number, stream: string): string =>
  `insert into meta.batches (seq, stream, rows_changed, rows_deleted) values (${seq}, '${stream}', 1, 0)`

test('marts of changed sources are those of a whole build, and a build of nothing new does not happen', async () => {
  const first = await apply()
  expect(first).toMatchObject({ failures: [] })
  const whole = Number(first['models'])
  expect(await apply()).toMatchObject({ ok: true, published: null })

  // One class is called off, a visit vanishes, a client is suspended, and the studio tells of a closure.
  await change(
    home,
    `update raw.classes set "IsCanceled" = true where "Id" = (select max("Id") from raw.classes)`,
    `update raw.class_visits set _deleted_at = timestamp '2026-01-01'
     where "Id" = (select max("Id") from raw.class_visits where "SignedIn")`,
    `update raw.clients set "SuspensionInfo" = '{"SuspensionStartDate":"2025-09-01T00:00:00","SuspensionEndDate":"2025-10-01T00:00:00"}'
     where "UniqueId" = (select min("UniqueId") from raw.clients)`,
    `insert into raw.webhook_events ("SiteId", "MessageId", "EventId", "EntityKey", "FactId", "OriginatedAt", "ReceivedAt", "Data", _extracted_at)
     values (${london.siteId}, 'm', 'siteBusinessDayClosure.created', '1', 'f', '2025-09-01T10:00:00Z', '2025-09-01T10:00:01Z',
       '{"startDateTime":"2025-09-10T00:00:00","endDateTime":"2025-10-01T00:00:00"}', timestamp '2025-09-01')`,
    ...['classes', 'class_visits', 'clients'].map((stream, index) => batch(index + 1, stream)),
  )
  const before = await content()
  const applied = await apply()
  expect(applied).toMatchObject({ failures: [] })
  expect(Number(applied['models'])).toBeLessThan(whole)
  const partial = await content()
  expect(partial).not.toEqual(before)
  expect(await jsonHere(['build', '--home', home, '--config', config])).toMatchObject({ failures: [] })
  expect(await content()).toEqual(partial)
  // The whole build is on record as well.
  expect(await apply()).toMatchObject({ ok: true, published: null })
})

test('a build with other settings, even of one model, makes all others out of date', async () => {
  const transform = join(home, 'transform.duckdb')
  expect(await readBuiltFrom(transform)).toBeDefined()
  await jsonHere(['build', 'dim_site', '--home', home, '--config', config])
  expect(await readBuiltFrom(transform)).toBeDefined()
  await writeFile(join(home, 'finance', 'settings.csv'), 'closure_days\n9\n')
  expect(await jsonHere(['build', 'dim_site', '--home', home, '--config', config])).toMatchObject({
    models: 1,
  })
  expect(await readBuiltFrom(transform)).toBeUndefined()
})
