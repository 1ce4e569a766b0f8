// Semesters that courses and enrollments belong to.
import { defineStream } from '../src/source/stream.ts'

export const semesters = defineStream({
  name: 'semesters',
  path: '/class/semesters',
  rows: 'Semesters',
  key: ['Id'],
  about: 'Semesters that courses and enrollments belong to.',
  // A semester comes back for every window it touches, whenever it began: one window of the whole span is the only whole reading.
  incremental: {
    kind: 'window',
    startParam: 'request.startDate',
    endParam: 'request.endDate',
    stepDays: 36600,
    lookbackDays: 36600,
    recentDays: 36600,
    lookaheadDays: 366,
  },
  freshHours: 6,
  fields: {
    Id: 'id',
    Name: 'text',
    Description: 'text',
    StartDate: 'date',
    EndDate: 'date',
    MultiRegistrationDiscount: 'money',
    MultiRegistrationDeadline: 'date',
    Active: 'flag',
  },
})
