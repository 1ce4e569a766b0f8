// Rooms and equipment, inactive ones included.
import { defineStream } from '../src/source/stream.ts'

export const resources = defineStream({
  name: 'resources',
  path: '/site/resources',
  rows: 'Resources',
  key: ['Id'],
  about: 'Rooms and equipment, inactive ones included.',
  send: { 'request.includeInactive': 'true' },
  freshHours: 20,
  fields: {
    Id: 'id',
    Name: 'text',
  },
})
