// Fields the site has added to client profiles.
import { defineStream } from '../src/source/stream.ts'

export const customClientFields = defineStream({
  name: 'custom_client_fields',
  path: '/client/customclientfields',
  rows: 'CustomClientFields',
  key: ['Id'],
  about: 'Fields the site has added to client profiles.',
  freshHours: 20,
  fields: {
    Id: 'id',
    DataType: 'text',
    Name: 'text',
  },
})
