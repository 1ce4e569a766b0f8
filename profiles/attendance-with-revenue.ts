// The Attendance with Revenue report: one row per visit with what it earned.
import type { ReportProfile } from '../src/reports/report-profile.ts'
import { attendanceWithoutRevenueProfile, visitColumns } from './attendance-without-revenue.ts'

const { twin } = attendanceWithoutRevenueProfile

/** Packs show the price by the count of visits; unlimited options the fee by the visits so far, rewritten by each run. */
export const attendanceWithRevenueProfile: ReportProfile = {
  ...attendanceWithoutRevenueProfile,
  name: 'attendance-with-revenue',
  title: 'Attendance with Revenue',
  address: '/AttendanceReport',
  columns: [
    ...visitColumns,
    { field: 'revenue', headers: ['rev. per visit'], kind: 'money', required: true },
  ],
  twin: {
    ...twin,
    measure: { native: 'revenue', ours: 'revenue', unit: 'money' },
    shown: [...twin.shown, 'is_unlimited', 'revenue'],
  },
}
