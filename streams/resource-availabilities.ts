// When rooms and equipment can be booked.
import { defineStream } from '../src/source/stream.ts'

export const resourceAvailabilities = defineStream({
  name: 'resource_availabilities',
  path: '/site/resourceavailabilities',
  rows: 'ResourceAvailabilities',
  key: ['ResourceId', 'StartDateTime'],
  about: 'When rooms and equipment can be booked.',
  freshHours: 6,
  incremental: {
    kind: 'window',
    startParam: 'request.startDate',
    endParam: 'request.endDate',
    field: 'StartDateTime',
    stepDays: 31,
    lookbackDays: 7,
    recentDays: 1,
    lookaheadDays: 60,
  },
  fields: {
    ResourceId: 'id',
    StartDateTime: 'local',
    EndDateTime: 'local',
  },
})
