// The Members report (new): one row per member with their status as of the day it ran.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Members are counted, and each one's status is compared. */
export const membersProfile: ReportProfile = {
  name: 'members',
  title: 'Members',
  address: '/VIPMembershipReport/MembersReport',
  isConfirmed: false,
  columns: [
    { field: 'clientId', headers: ['client id', 'id', 'member id'], kind: 'id', required: true },
    { field: 'status', headers: ['member status', 'status'], kind: 'text', required: true },
    { field: 'membership', headers: ['membership', 'membership type'], kind: 'text', required: false },
  ],
  identity: ['clientId'],
  choices: { basis: false, locations: false, returns: false },
  caps: [],
  twin: {
    mart: 'rec_member',
    rows: 'snapshot',
    key: [{ native: 'clientId', ours: 'client_id', as: 'id' }],
    isKeyUnique: true,
    measure: { native: 'rows', ours: 'rows', unit: 'count' },
    client: { native: 'clientId', ours: 'client_id' },
    category: { native: 'status', ours: 'category_name' },
    shown: ['client_id', 'category_name', 'snapshot_date'],
  },
}
