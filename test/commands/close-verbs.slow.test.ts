// Months closed, frozen and known by their hash; refusals in words; drift told; reopened only with a reason.
import { chmod, readFile, rm, stat, writeFile, mkdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { driftLines } from '../../src/finance/period-close-drift.ts'
import type { Drift } from '../../src/finance/period-close-drift.ts'
import { closedNow, readEvents } from '../../src/finance/period-close-ledger.ts'
import { frozenPaths } from '../../src/finance/closed-files.ts'
import { prepareOwnTables } from '../../src/finance/own-tables.ts'
import { recordPublished } from '../../src/finance/published-from.ts'
import { Duck, openReadOnly, quoteText } from '../../src/lakehouse/duck.ts'
import { sha256OfFile } from '../../src/lakehouse/durable.ts'
import { homePaths } from '../../src/lakehouse/home.ts'
import { journalHome, sold } from '../finance/journal-fixture.ts'
import type { JournalHome } from '../finance/journal-fixture.ts'
import { jsonHere, runHere } from './in-process.ts'

const projectDir = join(import.meta.dirname, '..', '..', 'models')

let made: JournalHome
beforeEach(async () => {
  made = await journalHome([1, 2])
})
afterEach(() => made.remove())

const springSides = [
  ...sold('a', '2026-05-03', 10.25),
  ...sold('b', '2026-05-31', 4, { basis: 'cash_books' }),
  ...sold('c', '2026-06-02', 7),
  ...sold('d', '2026-06-02', 3, { site: 2 }),
]

const close = (...args: readonly string[]) => jsonHere(['close', ...args, '--home', made.home])
const events = async () => {
  await using duck = await openReadOnly(homePaths(made.home).warehouse)
  return await readEvents(duck)
}
const messageOf = (told: Record<string, unknown>): string =>
  String((told['error'] as { message?: string } | undefined)?.message)

test('a month is frozen with both bases, read-only, and its hash is on record', async () => {
  await made.publish(springSides, '2026-06-20')
  const told = await close('--period', '2026-05', '--site', '1', '--by', 'Ann')
  expect(told).toMatchObject({ exit_code: 0, closed: [{ site_id: 1, line_n: 4, by_whom: 'Ann' }] })
  const [event] = closedNow(await events())
  const path = join(made.home, event?.file_path ?? '')
  expect(event).toMatchObject({ seq: 1, period: '2026-05', file_path: 'closed/site_id=1/2026-05-1.parquet' })
  expect(event?.journal_hash).toBe(await sha256OfFile(path))
  expect((await stat(path)).mode & 0o777).toBe(0o400)
  await using duck = await Duck.open(':memory:')
  await duck.run(`attach ${quoteText(made.marts)} as marts (read_only)`)
  const frozen = `from read_parquet(${quoteText(path)})`
  const live = `from marts.fct_journal_line where site_id = 1 and period = '2026-05'`
  expect(
    await duck.rows(`(select * ${live} except all select * exclude (department, tax_code) ${frozen})`),
  ).toEqual([])
  expect(await duck.rows(`select basis, debit ${frozen} where debit > 0 order by basis`)).toEqual([
    { basis: 'cash_books', debit: '4.0000' },
    { basis: 'earned', debit: '10.2500' },
  ])
})

test('all sites that have the month are closed at once, and a second close finds nothing to do', async () => {
  await made.publish([...springSides, ...sold('e', '2026-05-09', 2, { site: 2 })], '2026-06-20')
  expect(await close('--period', '2026-05')).toMatchObject({ closed: [{ site_id: 1 }, { site_id: 2 }] })
  const again = await close('--period', '2026-05')
  expect(again).toMatchObject({ exit_code: 2 })
  expect(messageOf(again)).toContain('is closed already')
  expect(await events()).toHaveLength(2)
})

test('what is older than the newest closed month is closed with it, also where late sales begin the journal anew', async () => {
  await made.publish(springSides, '2026-06-20')
  await close('--period', '2026-05', '--site', '1')
  await made.publish([...sold('l', '2026-04-02', 1), ...springSides], '2026-07-20')
  expect(messageOf(await close('--period', '2026-04', '--site', '1'))).toContain('closed through 2026-05')
  expect(await close('--period', '2026-06', '--site', '1')).toMatchObject({ exit_code: 0 })
})

test.each([
  ['2026-5', '1', 'is no period'],
  ['2026-13', '1', 'is no period'],
  ['2026-06', '1', 'is not over: the marts reach 2026-06-20'],
  ['2026-05', '9', 'Site 9 is not in the marts'],
  ['2026-05', '2', 'has nothing in 2026-05: it begins in 2026-06'],
])('%s of site %s is refused: %s', async (period, site, message) => {
  await made.publish(springSides, '2026-06-20')
  const told = await close('--period', period, '--site', site)
  expect(told).toMatchObject({ exit_code: 2, error: { code: 'USAGE' } })
  expect(messageOf(told)).toContain(message)
  expect(await events()).toEqual([])
})

test('open months before it are closed with a month, each frozen by itself, but for those the books before us had closed', async () => {
  await made.publish(springSides, '2026-07-02')
  const both = await close('--period', '2026-06', '--site', '1')
  expect(both).toMatchObject({
    exit_code: 0,
    closed: [
      { period: '2026-05', file_path: 'closed/site_id=1/2026-05-1.parquet' },
      { period: '2026-06', file_path: 'closed/site_id=1/2026-06-2.parquet' },
    ],
  })
  expect((await events()).map(({ period, event }) => [period, event])).toEqual([
    ['2026-05', 'closed'],
    ['2026-06', 'closed'],
  ])
})

test('a month whose last day has entries is over once it was read after its midnight at the site', async () => {
  await made.publish(springSides, '2026-06-30')
  const early = await close('--period', '2026-06', '--site', '1')
  expect(messageOf(early)).toContain('is not over: the marts reach 2026-06-30')
  await made.read('2026-07-01 06:59:00')
  expect(await close('--period', '2026-06', '--site', '1')).toMatchObject({ exit_code: 2 })
  await made.read('2026-07-01 07:01:00')
  expect(await close('--period', '2026-06', '--site', '1')).toMatchObject({ exit_code: 0 })
})

test('a month that the books before us had closed is left alone', async () => {
  const before = { isBeforeBooks: true }
  await made.publish([...sold('a', '2026-05-03', 9, before), ...springSides.slice(4)], '2026-07-02')
  const own = await close('--period', '2026-05', '--site', '1')
  expect(own).toMatchObject({ exit_code: 2 })
  expect(messageOf(own)).toContain('in your own books')
  expect(await close('--period', '2026-06', '--site', '1')).toMatchObject({
    exit_code: 0,
    closed: [{ period: '2026-06' }],
  })
})

test('marts older than the newest sync or than a reopening are not frozen', async () => {
  await made.publish(springSides, '2026-06-20', '2026-07-01 09:00:00')
  await made.commit('2026-07-01 09:00:01')
  const stale = await close('--period', '2026-05', '--site', '1')
  expect(stale).toMatchObject({ exit_code: 1, error: { code: 'MARTS_STALE' } })
  // A clock that tells parts of a second is no older than one that does not.
  await made.publish(springSides, '2026-06-20', '2026-07-01 09:00:01')
  expect(await close('--period', '2026-05', '--site', '1')).toMatchObject({ exit_code: 0 })
  await close('reopen', '--period', '2026-05', '--site', '1', '--reason', 'fees')
  expect(await close('--period', '2026-05', '--site', '1')).toMatchObject({ error: { code: 'MARTS_STALE' } })
  await made.publish(springSides, '2026-06-20', '2100-01-01 00:00:00')
  const again = await close('--period', '2026-05', '--site', '1')
  expect(again).toMatchObject({ closed: [{ seq: 3, file_path: 'closed/site_id=1/2026-05-3.parquet' }] })
  expect((await events()).map(({ event }) => event)).toEqual(['closed', 'reopened', 'closed'])
})

test('finance tables edited since the last build, or a build of a selection, are not frozen', async () => {
  await made.publish(springSides, '2026-06-20')
  const folder = join(made.home, 'finance')
  const { hash } = await prepareOwnTables(made.home, { folder: undefined, projectDir })
  await recordPublished(made.home, { finance_hash: hash, has_journal: true })
  await mkdir(folder)
  await writeFile(join(folder, 'period_close.csv'), 'site_id,period\n1,2026-04\n')
  const edited = await close('--period', '2026-05', '--site', '1')
  expect(edited).toMatchObject({ exit_code: 1, error: { code: 'MARTS_STALE' } })
  expect(messageOf(edited)).toContain(`other finance tables than those that count now (${folder})`)
  await writeFile(join(folder, 'period_close.csv'), 'site,period\n1,2026-04\n')
  expect(await close('--period', '2026-05')).toMatchObject({ error: { code: 'FINANCE_TABLES_BROKEN' } })
  await rm(folder, { recursive: true })
  await recordPublished(made.home, { finance_hash: hash, has_journal: false })
  const partial = await close('--period', '2026-05', '--site', '1')
  expect(partial).toMatchObject({ error: { code: 'MARTS_STALE' } })
  expect(messageOf(partial)).toContain('a selection of models')
  expect(await events()).toEqual([])
  await recordPublished(made.home, { finance_hash: hash, has_journal: true })
  expect(await close('--period', '2026-05', '--site', '1')).toMatchObject({ exit_code: 0 })
  expect(await events()).toMatchObject([{ by_whom: userInfo().username }])
})

test('no marts, no journal, no home: each is said, and the way on', async () => {
  expect(await close('--period', '2026-05')).toMatchObject({ exit_code: 3 })
  const nowhere = await jsonHere(['close', '--period', '2026-05', '--home', join(made.home, 'none')])
  expect(nowhere).toMatchObject({ exit_code: 3, error: { code: 'HOME_UNUSABLE' } })
})

test('an entry or a place that does not balance is never frozen', async () => {
  const odd = [
    { entry: 'x', day: '2026-05-04', account: '1050', amount: 5 },
    { entry: 'x', day: '2026-05-04', account: '4000', amount: -5, location: 2 },
  ]
  await made.publish([...springSides, ...odd], '2026-06-20')
  const told = await close('--period', '2026-05', '--site', '1')
  expect(told).toMatchObject({ exit_code: 1, error: { code: 'JOURNAL_UNBALANCED' } })
  expect(messageOf(told)).toContain('location 1 on 2026-05-04 is off by 5.0000')
  expect(await events()).toEqual([])
})

test('SUSPENSE is told loudly and closed all the same', async () => {
  await made.publish(sold('a', '2026-05-03', 10, { account: 'SUSPENSE' }), '2026-06-20')
  const told = await close('--period', '2026-05', '--site', '1')
  expect(told).toMatchObject({ exit_code: 1, error: { code: 'FINDINGS' } })
  expect(messageOf(told)).toContain('2 lines, debit 10.0000, credit 10.0000 USD')
  expect(await events()).toHaveLength(1)
})

test('only the newest closed month is reopened, and never without a reason', async () => {
  await made.publish(springSides, '2026-07-02')
  for (const period of ['2026-05', '2026-06']) await close('--period', period, '--site', '1')
  const reopen = (period: string, reason: string) =>
    close('reopen', '--period', period, '--site', '1', '--reason', reason)
  expect(messageOf(await reopen('2026-05', 'why not'))).toContain('is not the newest closed period')
  expect(await reopen('2026-06', '  ')).toMatchObject({ exit_code: 2 })
  expect(await reopen('2026-06', 'fees were missing')).toMatchObject({ exit_code: 0 })
  expect(messageOf(await reopen('2026-06', 'again'))).toContain('is not closed')
  const { periods } = await jsonHere(['close', 'list', '--home', made.home])
  expect(periods).toMatchObject([
    { period: '2026-05', state: 'closed', file: 'ok' },
    { period: '2026-06', state: 'reopened', file: null, reason: 'fees were missing' },
  ])
})

test('a frozen file that was touched or lost stops the build and shows in the list', async () => {
  await made.publish(springSides, '2026-06-20')
  await close('--period', '2026-05', '--site', '1')
  const [closing] = closedNow(await events())
  const path = join(made.home, closing?.file_path ?? '')
  expect(await frozenPaths(made.home, closedNow(await events()))).toEqual([path])
  const bytes = await readFile(path)
  bytes[bytes.length - 9] = (bytes.at(-9) ?? 0) ^ 1
  await chmod(path, 0o600)
  await writeFile(path, bytes)
  await expect(frozenPaths(made.home, closedNow(await events()))).rejects.toThrow('its file is changed')
  await rm(path)
  await expect(frozenPaths(made.home, closedNow(await events()))).rejects.toMatchObject({
    code: 'CLOSED_JOURNAL_CHANGED',
    exitCode: 1,
  })
  const listed = await jsonHere(['close', 'list', '--home', made.home])
  expect(listed).toMatchObject({ exit_code: 1, periods: [{ file: 'missing' }] })
})

test('drift is told by cause by close and by the list', async () => {
  const adjusts = { period: '2026-05', cause: 'late_edit' }
  await made.publish([...springSides, ...sold('z', '2026-06-01', -2.5, { adjusts })], '2026-07-02')
  await close('--period', '2026-05', '--site', '1')
  const { stdout } = await runHere(['close', '--period', '2026-06', '--site', '1', '--home', made.home])
  const line =
    '2026-05 of site 1 has drifted since it was closed (late_edit, earned): 1 adjusting entry of 2.50 USD, posted in 2026-06.'
  expect(stdout).toContain(line)
  expect((await runHere(['close', 'list', '--home', made.home])).stdout).toContain(line)
})

test('months that drifted for one cause are one line, with their exact sum', () => {
  const found = (period: string, amount: string, entries: number, cause = 'mapping'): Drift => ({
    site_id: 1,
    basis: 'earned',
    adjusts_period: period,
    cause,
    posted_in: '2026-06',
    entries,
    amount,
    currency: 'USD',
  })
  expect(
    driftLines([
      found('2026-03', '0.10', 1),
      found('2026-04', '0.20', 2),
      found('2026-04', '0.05', 1, 'policy'),
    ]),
  ).toEqual([
    '2 months of site 1, 2026-03 to 2026-04, have drifted since they were closed (mapping, earned): 3 adjusting entries of 0.30 USD, posted in 2026-06.',
    '2026-04 of site 1 has drifted since it was closed (policy, earned): 1 adjusting entry of 0.05 USD, posted in 2026-06.',
  ])
})

test('a closing that crashed before its row is written over', async () => {
  await made.publish(springSides, '2026-06-20')
  await mkdir(join(made.home, 'closed', 'site_id=1'), { recursive: true })
  const orphan = join(made.home, 'closed', 'site_id=1', '2026-05-1.parquet')
  await writeFile(orphan, 'half a file', { mode: 0o400 })
  await close('--period', '2026-05', '--site', '1')
  expect(await frozenPaths(made.home, closedNow(await events()))).toEqual([orphan])
})
