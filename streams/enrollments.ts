// Series of enrollments (workshops, courses).
import { defineStream } from '../src/source/stream.ts'
import { classSchedules } from './class-schedules.ts'

export const enrollments = defineStream({
  name: 'enrollments',
  path: '/enrollment/enrollments',
  rows: 'Enrollments',
  key: ['Id'],
  about: 'Series of enrollments (workshops, courses).',
  only: classSchedules.only,
  // A series comes back for every window it touches, whenever it began: one window of the whole span is the only whole reading.
  incremental: {
    kind: 'window',
    startParam: 'request.startDate',
    endParam: 'request.endDate',
    stepDays: 36600,
    lookbackDays: 36600,
    recentDays: 36600,
    lookaheadDays: 90,
  },
  freshHours: 6,
  personal: classSchedules.personal,
  fields: classSchedules.fields,
})
