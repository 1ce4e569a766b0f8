// What marts were built from: which sources have changed since, where the record lies, and what makes it void.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  forgetBuiltFrom,
  projectHash,
  readBuiltFrom,
  recordBuiltFrom,
} from '../../src/lakehouse/built-from.ts'
import { Duck } from '../../src/lakehouse/duck.ts'
import { changedSources, sourceStates } from '../../src/lakehouse/source-states.ts'
import type { SourceStates } from '../../src/lakehouse/source-states.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { webhookEvents } from '../../src/webhooks/event-stream.ts'
import { streams as allStreams } from '../../streams/index.ts'
import { tempHome } from './line.ts'

const streams = [...allStreams.filter(({ name }) => ['sites', 'classes'].includes(name)), webhookEvents]

let home: string
let remove: () => Promise<void>
let warehouse: Warehouse

beforeEach(async () => {
  ;({ home, remove } = await tempHome())
  warehouse = await Warehouse.open(home, streams)
})
afterEach(async () => {
  await warehouse.close()
  await remove()
})

/** Sources that a change makes differ. */
const changedBy = async (...statements: readonly string[]): Promise<readonly string[]> => {
  const states = (): Promise<SourceStates> => warehouse.exclusive((duck) => sourceStates(duck, streams))
  const before = await states()
  await warehouse.exclusive(async (duck) => {
    for (const statement of statements) await duck.run(statement)
  })
  return changedSources(before, await states())
}

const batch = (seq: number, stream: string, changed: number, deleted = 0): string =>
  `insert into meta.batches (seq, stream, rows_changed, rows_deleted) values (${seq}, '${stream}', ${changed}, ${deleted})`

test('a source has changed when its rows have: batches that brought nothing new do not count', async () => {
  expect(await changedBy()).toEqual([])
  expect(await changedBy(batch(1, 'classes', 0), batch(2, 'sites', 0))).toEqual([])
  expect(await changedBy(batch(3, 'classes', 2))).toEqual(['mindbody.classes'])
  expect(await changedBy(batch(4, 'classes', 0, 1))).toEqual(['mindbody.classes'])
  // All rows gone by an empty answer that was believed: there is no batch.
  await changedBy(`insert into raw.sites ("SiteId", "Id") values (1, 1)`)
  expect(await changedBy('update raw.sites set _deleted_at = now()::timestamp')).toEqual(['mindbody.sites'])
})

test('of events only what marts read counts', async () => {
  const event = (id: string, type: string): string =>
    `insert into raw.webhook_events ("SiteId", "MessageId", "EventId") values (1, '${id}', '${type}')`
  expect(await changedBy(event('a', 'class.updated'), batch(1, 'webhook_events', 1))).toEqual([])
  expect(await changedBy(event('b', 'siteBusinessDayClosure.cancelled'))).toEqual(['mindbody.webhook_events'])
})

test('readings, merges, expiries and closings count; a parent that is asked again does not', async () => {
  const read = (key: string, at: string): string =>
    `insert into meta.parent_reads values ('class_visits', 1, '${key}', timestamp '${at}', 1)`
  expect(await changedBy(read('7', '2026-06-01'))).toEqual(['meta.parent_reads'])
  expect(await changedBy('delete from meta.parent_reads', read('7', '2026-06-02'))).toEqual([])
  // Of gift cards the oldest reading of a site is shown: that of the others says nothing of it.
  const card = (site: number, at: string): string =>
    `insert into meta.parent_reads values ('gift_card_balances', ${site}, 'g', timestamp '${at}', 1)`
  await changedBy(card(1, '2026-06-01'), card(2, '2026-06-05'))
  const again = 'delete from meta.parent_reads where site_id = 2'
  expect(await changedBy(again, card(2, '2026-06-09'))).toEqual(['meta.parent_reads'])
  expect(
    await changedBy(
      `insert into meta.cursors (stream, site_id, updated_at) values ('sites', 1, timestamp '2026-06-01')`,
      `insert into ledger.client_merge (site_id) values (1)`,
      `insert into ledger.expiry_registry (site_id) values (1)`,
      `insert into ledger.period_close (site_id, seq) values (1, 1)`,
    ),
  ).toEqual(['ledger.client_merge', 'ledger.expiry_registry', 'ledger.period_close', 'meta.cursors'])
  expect(await changedBy(`update meta.cursors set updated_at = timestamp '2026-06-02'`)).toEqual([
    'meta.cursors',
  ])
})

test('the record lies in the file of the models, comes back as it was, and can be forgotten', async () => {
  const transform = join(home, 'transform.duckdb')
  expect(await readBuiltFrom(transform)).toBeUndefined()
  await forgetBuiltFrom(transform)
  const empty = await Duck.open(transform)
  empty.close()
  expect(await readBuiltFrom(transform)).toBeUndefined()
  const first = { project: 'p', sources: { "mindbody.o'clock": '1/2/3' } }
  await recordBuiltFrom(transform, first)
  expect(await readBuiltFrom(transform)).toEqual(first)
  await recordBuiltFrom(transform, { ...first, project: 'q' })
  expect(await readBuiltFrom(transform)).toEqual({ ...first, project: 'q' })
  await forgetBuiltFrom(transform)
  expect(await readBuiltFrom(transform)).toBeUndefined()
})

test('other models, or other variables, are another project; what dbt writes beside them is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'project-'))
  try {
    await writeFile(join(folder, 'one.sql'), 'select 1')
    const before = await projectHash(folder, { a: 1 })
    expect(await projectHash(folder, { a: 1 })).toBe(before)
    expect(await projectHash(folder, { a: 2 })).not.toBe(before)
    await mkdir(join(folder, 'target'))
    await writeFile(join(folder, 'target', 'compiled.sql'), 'select 1')
    await writeFile(join(folder, 'dbt.log'), 'built')
    expect(await projectHash(folder, { a: 1 })).toBe(before)
    await writeFile(join(folder, 'one.sql'), 'select 2')
    expect(await projectHash(folder, { a: 1 })).not.toBe(before)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
