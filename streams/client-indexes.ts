// Indexes the site sorts its clients by, with their values.
import { defineStream } from '../src/source/stream.ts'

export const clientIndexes = defineStream({
  name: 'client_indexes',
  path: '/client/clientindexes',
  rows: 'ClientIndexes',
  key: ['Id'],
  about: 'Indexes the site sorts its clients by, with their values.',
  paged: false,
  freshHours: 20,
  fields: {
    Id: 'id',
    Name: 'text',
    RequiredBusinessMode: 'flag',
    RequiredConsumerMode: 'flag',
    Values: 'list',
    Action: 'text',
  },
})
