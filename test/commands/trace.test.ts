// From a call to its rows and back to the money: trace, runs and usage over one home.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { query } from '../lakehouse/line.ts'
import { jsonFile, studioConfig } from './cli.ts'
import { jsonHere, runHere } from './in-process.ts'

let folder: string
let home: string
let sandbox: Sandbox
let calls: readonly {
  id: string
  endpoint: string
  stream: string | null
  run_id: string
  local_day: string
}[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trace-'))
  home = join(folder, 'home')
  sandbox = await startSandbox()
  const config = jsonFile(folder, 'config.json', studioConfig(sandbox.url, { start_date: '2026-06-20' }))
  const synced = await jsonHere([
    'sync',
    '--config',
    config,
    '--home',
    home,
    '--streams',
    'locations,sales,staff',
  ])
  expect(synced, JSON.stringify(synced)).toMatchObject({ exit_code: 0 })
  await using control = await openControl(join(home, 'control.db'))
  calls = await control.db.selectFrom('calls').selectAll().execute()
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const callOf = (stream: string | null): string => calls.find((call) => call.stream === stream)?.id ?? ''
const trace = (id: string) => jsonHere(['trace', id, '--home', home])

describe('trace', () => {
  test('every row of raw leads to a call, its batch and a page that is still what was received', async () => {
    const [row] = await query<{ id: string; n: number }>(
      home,
      'select _request_id as id, count(*) as n from raw.sales group by 1 order by 2 desc limit 1',
    )
    const told = await trace(row?.id ?? '')
    expect(told).toMatchObject({
      exit_code: 0,
      call: { stream: 'sales', status: 200, endpoint: '/sale/sales' },
      run: { verb: 'sync', status: 'done' },
      rows: { count: row?.n },
    })
    const batches = told['batches'] as Record<string, Record<string, unknown>>[]
    expect(batches).toHaveLength(1)
    expect(batches[0]).toMatchObject({
      part: { is_intact: true, path: expect.stringMatching(/^lake\/sales\//) as unknown },
      page: { is_intact: true, path: expect.stringMatching(/^pages\/sales\//) as unknown },
    })
    expect(batches[0]?.['rows_of_call']).toBeGreaterThanOrEqual(row?.n ?? 0)
    const { keys } = told['rows'] as { keys: object[] }
    expect(keys).toHaveLength(Math.min(10, row?.n ?? 0))
    expect(keys[0]).toEqual({ SiteId: expect.any(Number) as unknown, Id: expect.any(Number) as unknown })
  })

  test('the beginning of an id is enough where only one call begins so', async () => {
    const id = callOf('locations')
    expect(await trace(id.slice(0, 12))).toMatchObject({ call: { id } })
  })

  test('bodies that are never kept, and calls for no stream, are told in words', async () => {
    expect(await trace(callOf(null))).toMatchObject({ exit_code: 0, batches: [], rows: null })
    const { stdout } = await runHere(['trace', callOf(null), '--home', home])
    expect(stdout).toContain('a token or a check')
  })

  test('an id that nobody knows, or that is too short', async () => {
    for (const id of ['00000000-0000-0000-0000-000000000000', 'a', "x' or '1'='1"]) {
      const told = await trace(id)
      expect(told).toMatchObject({ exit_code: 2, error: { code: 'USAGE' } })
      expect(JSON.stringify(told['error'])).toContain('No call of this home')
    }
  })

  test('while a sync holds the warehouse the lake is searched', async () => {
    const hold = `import { DuckDBInstance } from '@duckdb/node-api'
      const held = await DuckDBInstance.create(${JSON.stringify(join(home, 'warehouse.duckdb'))})
      console.log('held')
      setInterval(() => held, 1000)`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', hold])
    await once(holder.stdout, 'data')
    const told = await trace(callOf('sales'))
    holder.kill('SIGKILL')
    await once(holder, 'close')
    expect(told).toMatchObject({ exit_code: 0, call: { stream: 'sales' }, rows: null })
    expect(told['batches']).toMatchObject([{ committed_at: null, page: { is_intact: true } }])
  })

  test('a part that somebody changed is told', async () => {
    const id = callOf('locations')
    const [batch] = (await trace(id))['batches'] as { part: { path: string } }[]
    await appendFile(join(home, batch?.part.path ?? ''), ' ')
    const { stdout } = await runHere(['trace', id, '--home', home])
    expect(stdout).toContain('unknown rows of this call')
    expect(stdout).toContain('HASH IS WRONG')
  })
})

test('runs: newest first, with what they cost', async () => {
  const { runs } = await jsonHere(['runs', '--home', home])
  expect(runs).toEqual([
    expect.objectContaining({ verb: 'sync', status: 'done', exit_code: 0, calls: calls.length }),
  ])
})

describe('usage', () => {
  const month = (): string => (calls[0]?.local_day ?? '').slice(0, 7)

  test('the sum is that of the ledger, with its price; other months have none', async () => {
    const months = [...new Set(calls.map(({ local_day: day }) => day.slice(0, 7)))]
    let sum = 0
    for (const period of months) {
      const told = await jsonHere(['usage', '--home', home, '--period', period, '--call-price', '0.002'])
      const rows = told['usage'] as { calls: number }[]
      expect(rows.reduce((total, row) => total + row.calls, 0)).toBe(told['calls'])
      expect(told['money']).toBeCloseTo(Number(told['calls']) * 0.002, 6)
      sum += Number(told['calls'])
    }
    expect(sum).toBe(calls.length)
    expect(await jsonHere(['usage', '--home', home, '--period', '2020-01'])).toMatchObject({
      calls: 0,
      money: null,
    })
  })

  test('CSV has a header and a row each', async () => {
    const { stdout } = await runHere(['usage', '--home', home, '--period', month(), '--csv'])
    const [header, ...rows] = stdout.trimEnd().split('\n')
    expect(header).toBe('site_id,endpoint,stream,run_id,calls,money')
    expect(rows.length).toBeGreaterThan(0)
    expect(rows[0]).toMatch(/^\d+,\/[a-z/]+,/)
  })

  test.each(['2026', '2026-13', '2026-1', 'june'])('%s is no month', async (period) => {
    expect(await jsonHere(['usage', '--home', home, '--period', period])).toMatchObject({ exit_code: 2 })
  })
})
