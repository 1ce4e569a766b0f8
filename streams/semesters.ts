// Semesters that courses and enrollments belong to.
import { defineStream } from '../src/source/stream.ts'

export const semesters = defineStream({
  name: 'semesters',
  path: '/class/semesters',
  rows: 'Semesters',
  key: ['Id'],
  about: 'Semesters that courses and enrollments belong to.',
  incremental: {
    kind: 'window',
    startParam: 'request.startDate',
    endParam: 'request.endDate',
    field: 'StartDate',
    stepDays: 366,
    lookbackDays: 366,
    recentDays: 31,
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
