// Active memberships of a client with the locations they are restricted to.
import { defineStream } from '../src/source/stream.ts'

export const clientMembershipsSingle = defineStream({
  name: 'client_memberships_single',
  path: '/client/activeclientmemberships',
  rows: 'ClientMemberships',
  key: ['Id'],
  about: 'Active memberships of a client with the locations they are restricted to.',
  parent: {
    stream: 'clients',
    field: 'Id',
    param: 'request.clientId',
    batch: 1,
    as: 'ClientId',
    due: 'changed',
    refreshDays: 30,
  },
  staffToken: true,
  optIn: 'One call per client, and client_memberships reads 200 clients at once.',
  fields: {
    RestrictedLocations: 'list',
    IconCode: 'text',
    MembershipId: 'id',
    ActiveDate: 'date',
    Count: 'int',
    Current: 'flag',
    ExpirationDate: 'date',
    Id: 'id',
    ProductId: 'id',
    Name: 'text',
    PaymentDate: 'date',
    Program: 'object',
    Remaining: 'int',
    Action: 'text',
    ClientID: 'text',
    Returned: 'flag',
  },
})
