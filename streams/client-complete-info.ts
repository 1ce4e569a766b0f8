// A client with services, contracts, memberships and arrivals in one answer.
import { defineStream } from '../src/source/stream.ts'
import { clientContracts } from './client-contracts.ts'
import { clients } from './clients.ts'

export const clientCompleteInfo = defineStream({
  name: 'client_complete_info',
  path: '/client/clientcompleteinfo',
  rows: '',
  holds: 'object',
  key: ['ClientId'],
  about: 'A client with services, contracts, memberships and arrivals in one answer.',
  paged: false,
  // Card data of the profile and the legal text of contracts are left out here too.
  only: { Client: Object.keys(clients.fields), ClientContracts: Object.keys(clientContracts.fields) },
  parent: {
    stream: 'clients',
    field: 'Id',
    param: 'request.clientId',
    batch: 1,
    as: 'ClientId',
    due: 'changed',
    refreshDays: 30,
    seenIn: [
      { stream: 'sales', field: 'ClientId' },
      { stream: 'class_visits', field: 'ClientId' },
      { stream: 'appointments', field: 'ClientId' },
    ],
    span: { startParam: 'request.startDate', endParam: 'request.endDate', from: 'ever', lookaheadDays: 30 },
  },
  staffToken: true,
  optIn:
    'One call per client; clients, client_services, client_contracts and client_memberships tell the same.',
  personal: { Client: 'direct' },
  fields: {
    Client: 'object',
    ClientServices: 'list',
    ClientContracts: 'list',
    ClientMemberships: 'list',
    ClientArrivals: 'list',
  },
})
