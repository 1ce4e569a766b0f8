// Purchases of each client; a fallback where sales cannot be read.
import { defineStream } from '../src/source/stream.ts'

export const clientPurchases = defineStream({
  name: 'client_purchases',
  path: '/client/clientpurchases',
  rows: 'Purchases',
  key: ['ClientId', 'Ordinal'],
  about: 'Purchases of each client; a fallback where sales cannot be read.',
  parent: {
    stream: 'clients',
    field: 'Id',
    param: 'request.clientId',
    batch: 1,
    as: 'ClientId',
    due: 'changed',
    refreshDays: 30,
    seenIn: [{ stream: 'sales', field: 'ClientId' }],
    span: {
      startParam: 'request.startDate',
      endParam: 'request.endDate',
      from: 'start_date',
      lookaheadDays: 0,
    },
  },
  strictEnd: true,
  staffToken: true,
  optIn: 'One call per client, and sales tell the same with keys.',
  personal: { Sale: 'free_text' },
  fields: {
    Sale: 'object',
    Description: 'text',
    AccountPayment: 'flag',
    Price: 'money',
    AmountPaid: 'money',
    Discount: 'money',
    Tax: 'money',
    Returned: 'flag',
    Quantity: 'int',
  },
})
