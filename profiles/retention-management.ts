// The Retention Management report: who holds a membership as of the day it ran, with its last day.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Two of its dates are written with the day first and the third with the month first, wherever the studio is (observed). */
export const retentionManagementProfile: ReportProfile = {
  name: 'retention-management',
  title: 'Retention Management',
  address: null,
  isConfirmed: true,
  columns: [
    { field: 'location', headers: ['location'], kind: 'text', required: false },
    { field: 'clientId', headers: ['id'], kind: 'id', required: true },
    { field: 'memberSince', headers: ['member since'], kind: 'date', required: false, dateOrder: 'dmy' },
    { field: 'status', headers: ['status'], kind: 'text', required: false },
    { field: 'membership', headers: ['membership type'], kind: 'text', required: true },
    {
      field: 'expiration',
      headers: ['membership expiration'],
      kind: 'date',
      required: true,
      dateOrder: 'mdy',
    },
    { field: 'lastVisit', headers: ['last'], kind: 'date', required: false, dateOrder: 'dmy' },
  ],
  identity: ['clientId'],
  choices: { basis: false, locations: false, returns: false },
  caps: [],
  twin: {
    mart: 'rec_retention_management',
    rows: 'snapshot',
    key: [
      { native: 'clientId', ours: 'client_id', as: 'id' },
      { native: 'membership', ours: 'membership_name', as: 'name' },
      { native: 'expiration', ours: 'expiration_date', as: 'day' },
    ],
    isKeyUnique: true,
    measure: { native: 'rows', ours: 'rows', unit: 'count' },
    client: { native: 'clientId', ours: 'client_id' },
    location: { native: 'location', ours: 'location_name' },
    category: { native: 'status', ours: 'client_status' },
    shown: [
      'client_id',
      'membership_name',
      'expiration_date',
      'client_status',
      'location_name',
      'member_since',
      'last_visit_date',
      'snapshot_date',
    ],
  },
}
