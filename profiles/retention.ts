// The Retention report in detail: clients by their initial visit, and whether they came again.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Compared as run for a return within 30 days to any staff member and any location; a client has one initial visit. */
export const retentionProfile: ReportProfile = {
  name: 'retention',
  title: 'Retention',
  address: '/asp/adm/adm_rpt_retention.asp',
  isConfirmed: false,
  columns: [
    { field: 'clientId', headers: ['client id', 'id'], kind: 'id', required: true, from: 'link' },
    {
      field: 'date',
      headers: ['initial visit', 'initial visit date', 'first visit'],
      kind: 'date',
      required: true,
    },
    {
      field: 'location',
      headers: ['initial visit location', 'visit location', 'location'],
      kind: 'text',
      required: false,
    },
    { field: 'staff', headers: ['staff', 'instructor'], kind: 'text', required: false },
    { field: 'retained', headers: ['client type', 'new/repeat', 'returned'], kind: 'text', required: false },
  ],
  identity: ['clientId'],
  choices: { basis: false, locations: true, returns: false },
  caps: [],
  twin: {
    mart: 'rec_retention',
    rows: 'each',
    key: [{ native: 'clientId', ours: 'client_id', as: 'id' }],
    isKeyUnique: true,
    measure: { native: 'rows', ours: 'rows', unit: 'count' },
    date: { native: 'date', ours: 'local_date' },
    at: 'starts_at_local',
    client: { native: 'clientId', ours: 'client_id' },
    location: { native: 'location', ours: 'location_name' },
    category: { native: 'retained', ours: 'category_name' },
    shown: [
      'visit_id',
      'client_id',
      'starts_at_local',
      'location_name',
      'staff_name',
      'category_name',
      'returned_on',
    ],
  },
}
