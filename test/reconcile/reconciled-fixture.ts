// A comparison made by hand: both sides, several causes, names that bite, everything that adds up.
import type { Detail, Reconciled } from '../../src/reconcile/outcome.ts'
import type { Trail } from '../../src/reconcile/trail-types.ts'

/** What spreadsheets, XML and HTML choke on. */
export const nasty = [
  '=1+1',
  '+A1',
  '-2+3',
  '@SUM(A1)',
  '=HYPERLINK("http://example.invalid","x")',
  '<script>alert(1)</script>',
  'constructor',
  '__proto__',
  'a\u0000b\u0008c\u001f',
  '_x000D_ stays',
  '\ud800 alone',
  'née “x” & 日本 😀',
] as const

const sale = (row: number, item: string, paid: string): NonNullable<Detail['native']> => ({
  row,
  'Sale Date': '6/3/2026',
  'Client ID': '1,288',
  'Sale ID': '90071',
  'Item name': item,
  'Total Paid': paid,
})

const ours = (item: string, paid: string): NonNullable<Detail['ours']> => ({
  sale_id: '90071',
  sale_datetime_local: '2026-06-03 10:00:00',
  item_name: item,
  paid,
  is_returned: false,
})

const detail = (
  cause: Detail['cause'],
  amount: number,
  item: string,
  sides: Partial<Detail> = {},
): Detail => ({
  cause,
  amount,
  evidence: `Evidence of ${item}: 2026-06-03 10:00 local, 2026-06-03 17:00 UTC.`,
  pass: null,
  native: sale(17, item, '18.00'),
  ours: ours(item, '18.00'),
  ...sides,
})

export const someDetails: readonly Detail[] = [
  detail('parse_control_total', 1_000, 'total', { native: null, ours: null }),
  detail('timezone_date_shift', 0, 'Vinyasa', { pass: 'next_day' }),
  detail('tax_inclusion', 145, 'Mat', { pass: 'amount' }),
  detail('tax_inclusion', 10, 'Towel', { pass: 'amount' }),
  detail('tax_inclusion', 20, 'Sock', { pass: 'amount' }),
  detail('missing_in_api', 4_000, '=1+1', { ours: null }),
  detail('missing_in_native', -2_500, '<b>Bold</b>', { native: null }),
  detail('rounding', 1, 'Bar', { pass: 'tolerance' }),
  detail('unexplained', -333, 'Odd', { pass: 'amount' }),
]

const base: Omit<Reconciled, 'details' | 'differences'> = {
  report: 'sales',
  title: 'Sales',
  site_id: 123,
  from: '2026-06-01',
  to: '2026-06-30',
  settings: [
    { name: 'site', value: '123', source: 'flag' },
    { name: 'dates', value: '2026-06-01 to 2026-06-30', source: 'file' },
    { name: 'basis', value: 'accrual', source: 'found' },
    { name: 'locations', value: 'all', source: 'report' },
    { name: 'returns', value: 'include', source: 'report' },
  ],
  unit: 'money',
  currency: 'USD',
  exported_at: null,
  reconciled_at: '2026-07-01T12:05:00.000Z',
  file: '/home/finance/exports/Sales June.csv',
  file_sha256: 'ab'.repeat(32),
  profile: 'confirmed',
  native_total: '1023.43',
  our_total: '1000.00',
  variance: '23.43',
  explained_percent: 83.35,
  verdict: 'differences',
  tolerance: { line: '0.01', total: '0.60', is_within: false },
  rows: {
    native: 60,
    ours: 60,
    matched: 58,
    passes: [
      { pass: 'exact', pairs: 52 },
      { pass: 'tolerance', pairs: 1 },
      { pass: 'next_day', pairs: 1 },
      { pass: 'amount', pairs: 4 },
    ],
  },
  control_totals: [
    {
      column: 'Total Paid w/ Payment Method',
      state: 'differs',
      file: '1023.43',
      rows: '1013.43',
      evidence: 'Row 63, "Grand Total".',
    },
    { column: 'Tax', state: 'agrees', file: '80.10', rows: '80.10', evidence: 'Row 63, "Grand Total".' },
    { column: 'rows', state: 'absent', file: null, rows: '60', evidence: 'The file prints no count.' },
  ],
  breakdowns: [
    { by: 'day', key: '2026-06-03', native: '600.10', ours: '580.00', variance: '20.10' },
    { by: 'day', key: '2026-06-04', native: '413.33', ours: '420.00', variance: '-6.67' },
    { by: 'location', key: 'harbor', native: '1013.43', ours: '1000.00', variance: '13.43' },
    { by: 'tender', key: '=cash', native: '1013.43', ours: '1000.00', variance: '13.43' },
  ],
  unmapped: [
    { kind: 'item', name: '=1+1', rows: 1, amount: '40.00' },
    { kind: 'location', name: 'Old <Place>', rows: 2, amount: '12.00' },
  ],
}

/** Differences as printed, summed in exact hundredths. */
const summed = (details: readonly Detail[]): Reconciled['differences'] =>
  [...new Set(details.map(({ cause }) => cause))].map((cause) => {
    const own = details.filter((one) => one.cause === cause)
    return {
      cause,
      count: own.length,
      amount: (own.reduce((sum, { amount }) => sum + amount, 0) / 100).toFixed(2),
    }
  })

export const reconciledOf = (
  details: readonly Detail[] = someDetails,
  over: Partial<Reconciled> = {},
): Reconciled => ({
  ...base,
  details,
  differences: summed(details),
  ...over,
})

/** Nothing differs. */
export const equalReconciled = (over: Partial<Reconciled> = {}): Reconciled =>
  reconciledOf([], {
    native_total: '1000.00',
    variance: '0.00',
    explained_percent: 100,
    verdict: 'equal',
    tolerance: { line: '0.01', total: '0.60', is_within: true },
    control_totals: [],
    breakdowns: [],
    unmapped: [],
    ...over,
  })

export const someTrail: Trail = {
  signOffs: [
    {
      signedAt: '2026-07-01T09:00:00.000Z',
      signedBy: 'Ana =Lee',
      role: 'exporter',
      comment: 'Exported <today>.',
      fileSha256: 'cd'.repeat(32),
      nativeTotal: '1013.43',
      ourTotal: '1000.00',
      variance: '13.43',
      chainHash: 'ef'.repeat(32),
    },
  ],
  waivers: [
    {
      cause: 'unexplained',
      reason: 'Known since May.',
      waivedBy: 'Bo',
      createdAt: '2026-07-01T09:05:00.000Z',
      until: '2026-07-31',
      maxAmount: null,
      isValid: true,
    },
  ],
  changedSince: 'the file total was 1013.43 and is 1023.43.',
}
