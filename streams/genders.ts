// Gender options of the site.
import { defineStream } from '../src/source/stream.ts'

export const genders = defineStream({
  name: 'genders',
  path: '/site/genders',
  rows: 'GenderOptions',
  key: ['Id'],
  about: 'Gender options of the site.',
  paged: false,
  freshHours: 20,
  fields: {
    Id: 'id',
    Name: 'text',
    IsActive: 'flag',
    IsDefault: 'flag',
  },
})
