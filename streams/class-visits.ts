// Bookings and visits of each class.
import { defineStream } from '../src/source/stream.ts'
import { clientVisits } from './client-visits.ts'

export const classVisits = defineStream({
  name: 'class_visits',
  path: '/class/classvisits',
  rows: 'Class.Visits',
  key: ['Id'],
  about: 'Bookings and visits of each class.',
  paged: false,
  parent: {
    stream: 'classes',
    field: 'Id',
    param: 'request.classID',
    batch: 1,
    as: 'ClassId',
    due: 'changed',
    positive: 'TotalBooked',
    recent: { field: 'StartDateTime', days: 3 },
  },
  personal: clientVisits.personal,
  fields: {
    ...clientVisits.fields,
    // Recorded in live answers; the API's own document lacks it here.
    WaitlistEntryId: 'id',
  },
})
