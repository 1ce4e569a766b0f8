// Signing, waiving and parallel runs as finance uses them, on tiny marts and files written by hand, mistakes included.
import { mkdir, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { makeHome, salesCsv } from '../reconcile/marts-fixture.ts'
import { jsonHere, runHere } from './in-process.ts'

let place: Awaited<ReturnType<typeof makeHome>>
let file: string

beforeEach(async () => {
  place = await makeHome({
    sales: [
      { sale: 1, at: '2026-06-02 10:00:00', paid: '20.00' },
      { sale: 2, at: '2026-06-03 10:00:00', paid: '30.00' },
    ],
  })
  file = join(place.home, 'Sales.csv')
})
afterEach(() => place.remove())

const scope = ['--report', 'sales', '--site', '1']
const june = ['--from', '2026-06-01', '--to', '2026-06-30']

const verb = (name: string, ...flags: readonly string[]): Promise<Record<string, unknown>> =>
  jsonHere(['reconcile', name, '--home', place.home, ...flags])

const first = { sale: 1, date: '6/2/2026', paid: '20.00' } as const
const second = { sale: 2, date: '6/3/2026', paid: '30.00' } as const

const compare = async (...sales: Parameters<typeof salesCsv>[0]): Promise<Record<string, unknown>> => {
  await writeFile(file, salesCsv(sales))
  return verb('run', ...scope, ...june, '--file', file, '--basis', 'accrual')
}

const sign = (...flags: readonly string[]): Promise<Record<string, unknown>> =>
  verb('sign', ...scope, ...june, '--by', 'Ann', '--comment', 'every row looked at', ...flags)

describe('reconcile sign and trail', () => {
  it('signs the newest comparison, and says what changed afterwards', async () => {
    const run = await compare(first, second)
    expect(await sign('--file', file)).toMatchObject({
      ok: true,
      reconciliation_id: run['reconciliation_id'],
      signed_by: 'Ann',
      chain_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(await verb('trail', ...scope, ...june)).toMatchObject({
      exit_code: 0,
      sign_offs: [{ signedBy: 'Ann', variance: '0.00' }],
      changed_since: null,
      chain: 'whole',
    })
    const later = await compare(first)
    expect(later['changed_since_sign_off']).toContain('another file')
    expect(await verb('trail', ...scope, ...june)).toMatchObject({
      exit_code: 1,
      changed_since: expect.stringContaining("the file's total is 20.00, signed was 50.00"),
    })
  })

  it('refuses while a cause is open, unless it is waived or signed for', async () => {
    await compare(first, { ...second, paid: '31.37' })
    expect(await sign()).toMatchObject({
      exit_code: 2,
      error: { message: expect.stringContaining('unexplained (1, 1.37)') },
    })
    expect(await sign('--with-open')).toMatchObject({ ok: true })
    const until = ['--until', '2999-12-31', '--reason', 'asked Mindbody, ticket 12']
    await verb('waive', ...scope, '--cause', 'unexplained', '--max', '1.37', ...until)
    expect(await sign()).toMatchObject({ ok: true })
  })

  it.each<readonly [string, readonly string[], string]>([
    ['a period never compared', ['--from', '2026-05-01', '--to', '2026-05-31'], 'was ever compared here'],
    ['a comment without words', ['--comment', '  '], '--comment is empty'],
    ['a day that is none', ['--from', 'June'], '--from June is no day'],
    ['another file', ['--file', import.meta.filename], 'not the one that was compared last'],
  ])('refuses %s', async (_, flags, what) => {
    await compare(first, second)
    const given = new Map([
      ['--from', '2026-06-01'],
      ['--to', '2026-06-30'],
      ['--comment', 'all of it'],
    ])
    for (let nth = 0; nth < flags.length; nth += 2) given.set(flags[nth] ?? '', flags[nth + 1] ?? '')
    const told = await verb('sign', ...scope, ...[...given].flat())
    expect(told).toMatchObject({ exit_code: 2, error: { message: expect.stringContaining(what) } })
  })
})

describe('reconcile waive', () => {
  it('lets a run end in 0 and leaves the difference in the result, up to its amount', async () => {
    const until = ['--until', '2999-12-31', '--reason', 'goes with the old system']
    await compare(first, second)
    await verb('waive', ...scope, '--cause', 'missing_in_native', '--max', '30.00', ...until)
    expect(await compare(first)).toMatchObject({
      exit_code: 0,
      waived: ['missing_in_native'],
      differences: [{ cause: 'missing_in_native', count: 1, amount: '-30.00' }],
    })
    await verb('waive', ...scope, '--cause', 'missing_in_native', '--max', '29.99', ...until)
    expect(await compare(first)).toMatchObject({ exit_code: 1, waived: [] })
    await verb('waive', ...scope, '--cause', 'missing_in_native', '--revoke', '--reason', 'over')
    expect(await compare(first)).toMatchObject({ exit_code: 1 })
  })

  it.each<readonly [string, readonly string[], string]>([
    ['no end', ['--reason', 'because'], 'A waiver has an end'],
    ['an end that is over', ['--until', '2020-01-01', '--reason', 'because'], 'is over'],
    ['an amount that is none', ['--until', '2999-01-01', '--max', 'ten', '--reason', 'because'], 'no amount'],
  ])('refuses %s', async (_, flags, what) => {
    await compare(first)
    const told = await verb('waive', ...scope, '--cause', 'rounding', ...flags)
    expect(told).toMatchObject({ exit_code: 2, error: { message: expect.stringContaining(what) } })
  })
})

describe('parallel runs', () => {
  const markRead = async (): Promise<void> => {
    await using duck = await Duck.open(place.marts)
    await duck.run(
      "create table mart_freshness as select 'rec_sales_line' as mart, timestamp '2026-06-20' as last_synced_at",
    )
  }

  it('are begun, worked off, shown and certified', async () => {
    await compare(first, second)
    const folder = join(place.home, 'exports')
    await mkdir(folder)
    await markRead()
    const flags = ['--folder', folder, '--from', '2026-06-02', '--days', '2', '--basis', 'accrual']
    expect(await verb('schedule', ...scope, ...flags)).toMatchObject({ ok: true, days: 2, pass_days: 2 })
    await writeFile(join(folder, 'sales-2026-06-02.csv'), salesCsv([first]))
    await writeFile(join(folder, 'sales-2026-06-03.csv'), salesCsv([second]))
    expect(await verb('due')).toMatchObject({
      exit_code: 0,
      reconciliations: [{ verdict: 'equal' }, { verdict: 'equal' }],
      left: [],
    })
    expect(await verb('board')).toMatchObject({ boards: [{ streak: 2, passDays: 2 }] })
    expect(await verb('certificate')).toMatchObject({ certificates: [{ report: 'sales', site_id: 1 }] })
    const board = await runHere(['reconcile', 'board', '--home', place.home])
    expect(board.stdout).toContain('2 of 2 days in a row')
  })

  it('one whose folder is gone does not stop the others', async () => {
    await compare(first, second)
    await markRead()
    const [folder, gone] = ['exports', 'gone'].map((name) => join(place.home, name)) as [string, string]
    await mkdir(folder)
    await mkdir(gone)
    const balances = ['--report', 'account-balances', '--site', '1', '--folder', gone]
    expect(await verb('schedule', ...balances, '--from', '2026-06-02')).toMatchObject({ ok: true })
    await verb('schedule', ...scope, '--folder', folder, '--from', '2026-06-02', '--basis', 'accrual')
    await rmdir(gone)
    await writeFile(join(folder, 'sales-2026-06-02.csv'), salesCsv([first]))
    expect(await verb('due')).toMatchObject({
      exit_code: 2,
      reconciliations: [{ report: 'sales', verdict: 'equal' }],
      refused: [{ report: 'account-balances', site_id: 1, error: { code: 'REPORT_SETTINGS' } }],
      boards: [{ report: 'sales' }],
    })
  })

  it('count no day that was compared with other settings', async () => {
    await compare(first, second)
    await markRead()
    const flags = ['--folder', place.home, '--days', '3', '--from']
    await verb('schedule', ...scope, ...flags, '2026-06-02', '--basis', 'accrual')
    await writeFile(join(place.home, 'sales-2026-06-02.csv'), salesCsv([first]))
    await verb('due')
    expect(await verb('schedule', ...scope, ...flags, '2026-06-02', '--basis', 'cash')).toMatchObject({
      exit_code: 2,
      error: { remedy: expect.stringContaining('--from 2026-06-03') },
    })
    expect(await verb('schedule', ...scope, ...flags, '2026-06-03', '--basis', 'cash')).toMatchObject({
      ok: true,
    })
    expect(await verb('schedule', ...scope, ...flags, '2026-06-01', '--basis', 'accrual')).toMatchObject({
      ok: true,
    })
  })

  it('are ended, and what was compared stays', async () => {
    await compare(first, second)
    await markRead()
    await verb('schedule', ...scope, '--folder', place.home, '--from', '2026-06-02')
    expect(await verb('end', ...scope)).toMatchObject({ ok: true, report: 'sales', site_id: 1 })
    expect(await verb('end', ...scope)).toMatchObject({
      exit_code: 2,
      error: { message: expect.stringContaining('No parallel run of sales at site 1') },
    })
    expect(await verb('due')).toMatchObject({ exit_code: 2 })
  })

  it('say which marts are missing', async () => {
    await compare(first, second)
    await verb('schedule', ...scope, '--folder', place.home, '--from', '2026-06-02')
    expect(await verb('board')).toMatchObject({
      exit_code: 3,
      error: { code: 'HOME_UNUSABLE', message: expect.stringContaining('mart_freshness') },
    })
  })

  it.each<readonly [string, readonly string[], string]>([
    ['nothing begun', ['due'], 'No parallel run was begun here'],
    [
      'a folder that is not there',
      ['schedule', ...scope, '--folder', '/nowhere', '--from', '2026-06-01'],
      'cannot be read',
    ],
    [
      'a day that is none',
      ['schedule', ...scope, '--folder', '.', '--from', '2026-06-31'],
      '--from 2026-06-31 is no day',
    ],
    [
      'a site that is none',
      ['schedule', '--report', 'sales', '--site', 'one', '--folder', '.', '--from', '2026-06-01'],
      '--site NaN is no number of a site',
    ],
    [
      'a site nobody knows',
      ['schedule', '--report', 'sales', '--site', '77', '--folder', '.', '--from', '2026-06-01'],
      'The marts hold no site 77',
    ],
    [
      'no days',
      ['schedule', ...scope, '--folder', '.', '--from', '2026-06-01', '--days', '0'],
      'no number of days',
    ],
  ])('%s is said', async (_, [name = '', ...flags], what) => {
    await compare(first)
    expect(await verb(name, ...flags)).toMatchObject({
      exit_code: 2,
      error: { message: expect.stringContaining(what) },
    })
  })
})
