// The Visits Remaining report in detail: what each client may still visit, by service category and pricing option.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Purchases of one option are merged; unlimited options print a sentinel count; Remaining less bookings ahead is Unbooked. */
export const visitsRemainingProfile: ReportProfile = {
  name: 'visits-remaining',
  title: 'Visits Remaining',
  address: null,
  isConfirmed: true,
  columns: [
    { field: 'clientId', headers: ['client id'], kind: 'id', required: true },
    { field: 'category', headers: ['service category'], kind: 'text', required: true },
    { field: 'pricingOption', headers: ['pricing option'], kind: 'text', required: true },
    { field: 'totalAmount', headers: ['total amount'], kind: 'money', required: false },
    { field: 'remaining', headers: ['visits remaining'], kind: 'count', required: true },
    { field: 'purchased', headers: ['purchased'], kind: 'count', required: false },
    { field: 'unbooked', headers: ['unbooked'], kind: 'count', required: false },
  ],
  identity: ['clientId'],
  choices: { basis: false, locations: false, returns: false },
  caps: [],
  twin: {
    mart: 'rec_visits_remaining',
    rows: 'snapshot',
    key: [
      { native: 'clientId', ours: 'client_id', as: 'id' },
      { native: 'category', ours: 'service_category', as: 'name' },
      { native: 'pricingOption', ours: 'pricing_option', as: 'name' },
    ],
    isKeyUnique: true,
    measure: { native: 'remaining', ours: 'remaining', unit: 'count' },
    client: { native: 'clientId', ours: 'client_id' },
    shown: [
      'client_id',
      'service_category',
      'pricing_option',
      'remaining',
      'purchased',
      'unbooked',
      'snapshot_date',
    ],
  },
}
