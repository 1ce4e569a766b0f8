// The second day of a home with all default streams: few calls, and every change of the studio found.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemOf } from '../../src/lakehouse/sync.ts'
import type { SyncResult } from '../../src/lakehouse/sync.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { defaultStreams } from '../../src/source/stream.ts'
import type { Stream } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { differences } from './homes.ts'
import { query, syncOnce, tempHome } from './line.ts'

const names = defaultStreams(streams).map(({ name }) => name)
const removals: (() => Promise<void>)[] = []

let sandbox: Sandbox
let home: string
let first: SyncResult

const newHome = async (): Promise<string> => {
  const temp = await tempHome()
  removals.push(temp.remove)
  return temp.home
}
const config = { verify_every_days: 7 }
const run = (into: string, runId: string): Promise<SyncResult> =>
  syncOnce({ home: into, url: sandbox.url, runId, streams: names, config })
beforeAll(async () => {
  sandbox = await startSandbox()
  home = await newHome()
  first = await run(home, 'r1')
})
afterAll(async () => {
  await sandbox.close()
  for (const remove of removals) await remove()
})

test('the first sync reads everything', () => {
  expect(problemOf(first)).toBeUndefined()
  expect(first.streams.map(({ status }) => status)).not.toContain('fresh')
})

test('an hour later nearly nothing is asked', async () => {
  sandbox.advanceHours(1)
  const hourLater = await run(home, 'r2')
  expect(problemOf(hourLater)).toBeUndefined()
  expect(hourLater.callsUsed).toBeLessThanOrEqual(first.callsUsed * 0.02)
})

test('a day later every change is found with a tenth of the calls', async () => {
  sandbox.advance(1)
  const second = await run(home, 'r3')
  expect(problemOf(second)).toBeUndefined()
  expect(second.callsUsed).toBeLessThanOrEqual(first.callsUsed * 0.1)

  // What went at the studio is noted by the first reading that misses it, and believed at the second.
  await run(home, 'r4')
  const fresh = await newHome()
  await run(fresh, 'f1')
  const ofToday = `"SnapshotDate" >= (select max("SnapshotDate") from one.raw.client_account_balances)`
  expect(await differences(home, fresh, { client_account_balances: ofToday })).toEqual([])
})

test('what is held is the truth of the studio, stream by stream', async () => {
  expect(await wrongStreams()).toEqual([])
})

test('and so it is after eight more days, a verifying pass among them', async () => {
  for (const day of [3, 4, 5, 6, 7, 8, 9, 10]) {
    sandbox.advance(1)
    const daily = await run(home, `day ${day}`)
    expect(problemOf(daily)).toBeUndefined()
    expect(daily.callsUsed).toBeLessThanOrEqual(first.callsUsed * 0.2)
  }
  await run(home, 'confirming')
  expect(await wrongStreams()).toEqual([])
})

/** Streams whose present keys are not those of the studio. */
const wrongStreams = async (): Promise<readonly object[]> => {
  const wrong: object[] = []
  for (const stream of defaultStreams(streams)) {
    for (const { plan } of sandbox.business.studios) {
      const truth = keysOf(stream, recordsOf(sandbox.business, stream.name, plan.siteId))
      const held = keysOf(
        stream,
        await query(home, `from raw.${stream.name} where "SiteId" = ${plan.siteId} and _deleted_at is null`),
      )
      const missing = [...truth].filter((key) => !held.has(key))
      const extra = [...held].filter((key) => !truth.has(key))
      if (missing.length + extra.length === 0) continue
      const counts = { missing: missing.length, extra: extra.length }
      wrong.push({ stream: stream.name, site: plan.siteId, ...counts, example: missing[0] ?? extra[0] })
    }
  }
  return wrong
}

/** Keys without the columns that the source adds of itself. */
const keysOf = (stream: Stream, records: readonly object[]): ReadonlySet<string> => {
  const named = stream.key.filter((name) => name !== 'SnapshotDate' && name !== 'Ordinal')
  return new Set(
    records.map((record) =>
      JSON.stringify(named.map((name) => String((record as Record<string, unknown>)[name]))),
    ),
  )
}
