// The Earned Revenue report in detail: what each sold option earned in a period, and what stays deferred.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Without tax; limited options by use, unlimited and membership options by day, expired ones whole. One payment, one row. */
export const earnedRevenueProfile: ReportProfile = {
  name: 'earned-revenue',
  title: 'Earned Revenue',
  address: '/ASP/adm/adm_rpt_earned_revenue.asp',
  isConfirmed: false,
  columns: [
    { field: 'clientId', headers: ['client id', 'id'], kind: 'id', required: false, from: 'link' },
    {
      field: 'paymentRef',
      headers: ['payment ref #', 'payment ref. #', 'payment ref', 'pmt ref #', 'pmt ref'],
      kind: 'id',
      required: true,
    },
    {
      field: 'category',
      headers: ['service category', 'program'],
      kind: 'text',
      required: false,
      from: 'heading',
    },
    { field: 'location', headers: ['location', 'sale location'], kind: 'text', required: false },
    { field: 'amountPaid', headers: ['amount paid', 'amount'], kind: 'money', required: false },
    { field: 'duration', headers: ['duration'], kind: 'text', required: false },
    { field: 'daysUsed', headers: ['days used'], kind: 'text', required: false },
    { field: 'daysRemaining', headers: ['days remaining'], kind: 'text', required: false },
    {
      field: 'earned',
      headers: ['earned', 'earned revenue', 'amount earned'],
      kind: 'money',
      required: true,
    },
    {
      field: 'deferred',
      headers: ['deferred', 'deferred revenue', 'amount deferred'],
      kind: 'money',
      required: false,
    },
  ],
  identity: ['paymentRef'],
  choices: { basis: false, locations: true, returns: false },
  caps: [],
  twin: {
    mart: 'rec_earned_revenue',
    rows: 'summed',
    key: [{ native: 'paymentRef', ours: 'payment_ref', as: 'id' }],
    isKeyUnique: true,
    measure: { native: 'earned', ours: 'earned', unit: 'money' },
    client: { native: 'clientId', ours: 'client_id' },
    location: { native: 'location', ours: 'location_name' },
    category: { native: 'category', ours: 'category_name' },
    shown: ['payment_ref', 'client_id', 'category_name', 'section', 'earned'],
  },
}
