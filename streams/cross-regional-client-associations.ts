// Profiles of the same person at other sites of the organisation.
import { defineStream } from '../src/source/stream.ts'

export const crossRegionalClientAssociations = defineStream({
  name: 'cross_regional_client_associations',
  path: '/client/crossregionalclientassociations',
  rows: 'CrossRegionalClientAssociations',
  key: ['RecordSiteId', 'UniqueId'],
  about: 'Profiles of the same person at other sites of the organisation.',
  send: { 'request.excludeInactiveSites': 'false' },
  parent: {
    stream: 'clients',
    field: 'Id',
    param: 'request.clientId',
    batch: 1,
    as: 'AskedClientId',
    due: 'changed',
    refreshDays: 30,
  },
  staffToken: true,
  optIn: 'One call per client, and of use to organisations with several sites only.',
  fields: {
    ClientId: 'text',
    UniqueId: 'id',
    SiteIsActive: 'flag',
  },
})
