// When staff cannot be booked.
import { defineStream } from '../src/source/stream.ts'

export const unavailabilities = defineStream({
  name: 'unavailabilities',
  path: '/appointment/unavailabilities',
  rows: 'Unavailabilities',
  key: ['Id', 'StaffId', 'StartDateTime'],
  about: 'When staff cannot be booked.',
  incremental: {
    kind: 'window',
    startParam: 'request.startDate',
    endParam: 'request.endDate',
    field: 'StartDateTime',
    stepDays: 31,
    lookbackDays: 35,
    recentDays: 3,
    lookaheadDays: 60,
  },
  staffToken: true,
  freshHours: 6,
  personal: { Description: 'free_text' },
  fields: {
    Id: 'id',
    StaffId: 'id',
    StartDateTime: 'local',
    EndDateTime: 'local',
    Description: 'text',
  },
})
