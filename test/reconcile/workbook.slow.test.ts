// The workbook opened by LibreOffice: its formulas, recalculated, give what was printed; texts stay texts. Skipped where there is none.
import { beforeAll, describe, expect, test } from 'vitest'
import { causes } from '../../src/reconcile/causes.ts'
import type { Cause } from '../../src/reconcile/causes.ts'
import { explainedPercent, sumByCause } from '../../src/reconcile/differences.ts'
import type { Breakdown, Detail, Reconciled } from '../../src/reconcile/outcome.ts'
import type { Unit } from '../../src/reports/report-profile.ts'
import { amountText } from '../../src/reconcile/rule.ts'
import { emptyTrail } from '../../src/reconcile/trail-types.ts'
import { safeText } from '../../src/reconcile/workbook-cells.ts'
import { reconciliationWorkbook } from '../../src/reconcile/workbook.ts'
import { hasOffice, openInOffice, zipEntries } from './office.ts'
import type { Sheets } from './office.ts'
import { equalReconciled, nasty, reconciledOf, someDetails, someTrail } from './reconciled-fixture.ts'

/** A stream of numbers below 1 from a seed, the same on every machine. */
const drawnFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Many details of all causes, odd cents and both signs, and a comparison that they make up. */
const drawn = (seed: number, count: number, unit: Unit): Reconciled => {
  const draw = drawnFrom(seed)
  const details = Array.from({ length: count }, (_, index): Detail => {
    const cause: Cause = causes[Math.floor(draw() * causes.length)] ?? 'rounding'
    const amount = draw() < 0.1 ? 0 : Math.round((draw() - 0.5) * (unit === 'money' ? 200_000 : 9))
    return { ...(someDetails[index % someDetails.length] ?? []), cause, amount } as Detail
  })
  const variance = details.reduce((sum, { amount }) => sum + amount, 0)
  const [native, ours] = [10_000_000 + variance, 10_000_000]
  const text = (amount: number): string => amountText(unit, amount)
  const breakdowns = (['day', 'location'] as const).flatMap((by): readonly Breakdown[] => {
    const part = Math.round(native / 3)
    const row = (key: string, one: number, other: number): Breakdown => ({
      by,
      key,
      native: text(one),
      ours: text(other),
      variance: text(one - other),
    })
    return [row('2026-06-01', part, 4_000_001), row('2026-06-02', native - part, ours - 4_000_001)]
  })
  return reconciledOf(details, {
    unit,
    native_total: text(native),
    our_total: text(ours),
    variance: text(variance),
    differences: sumByCause(details, unit),
    explained_percent: explainedPercent(details),
    breakdowns,
  })
}

/** Rows that 57 % of, told as a fraction, is less than 57 %. */
const odd57 = reconciledOf(
  [
    { ...(someDetails[2] as Detail), amount: 57 },
    { ...(someDetails[8] as Detail), amount: 43 },
  ],
  { native_total: '1001.00', variance: '1.00', explained_percent: 57 },
)

const biting = reconciledOf(
  nasty.map((name, index) => ({
    ...(someDetails[5] as Detail),
    amount: index + 1,
    evidence: name,
    pass: name,
    native: { row: index + 2, 'Item name': name, [name]: 'under it' },
    ours: { item_name: name },
  })),
  {
    title: '=1+1',
    file: '=HYPERLINK("x")',
    settings: [{ name: 'locations', value: '@SUM(A1)', source: 'file' }],
    breakdowns: nasty.map((name) => ({
      by: 'item',
      key: name,
      native: '1.00',
      ours: '1.00',
      variance: '0.00',
    })),
    unmapped: nasty.map((name) => ({ kind: 'item', name, rows: 1, amount: '1.00' })),
  },
)

const comparisons = {
  money: drawn(7, 400, 'money'),
  counts: drawn(11, 150, 'count'),
  cut: drawn(13, 300, 'money'),
  equal: equalReconciled(),
  odd57,
  few: reconciledOf(),
} as const

let opened: Readonly<Record<string, Sheets>>
const books: Record<string, Uint8Array> = {}
beforeAll(async () => {
  for (const [name, found] of Object.entries(comparisons)) {
    books[name] = await reconciliationWorkbook(found, emptyTrail, name === 'cut' ? 120 : undefined)
  }
  books['biting'] = await reconciliationWorkbook(biting, someTrail)
  if (hasOffice) opened = await openInOffice(books)
})

const sheet = (book: string, name: string): readonly (readonly string[])[] => opened[book]?.[name] ?? []

/** The row whose first cell is the label. */
const rowOf = (book: string, name: string, label: string): readonly string[] =>
  sheet(book, name).find(([first]) => first === label) ?? []

const numberOf = (text: string | undefined): number => Number(text?.replace('%', ''))

describe.skipIf(!hasOffice)('recalculated by an office program', () => {
  test.each(Object.entries(comparisons))(
    '%s: every figure of the Summary is the printed one',
    (book, found) => {
      const figure = (label: string): number => numberOf(rowOf(book, 'Summary', label)[1])
      expect(figure('Total of the file')).toBe(Number(found.native_total))
      expect(figure('Total of the marts')).toBe(Number(found.our_total))
      expect(figure('Variance')).toBe(Number(found.variance))
      expect(figure('Sum of the causes')).toBe(Number(found.variance))
      expect(figure('Check')).toBe(0)
      expect(figure('Explained')).toBe(found.explained_percent)
      expect(explainedPercent(found.details)).toBe(found.explained_percent)
      for (const cause of causes) {
        const told = found.differences.find((difference) => difference.cause === cause)
        const [, rows, amount] = rowOf(book, 'Summary', cause)
        expect([cause, numberOf(rows), numberOf(amount)]).toEqual([
          cause,
          told?.count ?? 0,
          Number(told?.amount ?? 0),
        ])
      }
      const [, rows, sum] = rowOf(book, 'Summary', 'Sum')
      expect([numberOf(rows), numberOf(sum)]).toEqual([found.details.length, Number(found.variance)])
    },
  )

  test.each(Object.entries(comparisons))(
    '%s: each way of breaking down ends at the totals',
    (book, found) => {
      const totals = sheet(book, 'Variance').filter(([first]) => first === 'Total')
      const kinds = new Set(found.breakdowns.map(({ by }) => by))
      expect(totals.map((row) => row.slice(2, 5).map(Number))).toEqual(
        [...kinds].map(() => [Number(found.native_total), Number(found.our_total), Number(found.variance)]),
      )
    },
  )

  test('what the sheet Detail cannot hold is said, and counted', () => {
    expect(sheet('cut', 'Detail')[0]?.[0]).toContain('The first 120 of 300 differences')
    expect(sheet('cut', 'Detail')).toHaveLength(122)
  })

  test("the file's own totals differ by what they differ", () => {
    const [, , ...rows] = sheet('few', 'Control totals')
    expect(rows.map((row) => row[4])).toEqual(['10', '0', ''])
  })

  test('names that bite are texts in every sheet', () => {
    const shown = nasty.map((name) => safeText(name).replace('_x005F_', '_').trimEnd())
    const column = (name: string, index: number): readonly (string | undefined)[] =>
      sheet('biting', name).map((row) => row[index]?.trimEnd())
    expect(column('Unmapped', 1)).toEqual(expect.arrayContaining(shown))
    expect(column('Variance', 1)).toEqual(expect.arrayContaining(shown))
    expect(column('Detail', 2)).toEqual(expect.arrayContaining(shown))
    expect(column('Detail', 5)).toEqual(expect.arrayContaining(shown))
    expect(sheet('biting', 'Detail')[1]).toEqual(expect.arrayContaining(['=1+1', '_x000D_ stays']))
    expect(sheet('biting', 'Sign-off').flat()).toEqual(
      expect.arrayContaining(['Ana =Lee', 'Exported <today>.']),
    )
    expect(sheet('biting', 'Summary').flat()).toEqual(expect.arrayContaining(['=HYPERLINK("x")', '@SUM(A1)']))
  })
})

describe('in its own XML', () => {
  const names = ['Summary', 'Variance', 'Detail', 'Unmapped', 'Control totals', 'Method', 'Sign-off']

  test('there are seven sheets, their heads frozen, computed anew on opening, and no macro', () => {
    const entries = zipEntries(books['few'] ?? new Uint8Array())
    const workbook = entries.get('xl/workbook.xml') ?? ''
    expect([...workbook.matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(([, name]) => name)).toEqual(names)
    expect(workbook).toContain('fullCalcOnLoad="1"')
    const panes = names.map(
      (_, index) => /<pane[^>]*ySplit="(\d+)"[^>]*state="frozen"/.exec(sheetXml(entries, index))?.[1],
    )
    expect(panes).toEqual(['2', '2', '2', '2', '2', undefined, '2'])
    expect([...entries.keys()].filter((path) => /vba|macro|externalLink/i.test(path))).toEqual([])
  })

  test('amounts are numbers with two decimals, ids are texts, sums are formulas', () => {
    const entries = zipEntries(books['few'] ?? new Uint8Array())
    const detail = sheetXml(entries, 2)
    expect(detail).toContain('<autoFilter ref="A2:O11"/>')
    expect(/<c r="B5"[^>]*><v>1.45<\/v>/.exec(detail)?.[0]).not.toContain('t="s"')
    expect(/<c r="G5"[^>]*>/.exec(detail)?.[0]).toContain('t="s"')
    expect(/<c r="J5"[^>]*><v>18<\/v>/.exec(detail)).not.toBeNull()
    expect(entries.get('xl/styles.xml')).toContain('#,##0.00')
    const summary = sheetXml(entries, 0)
    expect(summary).toContain('<f>ROUND(SUMIFS(Detail!$B$3:$B$11,Detail!$A$3:$A$11,A14),2)</f>')
    expect(summary).toContain('<f>COUNTIFS(Detail!$A$3:$A$11,A14)</f>')
  })

  test('no text of the file is a formula', () => {
    const entries = zipEntries(books['biting'] ?? new Uint8Array())
    const formulas = names.flatMap((_, index) => [...sheetXml(entries, index).matchAll(/<f>([^<]*)/g)])
    expect(formulas.length).toBeGreaterThan(60)
    for (const [, formula = ''] of formulas) expect(formula).toMatch(/^(ROUND|SUM|COUNTIFS|IF|C37)/)
    const strings = entries.get('xl/sharedStrings.xml') ?? ''
    // oxlint-disable-next-line no-control-regex
    expect(strings).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f]/)
    for (const index of names.keys()) expect(sheetXml(entries, index)).not.toContain('native code')
  })
})

const sheetXml = (entries: ReadonlyMap<string, string>, index: number): string =>
  entries.get(`xl/worksheets/sheet${index + 1}.xml`) ?? ''
