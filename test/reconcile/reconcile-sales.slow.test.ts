// The Sales report against its twin: clean is equal, each planted difference gets its own cause, the identity holds.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Cause } from '../../src/reconcile/causes.ts'
import { reconcile } from '../../src/reconcile/reconcile.ts'
import { writeReconciliation } from '../../src/reconcile/report-files.ts'
import {
  exclusiveSalesHeader,
  june,
  makeHome,
  salesCsv,
  saleLine,
  salesHeader,
  totalsLine,
} from './marts-fixture.ts'
import type { NativeSale, OurSaleLine } from './marts-fixture.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

const compare = async (
  ours: readonly OurSaleLine[],
  csv: string,
  changed: Parameters<typeof june>[2] = {},
  zone?: string,
): ReturnType<typeof reconcile> => {
  const place = await makeHome({ sales: ours, ...(zone === undefined ? {} : { zone }) })
  cleanups.push(place.remove)
  const file = join(place.home, 'sales.csv')
  await writeFile(file, csv)
  return reconcile(june(place, file, changed))
}

const ours: readonly OurSaleLine[] = [
  { sale: 1, at: '2026-06-03T10:00:00', paid: '18.00' },
  { sale: 2, at: '2026-06-14T21:30:00', paid: '1234.50', method: 'Visa/MC' },
  { sale: 2, at: '2026-06-14T21:30:00', paid: '65.50', method: 'Gift Card' },
  { sale: 3, at: '2026-06-20T12:00:00', paid: '-18.00', isReturned: true },
]
const native: readonly NativeSale[] = [
  { sale: 1, date: '6/3/2026', paid: '18.00' },
  { sale: 2, date: '6/14/2026', paid: '$1,234.50', method: 'Visa/MC' },
  { sale: 2, date: '6/14/2026', paid: '65.50', method: 'Gift Card' },
  { sale: 3, date: '6/20/2026', paid: '(18.00)' },
]
const total = '1,300.00'

describe('sales', () => {
  test('N2: a clean export is equal, with its control total', async () => {
    const result = await compare(ours, salesCsv(native, total))
    expect(result).toMatchObject({
      verdict: 'equal',
      native_total: '1300.00',
      our_total: '1300.00',
      variance: '0.00',
      explained_percent: 100,
      differences: [],
      currency: 'USD',
      control_totals: [{ state: 'agrees' }],
      rows: { native: 4, ours: 4, matched: 4 },
    })
  })

  const planted: readonly {
    readonly cause: Cause
    readonly why: string
    readonly file: readonly NativeSale[]
    readonly amount: string
  }[] = [
    {
      cause: 'missing_in_api',
      why: 'a sale only in the file',
      file: [...native, { sale: 9, date: '6/21/2026', paid: '40.00' }],
      amount: '40.00',
    },
    { cause: 'missing_in_native', why: 'a sale only here', file: native.slice(1), amount: '-18.00' },
    {
      cause: 'timezone_date_shift',
      why: 'an evening sale under the next day',
      file: native.map((row) => (row.method === 'Visa/MC' ? { ...row, date: '6/15/2026' } : row)),
      amount: '0.00',
    },
    {
      cause: 'rounding',
      why: 'one cent',
      file: native.map((row) => (row.sale === 1 ? { ...row, paid: '18.01' } : row)),
      amount: '0.01',
    },
    {
      cause: 'unexplained',
      why: 'an odd sum',
      file: native.map((row) => (row.sale === 1 ? { ...row, paid: '25.37' } : row)),
      amount: '7.37',
    },
    {
      cause: 'returned_or_voided',
      why: 'a reversal beside the sale',
      file: [...native, { sale: 1, date: '6/4/2026', paid: '(18.00)' }],
      amount: '-18.00',
    },
    {
      cause: 'returned_or_voided',
      why: 'a sale turned negative',
      file: native.map((row) => (row.sale === 1 ? { ...row, paid: '-18.00' } : row)),
      amount: '-36.00',
    },
    { cause: 'returned_or_voided', why: 'our return left out', file: native.slice(0, 3), amount: '18.00' },
  ]
  test.each(planted)('$cause: $why', async ({ cause, file, amount }) => {
    const result = await compare(ours, salesCsv(file))
    expect(result.differences).toEqual([{ cause, count: 1, amount }])
    expect(result.variance).toBe(amount)
    expect(result.verdict).toBe(cause === 'unexplained' ? 'differences' : 'explained')
    expect(result.details).toHaveLength(1)
  })

  test('parse_control_total comes first and joins the identity', async () => {
    const result = await compare(ours, salesCsv(native, '1,310.00'))
    expect(result.differences).toEqual([{ cause: 'parse_control_total', count: 1, amount: '10.00' }])
    expect(result).toMatchObject({
      native_total: '1310.00',
      variance: '10.00',
      verdict: 'differences',
      explained_percent: 0,
    })
  })

  test('a shift over the edge of the period moves money between periods', async () => {
    const edge: readonly OurSaleLine[] = [{ sale: 5, at: '2026-06-30T22:00:00', paid: '10.00' }]
    const out = await compare(edge, salesCsv([{ sale: 5, date: '7/1/2026', paid: '10.00' }]), {})
    expect(out.differences).toEqual([{ cause: 'timezone_date_shift', count: 1, amount: '0.00' }])
    const before: readonly OurSaleLine[] = [{ sale: 5, at: '2026-05-31T22:00:00', paid: '10.00' }]
    const into = await compare(before, salesCsv([{ sale: 5, date: '6/1/2026', paid: '10.00' }]), {
      given: { dateOrder: { value: 'mdy', source: 'flag' } },
    })
    expect(into.differences).toEqual([{ cause: 'timezone_date_shift', count: 1, amount: '10.00' }])
    expect(into.our_total).toBe('0.00')
  })

  test('a day apart at noon is no time zone', async () => {
    const result = await compare(
      [{ sale: 1, at: '2026-06-13T12:00:00', paid: '5.00' }],
      salesCsv([{ sale: 1, date: '6/14/2026', paid: '5.00' }]),
      {},
      'Europe/London',
    )
    expect(result.differences).toEqual([{ cause: 'unexplained', count: 1, amount: '0.00' }])
  })

  test('the same line three times matches three times, not nine', async () => {
    const thrice = [1, 2, 3].map((): OurSaleLine => ({ sale: 7, at: '2026-06-15T09:00:00', paid: '2.50' }))
    const file = [1, 2].map((): NativeSale => ({ sale: 7, date: '6/15/2026', paid: '2.50' }))
    const result = await compare(thrice, salesCsv(file))
    expect(result.differences).toEqual([{ cause: 'duplicate', count: 1, amount: '-2.50' }])
  })

  test('the second header style, day first, comma decimals and ids with separators', async () => {
    const line =
      '14/06/2026;1,288;1,002;_x0008_Mat  Blue;;;Studio;;;;1.234,50;1;1.234,50;0;0,00;0,00;1.234,50;1.234,50;cash'
    const result = await compare(
      [{ sale: 1002, client: '1288', item: 'Mat Blue', at: '2026-06-14T10:00:00', paid: '1234.50' }],
      `${exclusiveSalesHeader.replaceAll(',', ';')}\n${line}\nTotal;;;;;;;;;;;;;;;;;tot 1.234,50;\n`,
    )
    expect(result).toMatchObject({
      verdict: 'equal',
      native_total: '1234.50',
      control_totals: [{ state: 'agrees' }],
    })
  })

  test('groups with their own header and totals, and a line without its number: nothing is dropped unseen', async () => {
    const [first, ...rest] = native.map(saleLine)
    const grouped = [salesHeader, '', first, totalsLine('18.00'), salesHeader, ...rest]
    const without = saleLine({ sale: '', date: '6/21/2026', paid: '7.00' })
    const result = await compare(ours, [...grouped, without, totalsLine('1,307.00')].join('\n'))
    expect(result.control_totals.map(({ state }) => state)).toContain('agrees')
    expect(result.differences).toEqual([{ cause: 'missing_in_api', count: 1, amount: '7.00' }])
    expect(result.details[0]?.native).toMatchObject({ row: 9, 'Sale ID': null })
  })

  test('an item of many spellings: letter case and blanks do not part it', async () => {
    const result = await compare(
      [{ sale: 1, item: ' Drop-In  CLASS', at: '2026-06-14T10:00:00', paid: '5' }],
      salesCsv([{ sale: 1, item: 'Drop-in class', date: '6/14/2026', paid: '5.00' }]),
    )
    expect(result.verdict).toBe('equal')
  })

  test('writes a page without scripts and one JSON line a difference', async () => {
    const csv = [
      salesHeader,
      saleLine({ sale: 9, date: '6/21/2026', paid: '40.00', item: '<script>x</script>' }),
      totalsLine('40.00'),
    ]
    const result = await compare(ours, csv.join('\n'))
    const written = await writeReconciliation(await mkdtemp(join(tmpdir(), 'reports-')), result)
    cleanups.push(() => rm(join(written.html, '..', '..'), { recursive: true }))
    const page = await readFile(written.html, 'utf8')
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toContain('Doe, Jane')
    const lines = (await readFile(written.jsonl, 'utf8')).trim().split('\n')
    expect(lines).toHaveLength(result.details.length)
    const kept = JSON.parse(await readFile(written.html.replace(/html$/, 'json'), 'utf8'))
    expect(kept).toMatchObject({ verdict: 'explained', reconciled_at: '2026-07-01T12:00:00.000Z' })
  })
})

describe('refusals', () => {
  const one = salesCsv([{ sale: 1, date: '6/14/2026', paid: '5.00' }])
  const refusals: readonly {
    readonly why: string
    readonly csv: string
    readonly changed?: Parameters<typeof june>[2]
    readonly code: string
    readonly says: RegExp
  }[] = [
    {
      why: 'a missing header by name',
      csv: one.replace('Payment Method\r', 'Means\r'),
      code: 'REPORT_PROFILE',
      says: /"payment method"/,
    },
    { why: 'no header at all', csv: 'a,b\n1,2\n', code: 'REPORT_PROFILE', says: /"sale date"/ },
    { why: 'an empty file', csv: '', code: 'REPORT_PROFILE', says: /empty/ },
    {
      why: 'an amount that is none',
      csv: one.replaceAll('5.00', 'five'),
      code: 'REPORT_PROFILE',
      says: /Row 2.*"five"/,
    },
    {
      why: 'a line without a date',
      csv: one.replace('6/14/2026', ''),
      code: 'REPORT_PROFILE',
      says: /Sale Date/,
    },
    {
      why: 'a page without a table',
      csv: '<html><table></table>',
      code: 'REPORT_PROFILE',
      says: /no Sales report/,
    },
    {
      why: 'dates that read both ways',
      csv: salesCsv([{ sale: 1, date: '6/5/2026', paid: '5.00' }]),
      changed: { from: '2026-01-01', to: '2026-12-31' },
      code: 'REPORT_SETTINGS',
      says: /month\/day/,
    },
    {
      why: 'an order the dates deny',
      csv: one,
      changed: { given: { dateOrder: { value: 'dmy', source: 'flag' } } },
      code: 'REPORT_SETTINGS',
      says: /dmy/,
    },
    {
      why: 'a period backwards',
      csv: one,
      changed: { from: '2026-07-01', to: '2026-06-01' },
      code: 'REPORT_SETTINGS',
      says: /no period/,
    },
    { why: 'an unknown site', csv: one, changed: { siteId: 7 }, code: 'REPORT_SETTINGS', says: /no site 7/ },
    {
      why: 'another period',
      csv: salesCsv(native, total),
      changed: { from: '2026-06-10', to: '2026-06-30' },
      code: 'REPORT_SETTINGS',
      says: /outside 2026-06-10/,
    },
    {
      why: 'no marts',
      csv: one,
      changed: { marts: '/nowhere/marts.duckdb' },
      code: 'HOME_UNUSABLE',
      says: /not there/,
    },
  ]
  test.each(refusals)('$why', async ({ csv, changed, code, says }) => {
    await expect(compare(ours, csv, changed)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(says),
    })
  })

  test('a file that is not there', async () => {
    const place = await makeHome({})
    cleanups.push(place.remove)
    await expect(reconcile(june(place, join(place.home, 'none.csv')))).rejects.toMatchObject({
      code: 'REPORT_SETTINGS',
      why: 'There is no such file.',
    })
  })
})
