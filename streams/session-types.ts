// Kinds of classes and appointments.
import { defineStream } from '../src/source/stream.ts'

export const sessionTypes = defineStream({
  name: 'session_types',
  path: '/site/sessiontypes',
  rows: 'SessionTypes',
  key: ['Id'],
  about: 'Kinds of classes and appointments.',
  send: { 'request.onlineOnly': 'false' },
  freshHours: 20,
  fields: {
    Type: 'text',
    DefaultTimeLength: 'int',
    StaffTimeLength: 'int',
    Id: 'id',
    Name: 'text',
    OnlineDescription: 'text',
    NumDeducted: 'int',
    ProgramId: 'id',
    Category: 'text',
    CategoryId: 'id',
    Subcategory: 'text',
    SubcategoryId: 'id',
    AvailableForAddOn: 'flag',
    ResourceRequired: 'flag',
  },
})
