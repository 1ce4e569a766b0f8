// Commissions on sales, of staff who are active when asked.
import { defineStream } from '../src/source/stream.ts'

export const payrollCommissions = defineStream({
  name: 'payroll_commissions',
  path: '/payroll/commissions',
  rows: 'Commissions',
  key: ['StaffId', 'SaleId', 'ProductId', 'SaleType', 'Ordinal'],
  about: 'Commissions on sales, of staff who are active when asked.',
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
  strictEnd: true,
  leavesOut: 'Staff who have left.',
  staffToken: true,
  optIn: 'Pay data.',
  personal: { Earnings: 'pay', EarningsDetails: 'pay' },
  fields: {
    StaffId: 'id',
    SaleDateTime: 'local',
    SaleId: 'id',
    SaleType: 'text',
    ProductId: 'id',
    EarningsDetails: 'list',
    Earnings: 'money',
  },
})
