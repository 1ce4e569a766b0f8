// Addresses of the pictures of staff.
import { defineStream } from '../src/source/stream.ts'

export const staffImageUrls = defineStream({
  name: 'staff_image_urls',
  path: '/staff/imageurl',
  rows: '',
  holds: 'object',
  key: ['StaffId'],
  about: 'Addresses of the pictures of staff.',
  paged: false,
  parent: {
    stream: 'staff',
    field: 'Id',
    param: 'request.staffId',
    batch: 1,
    as: 'StaffId',
    due: 'daily',
    positive: 'Id',
  },
  staffToken: true,
  optIn: 'One call per staff member, for a picture.',
  personal: { ImageURL: 'direct', MobileImageURL: 'direct' },
  fields: {
    ImageURL: 'text',
    MobileImageURL: 'text',
  },
})
