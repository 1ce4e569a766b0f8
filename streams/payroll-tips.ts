// Tips staff received.
import { defineStream } from '../src/source/stream.ts'

export const payrollTips = defineStream({
  name: 'payroll_tips',
  path: '/payroll/tips',
  rows: 'Tips',
  key: ['StaffId', 'SaleId'],
  about: 'Tips staff received.',
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
