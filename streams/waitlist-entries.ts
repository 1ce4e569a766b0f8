// Who waits for a place in which class.
import { defineStream } from '../src/source/stream.ts'

export const waitlistEntries = defineStream({
  name: 'waitlist_entries',
  path: '/class/waitlistentries',
  rows: 'WaitlistEntries',
  key: ['Id'],
  about: 'Who waits for a place in which class.',
  send: { 'request.hidePastEntries': 'false' },
  only: { Client: ['Id', 'UniqueId'], ClassSchedule: ['Id'] },
  parent: {
    stream: 'classes',
    field: 'Id',
    param: 'request.classIds',
    batch: 20,
    as: 'ClassId',
    echo: 'ClassId',
    due: 'changed',
    positive: 'TotalBookedWaitlist',
    recent: { field: 'StartDateTime', days: 3 },
  },
  staffToken: true,
  personal: { Client: 'direct' },
  fields: {
    ClassDate: 'local',
    ClassId: 'id',
    ClassSchedule: 'object',
    Client: 'object',
    EnrollmentDateForward: 'date',
    Id: 'id',
    RequestDateTime: 'local',
    VisitRefNo: 'id',
    Web: 'flag',
  },
})
