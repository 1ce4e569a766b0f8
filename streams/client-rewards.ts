// Reward points each client earned and spent.
import { defineStream } from '../src/source/stream.ts'

export const clientRewards = defineStream({
  name: 'client_rewards',
  path: '/client/clientrewards',
  rows: 'Transactions',
  key: ['ClientId', 'ActionDateTime', 'Action', 'SourceID'],
  about: 'Reward points each client earned and spent.',
  parent: {
    stream: 'clients',
    field: 'Id',
    param: 'request.clientId',
    batch: 1,
    as: 'ClientId',
    due: 'changed',
    refreshDays: 30,
    seenIn: [{ stream: 'class_visits', field: 'ClientId' }],
    span: {
      startParam: 'request.startDate',
      endParam: 'request.endDate',
      from: 'start_date',
      lookaheadDays: 0,
      field: 'ActionDateTime',
    },
  },
  staffToken: true,
  optIn: 'One call per client.',
  fields: {
    ActionDateTime: 'local',
    Action: 'text',
    Source: 'text',
    SourceID: 'id',
    ExpirationDateTime: 'local',
    Points: 'int',
  },
})
