// Add-ons that can be booked with an appointment.
import { defineStream } from '../src/source/stream.ts'

export const appointmentAddOns = defineStream({
  name: 'appointment_add_ons',
  path: '/appointment/addons',
  rows: 'AddOns',
  key: ['Id'],
  about: 'Add-ons that can be booked with an appointment.',
  freshHours: 20,
  fields: {
    Id: 'id',
    Name: 'text',
    NumDeducted: 'int',
    CategoryId: 'id',
    Category: 'text',
  },
})
