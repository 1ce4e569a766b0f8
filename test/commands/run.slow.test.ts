// `run` and `build` for programs: what their one JSON object holds, and what ends them.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { defaultStreams } from '../../src/source/stream.ts'
import { streams as allStreams } from '../../streams/index.ts'
import { salesCsv } from '../reconcile/marts-fixture.ts'
import { ensureBuilt, jsonFile, run, studioConfig } from './cli.ts'

/** A day before the one that the simulated studios stand at. */
const day = '2026-06-02'

let folder: string
let sandbox: Sandbox
beforeAll(async () => {
  ensureBuilt()
  folder = await mkdtemp(join(tmpdir(), 'run-'))
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const runJson = async (verb: string, more: readonly string[] = [], changes: object = {}) => {
  const config = jsonFile(
    folder,
    'config.json',
    studioConfig(sandbox.url, { start_date: '2026-06-01', ...changes }),
  )
  const home = join(folder, 'home')
  const { exitCode, stdout } = await run([verb, '--config', config, '--home', home, '--json', ...more])
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  const object = JSON.parse(stdout) as Record<string, unknown>
  expect(object).toMatchObject({ verb, exit_code: exitCode, ok: exitCode === 0 })
  return object
}

test('run: what sync says and what build says, in one object', async () => {
  const object = await runJson('run')
  expect([0, 1]).toContain(object['exit_code'])
  expect(object).toMatchObject({
    calls_used: expect.any(Number) as unknown,
    budget_left: null,
    models: expect.any(Number) as unknown,
    tests: { failed: 0 },
    failures: [],
    published: join(folder, 'home', 'marts.duckdb'),
    findings: expect.any(Array) as unknown,
  })
  const streams = object['streams'] as Record<string, unknown>[]
  expect(new Set(streams.map(({ stream }) => stream)).size).toBe(defaultStreams(allStreams).length)
  for (const row of streams) {
    expect(Object.keys(row)).toEqual(
      expect.arrayContaining(['stream', 'site_id', 'rows', 'calls', 'seconds', 'status']),
    )
  }
  const marts = (object['marts'] as Record<string, unknown>[]).map((row) => Object.values(row)[0])
  expect(marts).toEqual(expect.arrayContaining(['fct_visit', 'fct_revenue_day', 'mart_freshness']))
})

test('run with a stream that is lost: 1, the stream named, marts published all the same', async () => {
  sandbox.setFaults([{ name: 'not_activated', path: '/sale/transactions', times: Infinity }])
  const object = await runJson('run', ['--streams', 'sites,programs,transactions'])
  sandbox.setFaults([])
  expect(object['exit_code']).toBe(1)
  const lost = (object['streams'] as Record<string, unknown>[]).filter(
    ({ status }) => status !== 'complete' && status !== 'fresh',
  )
  expect(lost.map(({ stream, site_id: siteId }) => `${String(stream)} ${String(siteId)}`)).toEqual([
    'transactions 10001',
    'transactions 10002',
  ])
  expect(lost[0]).toMatchObject({ error: { code: 'SITE_NOT_ACTIVATED' } })
  expect(object['published']).toBe(join(folder, 'home', 'marts.duckdb'))
})

test('build: models, tests and marts; nothing of a sync', async () => {
  const object = await runJson('build')
  expect(object).toMatchObject({ tests: { failed: 0 }, published: join(folder, 'home', 'marts.duckdb') })
  expect(object).not.toHaveProperty('streams')
})

test('doctor: findings with remedies, and the exit code of the worst', async () => {
  const object = await runJson('doctor')
  for (const finding of object['findings'] as Record<string, unknown>[]) {
    expect(finding).toMatchObject({
      name: expect.any(String) as unknown,
      detail: expect.any(String) as unknown,
    })
    if (finding['ok'] === false) expect(finding['remedy']).toEqual(expect.any(String))
  }
  const refused = await runJson('doctor', [], { api_key: 'canary-key' })
  expect(refused['exit_code']).toBe(1)
  expect(JSON.stringify(refused)).not.toContain('canary')
})

test('run works off the parallel runs: what is new is compared, a folder that is gone is said', async () => {
  const home = join(folder, 'home')
  const [sales, gone] = [join(folder, 'sales'), join(folder, 'gone')]
  const reconcile = (verb: string, ...flags: readonly string[]) =>
    run(['reconcile', verb, '--home', home, '--json', ...flags])
  for (const [report, exports, ...more] of [
    ['sales', sales, '--basis', 'accrual'],
    ['account-balances', gone],
  ] as const) {
    await mkdir(exports)
    const flags = ['--report', report, '--site', '10001', '--folder', exports, '--from', day, ...more]
    expect(await reconcile('schedule', ...flags)).toMatchObject({ exitCode: 0 })
  }
  await rm(gone, { recursive: true })
  await writeFile(join(sales, `sales-${day}.csv`), salesCsv([{ sale: 1, date: '6/2/2026', paid: '1.37' }]))
  expect(await runJson('run', ['--streams', 'sites,locations,sales'])).toMatchObject({
    exit_code: 2,
    calls_used: expect.any(Number) as unknown,
    published: join(home, 'marts.duckdb'),
    reconciliations: [{ report: 'sales', site_id: 10001, day, native_total: '1.37' }],
    left: [],
    refused: [{ report: 'account-balances', site_id: 10001, error: { code: 'REPORT_SETTINGS' } }],
    boards: [
      { report: 'sales', days: expect.arrayContaining([expect.objectContaining({ day })]) as unknown },
    ],
  })
  const { stdout } = await reconcile('due', '--report', 'sales')
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, reconciliations: [] })
})
