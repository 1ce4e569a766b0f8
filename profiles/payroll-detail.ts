// The Payroll report in detail: what each staff member earned by class and appointment.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/**
 * Blocks of tables under a heading per staff member and pay rate, each kind of rate with columns of its own. Only some of them name
 * the class, so a row is known by who taught at what minute: nobody teaches two classes at once.
 */
export const payrollDetailProfile: ReportProfile = {
  name: 'payroll-detail',
  title: 'Payroll Detail',
  address: '/ASP/adm/adm_rpt_ipay_new.asp',
  isConfirmed: true,
  columns: [
    { field: 'staff', headers: ['staff', 'staff name'], kind: 'text', required: true, from: 'heading' },
    { field: 'location', headers: ['location'], kind: 'text', required: false, from: 'heading' },
    { field: 'date', headers: ['class date', 'appointment date'], kind: 'date', required: true },
    { field: 'time', headers: ['class time', 'appt. time'], kind: 'time', required: true },
    { field: 'item', headers: ['class name'], kind: 'text', required: false },
    { field: 'clients', headers: ['# clients', '# staff paid'], kind: 'count', required: false },
    { field: 'comps', headers: ['# comps', '# staff unpaid'], kind: 'count', required: false },
    { field: 'revenue', headers: ['revenue'], kind: 'money', required: false },
    { field: 'basePay', headers: ['base pay'], kind: 'money', required: false },
    { field: 'assistantPay', headers: ['assistant pay'], kind: 'money', required: false },
    { field: 'bonusPay', headers: ['bonus pay'], kind: 'money', required: false },
    { field: 'earnings', headers: ['earnings'], kind: 'money', required: true },
  ],
  identity: ['date'],
  choices: { basis: false, locations: true, returns: false },
  caps: [80_000],
  twin: {
    mart: 'rec_payroll',
    rows: 'each',
    key: [
      { native: 'staff', ours: 'staff_name', as: 'name' },
      { native: 'time', ours: 'starts_at_local', as: 'minutes' },
    ],
    isKeyUnique: false,
    measure: { native: 'earnings', ours: 'earnings', unit: 'money' },
    date: { native: 'date', ours: 'local_date' },
    at: 'starts_at_local',
    location: { native: 'location', ours: 'location_name' },
    shown: ['staff_id', 'service_name', 'starts_at_local', 'location_name', 'earnings'],
  },
}
