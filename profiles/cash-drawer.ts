// The Cash Drawer report: what each sale brought into the drawer.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/**
 * Ways to pay that are flagged as cash equivalent only, autopays left out. A column per selected way stands between the notes and
 * the total, under names each studio chooses; closing rows (Total Received, Tips, In Drawer, Paid Out) carry no sale.
 */
export const cashDrawerProfile: ReportProfile = {
  name: 'cash-drawer',
  title: 'Cash Drawer',
  address: '/Report/Sales/CashDrawer',
  isConfirmed: true,
  columns: [
    { field: 'clientId', headers: ['client id'], kind: 'id', required: false, from: 'link' },
    { field: 'saleId', headers: ['sale id'], kind: 'id', required: true },
    { field: 'location', headers: ['location'], kind: 'text', required: false },
    { field: 'total', headers: ['total'], kind: 'money', required: true },
  ],
  identity: ['saleId'],
  choices: { basis: false, locations: true, returns: false },
  caps: [],
  twin: {
    mart: 'rec_cash_drawer',
    rows: 'each',
    key: [{ native: 'saleId', ours: 'sale_id', as: 'id' }],
    isKeyUnique: true,
    measure: { native: 'total', ours: 'total', unit: 'money' },
    at: 'sold_at_local',
    client: { native: 'clientId', ours: 'client_id' },
    location: { native: 'location', ours: 'location_name' },
    shown: ['sale_id', 'client_id', 'location_name', 'local_date', 'total'],
  },
}
