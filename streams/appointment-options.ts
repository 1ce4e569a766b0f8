// Settings of appointment booking at the site.
import { defineStream } from '../src/source/stream.ts'

export const appointmentOptions = defineStream({
  name: 'appointment_options',
  path: '/appointment/appointmentoptions',
  rows: 'Options',
  key: ['Name'],
  about: 'Settings of appointment booking at the site.',
  paged: false,
  freshHours: 20,
  fields: {
    DisplayName: 'text',
    Name: 'text',
    Value: 'text',
    Type: 'text',
  },
})
