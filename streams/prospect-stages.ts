// Stages of a lead on its way to becoming a client.
import { defineStream } from '../src/source/stream.ts'

export const prospectStages = defineStream({
  name: 'prospect_stages',
  path: '/site/prospectstages',
  rows: 'ProspectStages',
  key: ['Id'],
  about: 'Stages of a lead on its way to becoming a client.',
  paged: false,
  freshHours: 20,
  fields: {
    Active: 'flag',
    Description: 'text',
    Id: 'id',
  },
})
