// Earnings by classes, appointments and enrollments, of staff who are active when asked.
import { defineStream } from '../src/source/stream.ts'

export const payrollScheduledServiceEarnings = defineStream({
  name: 'payroll_scheduled_service_earnings',
  path: '/payroll/scheduledserviceearnings',
  rows: 'ScheduledServiceEarnings',
  key: ['StaffId', 'ScheduledServiceType', 'ScheduledServiceId'],
  about: 'Earnings by classes, appointments and enrollments, of staff who are active when asked.',
  // Without staffId Mindbody leaves out whoever has left (documented), and one call per member and fortnight is no price for it.
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
  leavesOut: 'Staff who have left.',
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
