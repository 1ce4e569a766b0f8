// Active memberships of each client as of now.
import { defineStream } from '../src/source/stream.ts'

export const clientMemberships = defineStream({
  name: 'client_memberships',
  path: '/client/activeclientsmemberships',
  rows: 'ClientMemberships',
  key: ['ClientId'],
  about: 'Active memberships of each client as of now.',
  parent: {
    stream: 'clients',
    field: 'Id',
    param: 'request.clientIds',
    batch: 200,
    as: 'ClientId',
    due: 'daily',
    echo: 'ClientId',
  },
  staffToken: true,
  fields: {
    ClientId: 'text',
    Memberships: 'list',
    ErrorMessage: 'text',
  },
})
