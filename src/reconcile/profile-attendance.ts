// The Attendance with Revenue report: one row per visit, early cancels left out.
import type { ReportProfile } from './profile.ts'

/** `Type` is the class's name; `Visits Rem.` tells packs from unlimited options, whose revenue per visit is not stable. */
export const attendanceProfile: ReportProfile = {
  name: 'attendance-with-revenue',
  title: 'Attendance with Revenue',
  measure: 'revenue',
  identity: 'clientId',
  dateOrderOf: () => undefined,
  columns: [
    { field: 'date', headers: ['date'], kind: 'date', required: true },
    { field: 'time', headers: ['time'], kind: 'time', required: true },
    { field: 'clientId', headers: ['client id'], kind: 'id', required: true },
    { field: 'visitType', headers: ['visit type'], kind: 'text', required: false },
    { field: 'item', headers: ['type'], kind: 'text', required: true },
    { field: 'pricingOption', headers: ['pricing option'], kind: 'text', required: true },
    { field: 'visitsRemaining', headers: ['visits rem.'], kind: 'number', required: true },
    { field: 'staff', headers: ['staff'], kind: 'text', required: false },
    { field: 'location', headers: ['visit location'], kind: 'text', required: false },
    { field: 'lateCancel', headers: ['late cancel'], kind: 'text', required: true },
    { field: 'noShow', headers: ['no-show', 'no shows'], kind: 'text', required: true },
    { field: 'revenue', headers: ['rev. per visit'], kind: 'money', required: true },
  ],
}
