// Payment methods the site has made itself.
import { defineStream } from '../src/source/stream.ts'

export const customPaymentMethods = defineStream({
  name: 'custom_payment_methods',
  path: '/sale/custompaymentmethods',
  rows: 'PaymentMethods',
  key: ['Id'],
  about: 'Payment methods the site has made itself.',
  freshHours: 20,
  fields: {
    Id: 'id',
    Name: 'text',
  },
})
