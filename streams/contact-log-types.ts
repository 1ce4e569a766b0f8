// Kinds of contacts, active ones only.
import { defineStream } from '../src/source/stream.ts'

export const contactLogTypes = defineStream({
  name: 'contact_log_types',
  path: '/client/contactlogtypes',
  rows: 'ContactLogTypes',
  key: ['Id'],
  about: 'Kinds of contacts, active ones only.',
  freshHours: 20,
  fields: {
    Id: 'id',
    Name: 'text',
    SubTypes: 'list',
  },
})
