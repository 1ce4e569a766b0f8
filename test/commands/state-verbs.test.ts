// State shown, set, reset and restored: a dry run changes nothing, and every change can be taken back.
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { takeLease } from '../../src/control/leases.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { query } from '../lakehouse/line.ts'
import { jsonFile, studioConfig } from './cli.ts'
import { jsonHere, runHere } from './in-process.ts'

let folder: string
let home: string
let config: string
let sandbox: Sandbox
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'state-'))
  home = join(folder, 'home')
  sandbox = await startSandbox()
  config = jsonFile(folder, 'config.json', studioConfig(sandbox.url, { start_date: '2026-06-20' }))
  const names = 'classes,class_visits,sales'
  const synced = await jsonHere(['sync', '--config', config, '--home', home, '--streams', names])
  expect(synced, JSON.stringify(synced)).toMatchObject({ exit_code: 0 })
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const at = ['--home'] as const
const show = async (...more: readonly string[]) => {
  const { states } = await jsonHere(['state', 'show', ...at, home, ...more])
  return states as { stream: string; site_id: number; cursor: Record<string, unknown> | null; rows: number }[]
}
const stateNow = () =>
  query(
    home,
    `select stream, site_id, cursor::varchar || ' ' || complete_at::varchar as at from meta.cursors
     union all select stream, site_id, parent_key || ' ' || seq from meta.parent_reads order by all`,
  )
const rowsNow = () => query(home, 'select count(*) as n from raw.sales')

test('show: where each stream of the selection stands, also while another run holds the home', async () => {
  await using control = await openControl(join(home, 'control.db'))
  const lease = await takeLease(control)
  const states = await show('--streams', 'sales', '--site', '10001')
  await lease.release()
  expect(states).toHaveLength(1)
  expect(states[0]).toMatchObject({
    stream: 'sales',
    site_id: 10_001,
    cursor: { kind: 'window', until: '2026-06-30' },
  })
})

test('reset --dry-run says what would go and leaves no trace; without names it is refused', async () => {
  const before = await stateNow()
  const told = await jsonHere(['state', 'reset', ...at, home, '--streams', 'class_*', '--dry-run'])
  expect(told).toMatchObject({ exit_code: 0, dry_run: true, backup: null })
  expect(told['changes']).toMatchObject([
    { stream: 'class_visits', site_id: 10_001, after: null, parents_asked: expect.any(Number) as unknown },
    { stream: 'class_visits', site_id: 10_002 },
  ])
  expect(await stateNow()).toEqual(before)
  await expect(readdir(join(home, 'state-backups'))).rejects.toThrow('ENOENT')
  expect(await jsonHere(['state', 'reset', ...at, home])).toMatchObject({ exit_code: 2 })
})

test('reset forgets cursor and parents of one site, keeps the rows, and the printed way back leads back', async () => {
  const [before, rows] = [await stateNow(), await rowsNow()]
  const names = 'sales,class_visits'
  const reset = await jsonHere(['state', 'reset', ...at, home, '--streams', names, '--site', '10001'])
  expect(reset).toMatchObject({ exit_code: 0, dry_run: false })
  const backup = reset['backup'] as string
  expect((await stat(backup)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(backup, 'utf8'))).toMatchObject({ version: 1 })
  const left = await stateNow()
  expect(left.length).toBeLessThan(before.length)
  expect(left.filter((row) => row['stream'] === 'sales')).toHaveLength(1)
  expect(await rowsNow()).toEqual(rows)
  expect((await show('--streams', 'sales')).map(({ cursor }) => cursor === null)).toEqual([true, false])

  const { stdout } = await runHere(['state', 'set', ...at, home, '--from', backup])
  expect(await stateNow()).toEqual(before)
  expect(stdout).toContain('The state before is kept in')
})

test('set moves one cursor; the next sync starts there', async () => {
  const cursor = '{"until":"2026-06-25"}'
  const args = ['state', 'set', ...at, home, '--stream', 'sales', '--site', '10001', '--cursor', cursor]
  expect(await jsonHere([...args, '--dry-run'])).toMatchObject({
    changes: [{ before: { until: '2026-06-30' }, after: { kind: 'window', until: '2026-06-25' } }],
  })
  await jsonHere(args)
  expect((await show('--streams', 'sales', '--site', '10001'))[0]?.cursor).toEqual({
    kind: 'window',
    until: '2026-06-25',
  })
})

describe('typical mistakes are refused in words, and nothing changes', () => {
  const set = (...more: readonly string[]) => ['state', 'set', ...at, home, ...more]
  const one = ['--stream', 'sales', '--site', '10001', '--cursor'] as const
  test.each([
    ['no cursor', () => set('--stream', 'sales', '--site', '10001'), 2, '--from FILE'],
    ['no JSON', () => set(...one, '2026-06-01'), 2, 'no JSON object'],
    ['another kind', () => set(...one, '{"kind":"modified","since":"x"}'), 2, 'not "window"'],
    ['no such day', () => set(...one, '{"until":"2026-02-30"}'), 2, '"until" must be written like'],
    ['a day to come', () => set(...one, '{"until":"2126-01-01"}'), 2, 'lies in the future'],
    ['a misspelt member', () => set(...one, '{"untill":"2026-06-01"}'), 2, '"untill" means nothing'],
    ['several streams', () => set('--stream', 'client_*', '--site', '1', '--cursor', '{}'), 2, 'one stream'],
    ['another file', () => set('--from', config), 2, 'no backup'],
    ['a home that is none', () => ['state', 'reset', '--home', folder, '--streams', 'sales'], 3, 'no home'],
    ['no home to show', () => ['state', 'show', '--home', join(folder, 'x')], 3, 'no home yet'],
  ])('%s', async (_name, args, exitCode, words) => {
    const before = await stateNow()
    const told = await jsonHere(args())
    expect(told).toMatchObject({ ok: false, exit_code: exitCode })
    expect(JSON.stringify(told['error'])).toContain(JSON.stringify(words).slice(1, -1))
    expect(await stateNow()).toEqual(before)
  })

  test('a change while another run holds the home', async () => {
    await using control = await openControl(join(home, 'control.db'))
    const lease = await takeLease(control)
    const told = await jsonHere(['state', 'reset', ...at, home, '--streams', 'sales'])
    await lease.release()
    expect(told).toMatchObject({ exit_code: 8, error: { code: 'HOME_LOCKED' } })
  })
})
