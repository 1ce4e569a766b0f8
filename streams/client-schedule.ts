// Bookings and waitlist places of each client, the future included.
import { defineStream } from '../src/source/stream.ts'
import { clientVisits } from './client-visits.ts'

export const clientSchedule = defineStream({
  name: 'client_schedule',
  path: '/client/clientschedule',
  rows: 'Visits',
  key: ['Id'],
  about: 'Bookings and waitlist places of each client, the future included.',
  send: { 'request.includeWaitlistEntries': 'true' },
  parent: {
    stream: 'clients',
    field: 'Id',
    param: 'request.clientId',
    batch: 1,
    as: 'ClientId',
    due: 'changed',
    refreshDays: 30,
    seenIn: [
      { stream: 'class_visits', field: 'ClientId' },
      { stream: 'appointments', field: 'ClientId' },
    ],
    echo: 'ClientId',
    span: {
      startParam: 'request.startDate',
      endParam: 'request.endDate',
      from: 'start_date',
      lookaheadDays: 60,
      field: 'StartDateTime',
    },
  },
  staffToken: true,
  optIn: 'One call per client, and client_visits and waitlist_entries tell the same.',
  personal: clientVisits.personal,
  fields: { WaitlistInfo: 'object', ...clientVisits.fields },
})
