// Service categories.
import { defineStream } from '../src/source/stream.ts'

export const programs = defineStream({
  name: 'programs',
  path: '/site/programs',
  rows: 'Programs',
  key: ['Id'],
  about: 'Service categories.',
  send: { 'request.onlineOnly': 'false' },
  freshHours: 20,
  fields: {
    Id: 'id',
    Name: 'text',
    ScheduleType: 'text',
    CancelOffset: 'int',
    // Recorded in live answers; the API's own document lacks both.
    ScheduleOffset: 'int',
    ScheduleOffsetEnd: 'int',
    ContentFormats: 'list',
    PricingRelationships: 'object',
  },
})
