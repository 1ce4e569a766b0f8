// Tips, of staff who are active when asked.
import { defineStream } from '../src/source/stream.ts'

export const payrollTips = defineStream({
  name: 'payroll_tips',
  path: '/payroll/tips',
  rows: 'Tips',
  key: ['StaffId', 'SaleId'],
  about: 'Tips, of staff who are active when asked.',
  // Without staffId Mindbody leaves out whoever has left (documented), and one call per member and fortnight is no price for it.
  incremental: {
    kind: 'window',
    startParam: 'request.startDateTime',
    endParam: 'request.endDateTime',
    field: 'SaleDateTime',
    stepDays: 14,
    lookbackDays: 28,
    recentDays: 14,
    lookaheadDays: 0,
  },
  leavesOut: 'Staff who have left.',
  staffToken: true,
  optIn: 'Pay data.',
  personal: { Earnings: 'pay' },
  fields: {
    StaffId: 'id',
    SaleId: 'id',
    SaleDateTime: 'local',
    Earnings: 'money',
  },
})
