// What runs leave behind: summaries, cursors, tokens, comparisons, and how long calls took.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backfilledTo, noteBackfilled } from '../../src/control/backfills.ts'
import { createLedger } from '../../src/control/ledger.ts'
import { readMirror, writeMirror } from '../../src/control/mirror.ts'
import { recordReconciliation, reconciliationsOf } from '../../src/control/reconciliations.ts'
import { callsByRun, finishRun, listRuns, newestSummary, startRun } from '../../src/control/runs.ts'
import { daysOf, recordDay, schedulesOf, writeSchedule } from '../../src/control/schedules.ts'
import type { ReconciliationsTable } from '../../src/control/schema.ts'
import { createTokenStore } from '../../src/control/tokens.ts'
import { callsOfLastReading, msPerAnswer, msPerCall } from '../../src/control/usage.ts'
import type { MakeControl, TempControl } from './temp.ts'

const comparison = (id: string): ReconciliationsTable => ({
  id,
  at: '2026-07-01T12:00:00.000Z',
  report: 'sales',
  site_id: 10001,
  span_from: '2026-06-01',
  span_to: '2026-06-30',
  file: 'june.csv',
  file_sha256: 'f'.repeat(64),
  native_total: '100.01',
  our_total: '100.00',
  variance: '0.01',
  explained_percent: 99.987654321,
  verdict: 'explained',
  settings: '[]',
  differences: '[]',
})

/** On the engine that `makeControl` stands for. */
export const recordsSuite = (makeControl: MakeControl): void => {
  let temp: TempControl
  beforeEach(async () => {
    temp = await makeControl()
  })
  afterEach(() => temp.dispose())

  test('runs, mirror and tokens come back as they were written', async () => {
    const { control } = temp
    expect(await callsByRun(control, [])).toEqual(new Map())
    const runId = await startRun(control, 'sync')
    await finishRun(control, runId, { status: 'done', exitCode: 0, summary: { rows: 3 } })
    expect(await listRuns(control)).toMatchObject([{ id: runId, status: 'done', summary: '{"rows":3}' }])

    const entry = {
      stream: 'sales',
      siteId: 10001,
      cursor: { kind: 'window', until: '2026-06-30' },
      rows: 12,
      lastSyncedAt: new Date('2026-07-01T12:00:00Z'),
      status: 'complete',
      runId,
    }
    await writeMirror(control, { ...entry, cursor: undefined, rows: 0, lastSyncedAt: undefined })
    await writeMirror(control, { ...entry, waiting: 7 })
    await writeMirror(control, entry)
    expect(await readMirror(control)).toEqual([{ ...entry, waiting: 7 }])
    const { lastSyncedAt: _, ...lost } = { ...entry, status: 'incomplete' }
    await writeMirror(control, lost)
    expect(await readMirror(control)).toEqual([{ ...entry, waiting: 7, status: 'incomplete' }])

    const tokens = createTokenStore(control)
    const token = { token: 't-1', expiresAt: new Date('2026-07-02T12:00:00Z'), renewals: 1 }
    await tokens.save(10001, 'owner', token)
    expect(await tokens.load(10001, 'owner')).toEqual(token)
    expect(await tokens.load(10002, 'owner')).toBeUndefined()
    await tokens.forget(10001, 'owner')
    expect(await tokens.load(10001, 'owner')).toBeUndefined()
  })

  test('texts sort by their bytes whatever the locale is', async () => {
    for (const stream of ['client_visits', 'clients', 'Zulu'])
      await writeMirror(temp.control, {
        stream,
        siteId: 1,
        cursor: undefined,
        rows: 0,
        status: 'complete',
        runId: 'r',
      })
    expect((await readMirror(temp.control)).map(({ stream }) => stream)).toEqual([
      'Zulu',
      'client_visits',
      'clients',
    ])
  })

  test('a backfill is known until its last day is done', async () => {
    const span = { stream: 'sales', siteId: 10001, from: '2026-01-01', to: '2026-03-31' }
    await noteBackfilled(temp.control, span, '2026-01-31')
    await noteBackfilled(temp.control, span, '2026-02-28')
    expect(await backfilledTo(temp.control, span)).toBe('2026-02-28')
    await noteBackfilled(temp.control, span, '2026-03-31')
    expect(await backfilledTo(temp.control, span)).toBeUndefined()
  })

  test('of comparisons with the same time the one kept last is the newest', async () => {
    const { control } = temp
    for (const id of ['c', 'a', 'b']) await recordReconciliation(control, comparison(id))
    const scope = { report: 'sales', siteId: 10001, from: '2026-06-01', to: '2026-06-30' }
    const found = await reconciliationsOf(control, scope)
    expect(found.map(({ id }) => id)).toEqual(['b', 'a', 'c'])
    expect(found[0]).toEqual(comparison('b'))

    const schedule = {
      report: 'sales',
      site_id: 10001,
      folder: '/in',
      day_from: '2026-06-01',
      days: 30,
      pass_days: 5,
      max_classed: null,
      settings: '[]',
      created_at: '2026-06-01T00:00:00.000Z',
    }
    await writeSchedule(control, schedule)
    await writeSchedule(control, { ...schedule, days: 20 })
    expect(await schedulesOf(control, 'sales')).toEqual([{ ...schedule, days: 20 }])
    const day = { report: 'sales', site_id: 10001, day: '2026-06-01', file_sha256: 'f', at: '2026-07-01' }
    for (const id of ['c', 'a', 'b']) await recordDay(control, { ...day, reconciliation_id: id })
    expect((await daysOf(control, schedule)).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
  })

  test('the newest run that made calls is told, with the time its calls and answers took', async () => {
    const { control } = temp
    expect([await msPerCall(control), await newestSummary(control, ['sync'])]).toEqual([undefined, undefined])
    let now = Date.UTC(2026, 6, 1)
    const clock = (): Date => new Date(now)
    const runId = await startRun(control, 'sync', clock)
    const ledger = createLedger(control, { runId, clock })
    for (let nth = 0; nth < 20; nth += 1) {
      const call = { id: `call-${nth}`, siteId: 10001, endpoint: '/sale/sales', stream: 'sales' }
      await ledger.reserve({ ...call, localDay: '2026-07-01' })
      now += 250
      await ledger.finish(call.id, 200)
    }
    await ledger.flush()
    await finishRun(control, runId, { status: 'done', exitCode: 0, summary: { calls_used: 20 } }, clock)
    now += 60_000
    const later = await startRun(control, 'sync', clock)
    await finishRun(control, later, { status: 'failed', exitCode: 6, summary: { of: { calls_used: 9 } } })
    expect(await newestSummary(control, ['sync', 'run'])).toEqual({ calls_used: 20 })
    expect(await msPerCall(control)).toBeCloseTo(250, 0)
    expect(await msPerAnswer(control, runId)).toBeCloseTo(250, 0)
    expect(await msPerAnswer(control, later)).toBeUndefined()
    expect(await callsOfLastReading(control)).toEqual([{ stream: 'sales', site_id: 10001, calls: 20 }])
  })
}
