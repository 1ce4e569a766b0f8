// Fields a client profile must have.
import { defineStream } from '../src/source/stream.ts'

export const requiredClientFields = defineStream({
  name: 'required_client_fields',
  path: '/client/requiredclientfields',
  rows: 'RequiredClientFields',
  holds: 'strings',
  key: ['Value'],
  about: 'Fields a client profile must have.',
  paged: false,
  freshHours: 20,
  fields: {
    Value: 'text',
  },
})
