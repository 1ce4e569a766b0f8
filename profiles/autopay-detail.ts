// The Autopay Detail report: each autopay by the day it is scheduled for, even where it settles later.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Amounts include tax, unlike those of the summary. A snapshot of the schedule: returns afterwards do not show. */
export const autopayDetailProfile: ReportProfile = {
  name: 'autopay-detail',
  title: 'Autopay Detail',
  address: '/ASP/adm/adm_eft_det.asp',
  isConfirmed: false,
  columns: [
    {
      field: 'date',
      headers: ['scheduled date', 'schedule date', 'autopay date', 'date'],
      kind: 'date',
      required: true,
    },
    { field: 'clientId', headers: ['client id', 'id'], kind: 'id', required: true, from: 'link' },
    {
      field: 'item',
      headers: ['item name', 'item', 'contract', 'autopay', 'description'],
      kind: 'text',
      required: true,
    },
    { field: 'status', headers: ['status'], kind: 'text', required: true },
    { field: 'method', headers: ['payment method', 'method'], kind: 'text', required: false },
    { field: 'location', headers: ['location'], kind: 'text', required: false },
    { field: 'amount', headers: ['amount', 'total', 'total amount'], kind: 'money', required: true },
  ],
  identity: ['clientId'],
  choices: { basis: false, locations: true, returns: false },
  caps: [],
  twin: {
    mart: 'rec_autopay',
    rows: 'each',
    key: [
      { native: 'clientId', ours: 'client_id', as: 'id' },
      { native: 'item', ours: 'item_name', as: 'name' },
      { native: 'status', ours: 'status', as: 'name' },
    ],
    isKeyUnique: false,
    measure: { native: 'amount', ours: 'amount', unit: 'money' },
    date: { native: 'date', ours: 'local_date' },
    client: { native: 'clientId', ours: 'client_id' },
    location: { native: 'location', ours: 'location_name' },
    shown: ['client_id', 'item_name', 'status', 'payment_method', 'location_name', 'amount'],
  },
}
