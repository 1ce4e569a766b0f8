// Hours staff clocked in, of staff who are active when asked.
import { defineStream } from '../src/source/stream.ts'

export const payrollTimeCards = defineStream({
  name: 'payroll_time_cards',
  path: '/payroll/timecards',
  rows: 'TimeCards',
  key: ['StaffId', 'TimeIn', 'Task'],
  about: 'Hours staff clocked in, of staff who are active when asked.',
  // Without staffId Mindbody leaves out whoever has left (documented), and one call per member and fortnight is no price for it.
  incremental: {
    kind: 'window',
    startParam: 'request.startDateTime',
    endParam: 'request.endDateTime',
    field: 'TimeIn',
    stepDays: 14,
    lookbackDays: 28,
    recentDays: 14,
    lookaheadDays: 0,
  },
  leavesOut: 'Staff who have left.',
  staffToken: true,
  optIn: 'Pay data.',
  personal: { Hours: 'pay', HourlyRate: 'pay', Earnings: 'pay' },
  fields: {
    StaffId: 'id',
    Task: 'text',
    TimeIn: 'local',
    TimeOut: 'local',
    Hours: 'number',
    HourlyRate: 'money',
    Earnings: 'money',
  },
})
