// Commissions staff earned on sales.
import { defineStream } from '../src/source/stream.ts'

export const payrollCommissions = defineStream({
  name: 'payroll_commissions',
  path: '/payroll/commissions',
  rows: 'Commissions',
  key: ['StaffId', 'SaleId', 'ProductId', 'SaleType', 'Ordinal'],
  about: 'Commissions staff earned on sales.',
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
