// What staff earned by classes and appointments.
import { defineStream } from '../src/source/stream.ts'

export const payrollScheduledServiceEarnings = defineStream({
  name: 'payroll_scheduled_service_earnings',
  path: '/payroll/scheduledserviceearnings',
  rows: 'ScheduledServiceEarnings',
  key: ['StaffId', 'ScheduledServiceType', 'ScheduledServiceId'],
  about: 'What staff earned by classes and appointments.',
  incremental: {
    kind: 'window',
    startParam: 'request.startDateTime',
    endParam: 'request.endDateTime',
    field: 'DateTime',
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
    ScheduledServiceId: 'id',
    ScheduledServiceType: 'text',
    Earnings: 'money',
    DateTime: 'local',
  },
})
