// Kinds of relationships between clients.
import { defineStream } from '../src/source/stream.ts'

export const relationships = defineStream({
  name: 'relationships',
  path: '/site/relationships',
  rows: 'Relationships',
  key: ['Id'],
  about: 'Kinds of relationships between clients.',
  freshHours: 20,
  fields: {
    Id: 'id',
    RelationshipName1: 'text',
    RelationshipName2: 'text',
  },
})
