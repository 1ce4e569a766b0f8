// The Attendance without Revenue report: one row per visit, early cancellations left out.
import type { ReportColumn, ReportProfile } from '../src/reports/report-profile.ts'

/** `Type` is the class's name. All views but Summary hold the same visits, so two views of one day count double. */
export const visitColumns: readonly ReportColumn[] = [
  { field: 'date', headers: ['date'], kind: 'date', required: true },
  { field: 'time', headers: ['time'], kind: 'time', required: true },
  { field: 'clientId', headers: ['client id'], kind: 'id', required: true },
  { field: 'visitCategory', headers: ['visit service category'], kind: 'text', required: false },
  { field: 'visitType', headers: ['visit type'], kind: 'text', required: false },
  { field: 'item', headers: ['type'], kind: 'text', required: true },
  { field: 'pricingOption', headers: ['pricing option'], kind: 'text', required: true },
  { field: 'visitsRemaining', headers: ['visits rem.'], kind: 'count', required: false },
  { field: 'staff', headers: ['staff'], kind: 'text', required: false },
  { field: 'location', headers: ['visit location'], kind: 'text', required: true },
  { field: 'saleLocation', headers: ['sale location'], kind: 'text', required: false },
  { field: 'lateCancel', headers: ['late cancel'], kind: 'text', required: false },
  { field: 'noShow', headers: ['no-show', 'no shows'], kind: 'text', required: false },
  { field: 'paymentCategory', headers: ['payment service category'], kind: 'text', required: false },
]

/** Known by client, class name, date and time, for the report carries no visit number. */
export const attendanceWithoutRevenueProfile: ReportProfile = {
  name: 'attendance-without-revenue',
  title: 'Attendance without Revenue',
  address: '/AttendanceReport/IndexNoRevenue',
  isConfirmed: true,
  columns: visitColumns,
  identity: ['clientId'],
  choices: { basis: false, locations: true, returns: false },
  caps: [80_000],
  twin: {
    mart: 'rec_attendance',
    rows: 'each',
    key: [
      { native: 'clientId', ours: 'client_id', as: 'id' },
      { native: 'item', ours: 'visit_name', as: 'name' },
      { native: 'time', ours: 'starts_at_local', as: 'minutes' },
    ],
    isKeyUnique: false,
    measure: { native: 'rows', ours: 'rows', unit: 'count' },
    date: { native: 'date', ours: 'local_date' },
    at: 'starts_at_local',
    client: { native: 'clientId', ours: 'client_id' },
    location: { native: 'location', ours: 'location_name' },
    category: { native: 'paymentCategory', ours: 'category_name' },
    shown: [
      'visit_id',
      'client_id',
      'visit_name',
      'starts_at_local',
      'pricing_option',
      'category_name',
      'location_name',
      'late_cancel',
      'no_show',
    ],
  },
}
