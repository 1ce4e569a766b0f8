// The Outstanding Series report (Outstanding Pricing Options): what sold options have not earned yet, as of a day.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** The balance of each payment's movements up to the day; with no first day it covers all history. */
export const outstandingSeriesProfile: ReportProfile = {
  name: 'outstanding-series',
  title: 'Outstanding Series',
  address: null,
  isConfirmed: false,
  columns: [
    { field: 'clientId', headers: ['client id', 'id'], kind: 'id', required: false, from: 'link' },
    {
      field: 'paymentRef',
      headers: ['payment ref #', 'payment ref. #', 'payment ref', 'pmt ref #', 'pmt ref'],
      kind: 'id',
      required: true,
    },
    { field: 'category', headers: ['service category', 'program'], kind: 'text', required: false },
    {
      field: 'pricingOption',
      headers: ['pricing option', 'series', 'item name'],
      kind: 'text',
      required: false,
    },
    { field: 'amountPaid', headers: ['amount paid', 'amount'], kind: 'money', required: false },
    { field: 'remaining', headers: ['remaining', 'visits remaining'], kind: 'count', required: false },
    {
      field: 'unearned',
      headers: ['unearned revenue', 'unearned', 'unearned value', 'outstanding value', 'deferred'],
      kind: 'money',
      required: true,
    },
  ],
  identity: ['paymentRef'],
  choices: { basis: false, locations: false, returns: false },
  caps: [],
  twin: {
    mart: 'rec_outstanding_series',
    rows: 'balance',
    key: [{ native: 'paymentRef', ours: 'payment_ref', as: 'id' }],
    isKeyUnique: true,
    measure: { native: 'unearned', ours: 'unearned', unit: 'money' },
    client: { native: 'clientId', ours: 'client_id' },
    category: { native: 'category', ours: 'category_name' },
    shown: ['payment_ref', 'client_id', 'category_name', 'pricing_option', 'unearned'],
  },
}
