// The Autopay Summary report: autopays of a period summed by status and payment method.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Without tax, unlike the detail. */
export const autopaySummaryProfile: ReportProfile = {
  name: 'autopay-summary',
  title: 'Autopay Summary',
  address: '/ASP/adm/adm_eft_sum.asp',
  isConfirmed: false,
  columns: [
    { field: 'status', headers: ['status'], kind: 'text', required: true },
    {
      field: 'method',
      headers: ['payment method', 'method', 'payment type'],
      kind: 'text',
      required: true,
    },
    { field: 'autopays', headers: ['# of autopays', '# autopays', 'count'], kind: 'count', required: false },
    { field: 'amount', headers: ['amount', 'total', 'total amount'], kind: 'money', required: true },
    { field: 'location', headers: ['location'], kind: 'text', required: false },
  ],
  identity: ['status', 'method'],
  choices: { basis: false, locations: true, returns: false },
  caps: [],
  twin: {
    mart: 'rec_autopay_summary',
    rows: 'summed',
    key: [
      { native: 'status', ours: 'status', as: 'name' },
      { native: 'method', ours: 'payment_method', as: 'name' },
    ],
    isKeyUnique: true,
    measure: { native: 'amount', ours: 'amount', unit: 'money' },
    location: { native: 'location', ours: 'location_name' },
    shown: ['status', 'payment_method', 'amount'],
  },
}
