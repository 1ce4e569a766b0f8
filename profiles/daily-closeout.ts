// The Daily Closeout report: what each tender took at the counters, without the online store.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Always cash basis. Its total of cash equivalents is that of the Sales report on cash basis for the same places and days. */
export const dailyCloseoutProfile: ReportProfile = {
  name: 'daily-closeout',
  title: 'Daily Closeout',
  address: '/ASP/adm/adm_rpt_dailycloseout.asp',
  isConfirmed: false,
  columns: [
    {
      field: 'method',
      headers: ['payment method', 'payment type', 'method', 'type'],
      kind: 'text',
      required: true,
    },
    { field: 'amount', headers: ['amount', 'payment amount', 'total'], kind: 'money', required: true },
    { field: 'location', headers: ['location', 'sale location'], kind: 'text', required: false },
  ],
  identity: ['method'],
  choices: { basis: false, locations: true, returns: false },
  caps: [],
  twin: {
    mart: 'rec_daily_closeout_tender',
    rows: 'summed',
    key: [{ native: 'method', ours: 'payment_method', as: 'name' }],
    isKeyUnique: true,
    measure: { native: 'amount', ours: 'amount', unit: 'money' },
    location: { native: 'location', ours: 'location_name' },
    shown: ['payment_method', 'amount'],
  },
}
