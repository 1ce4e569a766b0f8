// Sales representatives, inactive ones included.
import { defineStream } from '../src/source/stream.ts'

export const salesReps = defineStream({
  name: 'sales_reps',
  path: '/staff/salesreps',
  rows: 'SalesReps',
  key: ['Id'],
  about: 'Sales representatives, inactive ones included.',
  send: { 'request.activeOnly': 'false' },
  staffToken: true,
  freshHours: 20,
  personal: { FirstName: 'direct', LastName: 'direct' },
  fields: {
    Id: 'id',
    FirstName: 'text',
    LastName: 'text',
    SalesRepNumbers: 'list',
  },
})
