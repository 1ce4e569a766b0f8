// Series of enrollments (workshops, courses).
import { defineStream } from '../src/source/stream.ts'
import { classes } from './classes.ts'

export const enrollments = defineStream({
  name: 'enrollments',
  path: '/enrollment/enrollments',
  rows: 'Enrollments',
  key: ['Id'],
  about: 'Series of enrollments (workshops, courses).',
  only: {
    Clients: ['Id', 'UniqueId'],
    Classes: Object.keys(classes.fields).filter((name) => name !== 'Clients' && name !== 'Visits'),
  },
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
  personal: { Staff: 'direct', Clients: 'direct', Classes: 'direct', Course: 'direct' },
  fields: {
    Classes: 'list',
    Clients: 'list',
    Course: 'object',
    SemesterId: 'id',
    IsAvailable: 'flag',
    Id: 'id',
    ClassDescription: 'object',
    DaySunday: 'flag',
    DayMonday: 'flag',
    DayTuesday: 'flag',
    DayWednesday: 'flag',
    DayThursday: 'flag',
    DayFriday: 'flag',
    DaySaturday: 'flag',
    AllowOpenEnrollment: 'flag',
    AllowDateForwardEnrollment: 'flag',
    StartTime: 'local',
    EndTime: 'local',
    StartDate: 'date',
    EndDate: 'date',
    Staff: 'object',
    Location: 'object',
    FrequencyType: 'text',
    FrequencyInterval: 'int',
  },
})
