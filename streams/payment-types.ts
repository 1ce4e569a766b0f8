// Ways to pay, with their fee.
import { defineStream } from '../src/source/stream.ts'

export const paymentTypes = defineStream({
  name: 'payment_types',
  path: '/site/paymenttypes',
  rows: 'PaymentTypes',
  key: ['Id'],
  about: 'Ways to pay, with their fee.',
  paged: false,
  freshHours: 20,
  fields: {
    Id: 'id',
    PaymentTypeName: 'text',
    Active: 'flag',
    Fee: 'number',
  },
})
