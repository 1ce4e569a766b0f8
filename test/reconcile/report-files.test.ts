// The files and the terminal lines of a reconciliation: whole, exact, for the owner only, and quiet about what names try.
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { causes } from '../../src/reconcile/causes.ts'
import type { Written } from '../../src/reconcile/outcome.ts'
import { pageOf } from '../../src/reconcile/page.ts'
import { writeReconciliation } from '../../src/reconcile/report-files.ts'
import { summaryLines } from '../../src/reconcile/summary-lines.ts'
import { emptyTrail } from '../../src/reconcile/trail-types.ts'
import { readVerdicts } from '../../src/ops/report-trust.ts'
import { equalReconciled, reconciledOf, someDetails, someTrail } from './reconciled-fixture.ts'

let home: string
let written: Written
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'written-'))
  written = await writeReconciliation(home, reconciledOf(), someTrail)
})
afterAll(() => rm(home, { recursive: true, force: true }))

const somewhere: Written = { html: '/h.html', jsonl: '/l.jsonl', workbook: '/w.xlsx' }

describe('the files', () => {
  test('are named by report, site and period, and only the owner reads them', async () => {
    const folder = join(home, 'reports')
    const name = 'reconcile-sales-123-2026-06-01-2026-06-30'
    expect((await readdir(folder)).toSorted()).toEqual(
      ['html', 'json', 'jsonl', 'xlsx'].map((ending) => `${name}.${ending}`),
    )
    expect(written.workbook).toBe(join(folder, `${name}.xlsx`))
    const modes = await Promise.all(
      (await readdir(folder)).map(async (file) => (await stat(join(folder, file))).mode & 0o777),
    )
    expect(new Set(modes)).toEqual(new Set([0o600]))
  })

  test('a later comparison of the same takes their place', async () => {
    const other = await mkdtemp(join(tmpdir(), 'written-'))
    await writeReconciliation(other, reconciledOf())
    await writeReconciliation(other, equalReconciled())
    const kept = await readdir(join(other, 'reports'))
    const lines = kept.find((file) => file.endsWith('.jsonl')) ?? ''
    expect(kept).toHaveLength(4)
    expect(await readFile(join(other, 'reports', lines), 'utf8')).toBe('')
    await rm(other, { recursive: true })
  })

  test('every difference is a JSON line, its amount exact text', async () => {
    const lines = (await readFile(written.jsonl, 'utf8')).trim().split('\n')
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(told.map(({ cause }) => cause)).toEqual(someDetails.map(({ cause }) => cause))
    expect(told.map(({ amount }) => amount)).toEqual([
      '10.00',
      '0.00',
      '1.45',
      '0.10',
      '0.20',
      '40.00',
      '-25.00',
      '0.01',
      '-3.33',
    ])
    expect(told[2]).toMatchObject({ pass: 'amount', native: { row: 17 }, ours: { paid: '18.00' } })
  })

  test('the verdict is what the report of the home shows, and leads to the other files', async () => {
    const [verdict] = await readVerdicts(home)
    expect(verdict).toMatchObject({
      report: 'sales',
      verdict: 'differences',
      variance: '23.43',
      explained_percent: 83.35,
      ...written,
    })
    expect(verdict).not.toHaveProperty('details')
  })
})

describe('the page', () => {
  test('tells each cause that occurs with what to do, and each setting with how it is known', () => {
    const page = pageOf(reconciledOf(), someTrail)
    for (const word of [
      'tax_inclusion',
      'found from the rows',
      'Read again (sync',
      'waived until 2026-07-31',
    ])
      expect(page).toContain(word)
    expect(page).toContain('Changed since they were signed: the file total was 1013.43')
    expect(page).toContain('Grand Total')
  })

  test('says so when nothing differs and nobody has signed', () => {
    const page = pageOf(equalReconciled(), emptyTrail)
    expect(page).toContain('Equal: every row of the file is in the marts, to the cent.')
    expect(page).toContain('Nobody has signed these figures yet.')
    expect(page).not.toContain('Each difference')
    expect(page).toContain('nothing proves that it is complete')
  })

  test('every text of the file stays text', () => {
    const bite = '<img src=x onerror=alert(1)>"\'&'
    const biting = reconciledOf(
      someDetails.map((detail) => ({
        ...detail,
        evidence: bite,
        pass: bite,
        native: { row: 1, [bite]: bite },
      })),
      {
        title: bite,
        file: bite,
        settings: [{ name: 'locations', value: bite, source: 'file' }],
        control_totals: [{ column: bite, state: 'differs', file: '1.00', rows: '2.00', evidence: bite }],
        breakdowns: [{ by: 'item', key: bite, native: '1.00', ours: '0.00', variance: '1.00' }],
        unmapped: [{ kind: 'tender', name: bite, rows: 1, amount: '1.00' }],
      },
    )
    const [sign] = someTrail.signOffs
    const [waiver] = someTrail.waivers
    if (sign === undefined || waiver === undefined) throw new Error('the trail of the fixture is empty')
    const page = pageOf(biting, {
      signOffs: [{ ...sign, signedBy: bite, comment: bite }],
      waivers: [{ ...waiver, reason: bite, waivedBy: bite }],
      changedSince: bite,
    })
    expect(page).not.toContain('<img')
    expect(page.split('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;').length).toBeGreaterThan(20)
  })

  test('shows the first of many differences and says how many there are', () => {
    const many = Array.from({ length: 60 }, () => someDetails).flat()
    const page = pageOf(reconciledOf(many), emptyTrail)
    expect(page).toContain('The first 500 of 540')
  })
})

describe('the terminal', () => {
  test('shows totals, causes, settings, the own totals of the file and where to read on', () => {
    expect(summaryLines(reconciledOf(), somewhere, someTrail).join('\n')).toBe(`\
Different, and a person must look: parse_control_total.

file      1023.43 USD  60 rows
marts     1000.00 USD  60 rows, 58 matched
variance    23.43 USD  beyond the tolerance of 0.60, 83.35 % explained

cause                rows  amount  note
-------------------  ----  ------  -----------------------
parse_control_total     1   10.00  look at this
timezone_date_shift     1    0.00
tax_inclusion           3    1.75
missing_in_api          1   40.00
missing_in_native       1  -25.00
rounding                1    0.01
unexplained             1   -3.33  waived until 2026-07-31

Site            123 (given)
Dates           2026-06-01 to 2026-06-30 (the file says so)
Basis           accrual (found from the rows)
Locations       all (as the report is by itself)
Returns         include (as the report is by itself)

The file's own totals: 1 of 2 agree with its rows.
  Total Paid w/ Payment Method: the file says 1023.43, its rows make 1013.43. Row 63, "Grand Total".
Names the marts do not know: 1 item, 1 location.
When the file was exported is not known, so edits made since cannot be told from other causes: give --exported-at.
Changed since it was signed: the file total was 1013.43 and is 1023.43.

page      /h.html
workbook  /w.xlsx
lines     /l.jsonl`)
  })

  test('says of an open cause what it rests on, of several findings what they have in common', () => {
    const [detail] = someDetails.filter(({ cause }) => cause === 'unexplained')
    if (detail === undefined) throw new Error('no such detail')
    const linesOf = (count: number): string =>
      summaryLines(reconciledOf(Array.from({ length: count }, () => detail)), somewhere).join('\n')
    expect(linesOf(1)).toContain(`\nunexplained: ${detail.evidence}\n`)
    expect(linesOf(2)).toContain('\nunexplained: No rule knows this difference. Look at both rows')
  })

  test('says that the marts are empty where they have no row at all', () => {
    const rows = { native: 5, ours: 0, matched: 0, passes: [] }
    expect(summaryLines(reconciledOf(undefined, { rows }), somewhere).join('\n')).toContain(
      'no row at all for this site and period',
    )
  })

  test('is free of control characters, whatever the file holds', () => {
    const found = reconciledOf(undefined, {
      settings: [{ name: 'locations', value: 'Har\u001b[31mbor', source: 'file' }],
      control_totals: [
        { column: '\u001b]0;x\u0007', state: 'differs', file: '1', rows: '2', evidence: '\u0008' },
      ],
    })
    expect(summaryLines(found, somewhere).join('')).not.toMatch(/\p{Cc}/u)
  })
})

test('a waived cause is no open one; a limit of its amount holds', () => {
  const [waiver] = someTrail.waivers
  if (waiver === undefined) throw new Error('the trail of the fixture is empty')
  const trailOf = (maxAmount: string | null) => ({
    ...emptyTrail,
    waivers: causes.map((cause) => ({ ...waiver, cause, maxAmount })),
  })
  const [waived] = summaryLines(reconciledOf(), somewhere, trailOf(null))
  const [limited] = summaryLines(reconciledOf(), somewhere, trailOf('5.00'))
  expect(waived).toBe('Different, and a person has waived each cause that occurs.')
  expect(limited).toBe('Different, and a person must look: parse_control_total.')
})
