// Card brands the site accepts.
import { defineStream } from '../src/source/stream.ts'

export const acceptedCardTypes = defineStream({
  name: 'accepted_card_types',
  path: '/sale/acceptedcardtypes',
  rows: '',
  holds: 'strings',
  key: ['Value'],
  about: 'Card brands the site accepts.',
  paged: false,
  freshHours: 20,
  fields: {
    Value: 'text',
  },
})
