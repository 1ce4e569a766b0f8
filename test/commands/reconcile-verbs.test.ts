// `reconcile run` and `reconcile profile` as finance uses them, on tiny marts and files written by hand, mistakes included.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeHome, salesCsv } from '../reconcile/marts-fixture.ts'
import { jsonHere, runHere } from './in-process.ts'

describe('reconcile run', () => {
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
    await writeFile(
      file,
      salesCsv(
        [
          { sale: 1, date: '6/2/2026', paid: '20.00' },
          { sale: 2, date: '6/3/2026', paid: '30.00' },
        ],
        '50.00',
      ),
    )
  })
  afterEach(() => place.remove())

  const run = (...flags: readonly string[]): Promise<Record<string, unknown>> =>
    jsonHere(['reconcile', 'run', '--home', place.home, '--report', 'sales', ...flags])
  const june = ['--from', '2026-06-01', '--to', '2026-06-30']

  it('tells both totals, the verdict, and how each setting is known', async () => {
    expect(await run('--file', file, '--site', '1', ...june)).toMatchObject({
      verb: 'reconcile',
      ok: true,
      exit_code: 0,
      report: 'sales',
      native_total: '50.00',
      our_total: '50.00',
      variance: '0.00',
      explained_percent: 100,
      differences: [],
      verdict: 'equal',
      html: expect.stringContaining('reconcile-sales-1-2026-06-01-2026-06-30.html'),
      workbook: expect.stringContaining('.xlsx'),
    })
  })

  it('ends in 1 and names the page where something differs', async () => {
    await writeFile(file, salesCsv([{ sale: 1, date: '6/2/2026', paid: '20.00' }]))
    const flags = ['--home', place.home, '--report', 'sales', '--file', file, ...june]
    const { exitCode, stdout, stderr } = await runHere(['reconcile', 'run', ...flags])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('missing_in_native')
    expect(stdout).toContain('give --exported-at')
    const told = await runHere(['reconcile', 'run', ...flags, '--exported-at', '2026-07-01T09:30'])
    expect(told.stdout).not.toContain('give --exported-at')
    expect(stderr).toContain('DIFFERENCES')
  })

  it.each<readonly [string, readonly string[], number, string]>([
    ['a day that is none', ['--from', '2026-06-31', '--to', '2026-06-30'], 2, '--from 2026-06-31 is no day.'],
    [
      'a period swapped',
      ['--from', '2026-06-30', '--to', '2026-06-01'],
      2,
      'From 2026-06-30 to 2026-06-01 is no period',
    ],
    ['another site', ['--site', '2', ...june], 2, 'The marts hold no site 2.'],
    ['a state where there is none', ['--as-of', '2026-06-30'], 2, 'shows a period, not the state of a day'],
    [
      'another month',
      ['--from', '2026-05-01', '--to', '2026-05-31', '--date-order', 'mdy'],
      2,
      'rows of the file lie outside',
    ],
  ])('refuses %s', async (_, flags, exitCode, what) => {
    expect(await run('--file', file, ...flags)).toMatchObject({
      ok: false,
      exit_code: exitCode,
      error: { message: expect.stringContaining(what) },
    })
  })

  it('refuses a file that is not there, a folder, and a report that is none', async () => {
    for (const path of [join(place.home, 'none.csv'), place.home])
      expect(await run('--file', path, '--site', '1', ...june)).toMatchObject({
        exit_code: 2,
        error: { code: 'REPORT_SETTINGS', message: expect.stringContaining(path) },
      })
    expect(await jsonHere(['reconcile', 'run', '--report', 'salse', '--file', file])).toMatchObject({
      exit_code: 2,
      error: { code: 'USAGE', remedy: 'Did you mean sales?' },
    })
  })

  it('says which report a file looks like that is another', async () => {
    await writeFile(
      file,
      'Date,Sale ID,Type,Gift Card #,Client ID,Client,Location,Amount\n6/2/2026,1,Issued,5,7,x,A,5.00\n',
    )
    expect(await run('--file', file, ...june)).toMatchObject({
      exit_code: 3,
      error: {
        code: 'REPORT_PROFILE',
        message: expect.stringContaining('"sale date"'),
        remedy: 'It looks like the Gift Cards report: give --report gift-cards.',
      },
    })
  })

  it('is kept, so that it can be signed, and a waived cause asks for nobody', async () => {
    await writeFile(file, salesCsv([{ sale: 1, date: '6/2/2026', paid: '20.00' }]))
    const flags = ['--file', file, '--site', '1', ...june] as const
    expect(await run(...flags)).toMatchObject({ exit_code: 1, waived: [], changed_since_sign_off: null })
    const scope = ['--home', place.home, '--report', 'sales', '--site', '1'] as const
    const waiver = ['--cause', 'missing_in_native', '--until', '2999-12-31', '--reason', 'known'] as const
    await runHere(['reconcile', 'waive', ...scope, ...waiver])
    expect(await run(...flags)).toMatchObject({
      exit_code: 0,
      verdict: 'explained',
      waived: ['missing_in_native'],
    })
    await runHere(['reconcile', 'sign', ...scope, ...june, '--comment', 'looked at'])
    await writeFile(file, salesCsv([{ sale: 2, date: '6/3/2026', paid: '30.00' }]))
    const later = await run(...flags)
    expect(later['changed_since_sign_off']).toContain('another file')
  })

  it('reads a file by headers that were told once, and says that they were', async () => {
    const renamed = salesCsv([
      { sale: 1, date: '6/2/2026', paid: '20.00' },
      { sale: 2, date: '6/3/2026', paid: '30.00' },
    ]).replace('Total Paid w/ Payment Method', 'Betrag')
    await writeFile(file, renamed)
    expect(await run('--file', file, ...june)).toMatchObject({
      exit_code: 3,
      error: { message: expect.stringContaining('"total paid w/ payment method"') },
    })
    await runHere(['reconcile', 'profile', '--home', place.home, '--report', 'sales', '--map', 'paid=Betrag'])
    expect(await run('--file', file, ...june)).toMatchObject({ verdict: 'equal', profile: 'mapped' })
  })

  it('asks for a build where nothing is published yet', async () => {
    await rm(place.marts)
    expect(await run('--file', file, ...june)).toMatchObject({
      exit_code: 3,
      error: { code: 'HOME_UNUSABLE', remedy: 'Run `sync` and `build` first.' },
    })
  })
})

describe('reconcile profile', () => {
  let home: string
  let file: string

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'profile-'))
    file = join(home, 'Cards.csv')
    await writeFile(
      file,
      'Gift Card Report\nDate,Client,Sale #,Typ,Card No,Location,Amount,Extra\n1/2/2026,x,1,Issued,5,A,5.00,\n',
    )
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  const profile = (...flags: readonly string[]): Promise<Record<string, unknown>> =>
    jsonHere(['reconcile', 'profile', '--home', home, ...flags])
  const cards = ['--report', 'gift-cards'] as const

  it('shows what is found, what is missing, and what may have been meant', async () => {
    const seen = await profile(...cards, '--file', file)
    expect(seen).toMatchObject({ exit_code: 3, origin: 'unconfirmed', header_row: 2, path: null })
    expect(seen['fields']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'saleId', state: 'found', header: 'Sale #' }),
        expect.objectContaining({ field: 'movement', state: 'missing', required: true, near: 'Typ' }),
        expect.objectContaining({ field: 'clientId', state: 'missing', required: false, near: null }),
      ]),
    )
    expect(seen['unused']).toEqual(['Client', 'Typ', 'Card No', 'Extra'])
    expect(seen['error']).toMatchObject({
      code: 'REPORT_PROFILE',
      message: 'The file lacks what the Gift Cards report needs: movement, card.',
    })
  })

  it('remembers what it is told, adds to it, takes it back, and forgets', async () => {
    const told = await profile(
      ...cards,
      '--file',
      file,
      '--map',
      'movement=Typ',
      '--map',
      'card="Card No"',
      '--cap',
      '500',
    )
    expect(told).toMatchObject({ exit_code: 0, origin: 'mapped', caps: [500] })
    expect(told['path']).toBe(join(home, 'profiles', 'gift-cards.json'))
    expect(await profile(...cards, '--date-order', 'date=dmy')).toMatchObject({
      origin: 'mapped',
      caps: [500],
      date_orders: { date: 'dmy' },
    })
    expect(await profile(...cards, '--map', 'movement=', '--map', 'card=')).toMatchObject({
      origin: 'unconfirmed',
      caps: [500],
    })
    expect(await profile(...cards, '--forget')).toMatchObject({ is_forgotten: true })
    expect(await profile(...cards, '--forget')).toMatchObject({ is_forgotten: false })
  })

  it.each<readonly [string, readonly string[], string, string]>([
    ['a field that is none', ['--map', 'crd=Card No'], 'USAGE', 'Did you mean card?'],
    ['a text without a field', ['--map', 'Card No'], 'USAGE', 'Write --map field=...'],
    ['an order of what is no date', ['--date-order', 'card=dmy'], 'USAGE', 'Write --date-order date=dmy or'],
    ['an order that is none', ['--date-order', 'date=ymd'], 'USAGE', 'Write --date-order date=dmy or'],
    ['a cap that is none', ['--cap', '0'], 'USAGE', 'Give it as --cap 1'],
    [
      'a header for two fields',
      ['--map', 'card=Typ', '--map', 'movement=Typ'],
      'REPORT_PROFILE',
      'of its own',
    ],
  ])('refuses %s', async (_, flags, code, remedy) => {
    expect(await profile(...cards, ...flags)).toMatchObject({
      ok: false,
      error: { code, remedy: expect.stringContaining(remedy) },
    })
  })

  it('refuses a header that the file does not have, and remembers nothing', async () => {
    expect(await profile(...cards, '--file', file, '--map', 'card=Card Nr')).toMatchObject({
      exit_code: 3,
      error: { remedy: 'Did you mean "Card No"?' },
    })
    expect(await profile(...cards)).toMatchObject({ origin: 'unconfirmed' })
  })

  it('says which report a file looks like that is another', async () => {
    expect(await profile('--report', 'members', '--file', file, '--map', 'status=Typ')).toMatchObject({
      exit_code: 3,
      error: { remedy: expect.stringContaining('--map clientId=') },
    })
    await writeFile(file, 'Client ID,Client,Member Status\n1,x,Active\n')
    expect(await profile(...cards, '--file', file)).toMatchObject({
      exit_code: 3,
      error: { remedy: 'It looks like the Members report: give --report members.' },
    })
  })

  it('lists every report with its twin and address', async () => {
    const { reports } = await profile('--list')
    expect(reports).toHaveLength(20)
    expect(reports).toContainEqual({
      report: 'cash-drawer',
      title: 'Cash Drawer',
      headers: 'confirmed',
      twin: 'rec_cash_drawer',
      address: '/Report/Sales/CashDrawer',
    })
    expect(await profile()).toMatchObject({ exit_code: 2, error: { code: 'USAGE' } })
  })
})
