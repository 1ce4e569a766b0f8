// A past span read again: rows come, cursors stay, a budget cuts it and the next try goes on; streams without days are refused.
import { mkdtemp, rm } from 'node:fs/promises'
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
let config: string
let sandbox: Sandbox
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backfill-'))
  home = join(folder, 'home')
  sandbox = await startSandbox()
  config = jsonFile(folder, 'config.json', studioConfig(sandbox.url, { start_date: '2026-06-20' }))
  const synced = await jsonHere(['sync', '--config', config, '--home', home, '--streams', 'sales'])
  expect(synced, JSON.stringify(synced)).toMatchObject({ exit_code: 0 })
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const args = (from: string, to: string, ...more: readonly string[]) => [
  'backfill',
  '--config',
  config,
  '--home',
  home,
  '--stream',
  'sales',
  '--from',
  from,
  '--to',
  to,
  '--without-webhooks',
  ...more,
]
const cursors = () =>
  query(home, 'select stream, site_id, cursor::varchar as at from meta.cursors order by all')
const salesOf = async (siteId: number, from: string, to: string): Promise<number> => {
  const [row] = await query<{ n: number }>(
    home,
    `select count(*) as n from raw.sales where "SiteId" = ${siteId}
     and left("SaleDateTime", 10) between '${from}' and '${to}'`,
  )
  return row?.n ?? 0
}

test('windows before the start come in, the cursor does not move, and nothing is asked without a terminal', async () => {
  const before = await cursors()
  const told = await jsonHere(args('2026-03-01', '2026-05-15', '--site', '10001'))
  expect(told).toMatchObject({ exit_code: 0, windows_open: 0 })
  expect(told['windows']).toMatchObject([
    { site_id: 10_001, from: '2026-03-01', to: '2026-03-31' },
    { site_id: 10_001, from: '2026-04-01', to: '2026-05-01' },
    { site_id: 10_001, from: '2026-05-02', to: '2026-05-15' },
  ])
  expect(await cursors()).toEqual(before)
  expect(await salesOf(10_001, '2026-03-01', '2026-05-15')).toBeGreaterThan(100)
  expect(await salesOf(10_002, '2026-03-01', '2026-05-15')).toBe(0)
})

test('cut short it says what is done, and the same command goes on there; once done it begins anew', async () => {
  const span = ['2025-09-01', '2026-02-28', '--site', '10002'] as const
  const cut = await jsonHere(args(...span, '--max-calls', '7'))
  expect(cut).toMatchObject({ exit_code: 5, error: { code: 'BUDGET_SPENT' } })
  const [done, open] = [(cut['windows'] as object[]).length, Number(cut['windows_open'])]
  expect(done).toBeGreaterThan(0)
  expect(open).toBeGreaterThan(0)

  const { stdout } = await runHere(args(...span))
  expect(stdout).toContain(`Site 10002: ${done} windows are done already`)
  expect(stdout.match(/ done$/gm)).toHaveLength(open)
  expect(await salesOf(10_002, '2025-09-01', '2026-02-28')).toBeGreaterThan(100)

  const again = await jsonHere(args(...span))
  expect(again['windows']).toHaveLength(done + open)
  expect((again['windows'] as { changed: number }[]).every(({ changed }) => changed === 0)).toBe(true)
})

test.each([
  ['y', true],
  ['', false],
])('on a terminal the plan comes first; answer %j begins: %j', async (answer, begins) => {
  const { stdout, exitCode } = await runHere(args('2026-06-01', '2026-06-10', '--site', '10001'), {
    answers: [answer],
  })
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/1 windows, about \d+ calls/)
  expect(stdout.includes('Backfilled')).toBe(begins)
})

test("is paid by the site's own day, not by the day of UTC", async () => {
  sandbox.advanceHours(14)
  await jsonHere(args('2026-06-01', '2026-06-10', '--site', '10001'))
  await using control = await openControl(join(home, 'control.db'))
  const calls = await control.db
    .selectFrom('calls')
    .selectAll()
    .where('endpoint', '=', '/sale/sales')
    .execute()
  // The first call of a run comes before Mindbody's clock is known.
  const later = calls.filter(({ local_day: day }) => day.startsWith('2026-07'))
  expect(later.length).toBeGreaterThan(3)
  expect(new Set(later.map(({ local_day: day }) => day))).toEqual(new Set(['2026-07-01']))
})

describe('typical mistakes', () => {
  const span = (stream: string, from: string, to: string) => ['--stream', stream, '--from', from, '--to', to]
  test.each([
    ['a stream without days', span('clients', '2026-01-01', '2026-02-01'), 'not read by days'],
    ['a stream per parent', span('class_visits', '2026-01-01', '2026-02-01'), 'sales, transactions'],
    ['a misspelt stream', span('sails', '2026-01-01', '2026-02-01'), 'Did you mean sales'],
    ['several streams', span('class*', '2026-01-01', '2026-02-01'), 'not the name of one stream'],
    ['no day', span('sales', '2026-02-30', '2026-03-01'), 'is no day'],
    ['an American day', span('sales', '01/02/2026', '2026-03-01'), 'is no day'],
    ['days the wrong way round', span('sales', '2026-03-02', '2026-03-01'), 'later than'],
    ['days to come', span('sales', '2026-03-02', '2126-03-01'), 'lies in the future'],
    ['another site', [...span('sales', '2026-03-01', '2026-03-02'), '--site', '7'], 'Sites: 10001'],
  ])('%s', async (_name, given, words) => {
    const told = await jsonHere(['backfill', '--config', config, '--home', join(folder, 'none'), ...given])
    expect(told).toMatchObject({ exit_code: 2, error: { code: 'USAGE' } })
    expect(JSON.stringify(told['error'])).toContain(words)
  })
})
