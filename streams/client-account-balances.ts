// Account balance of each client, one row a day.
import { defineStream } from '../src/source/stream.ts'
import { clients } from './clients.ts'

export const clientAccountBalances = defineStream({
  name: 'client_account_balances',
  path: '/client/clientaccountbalances',
  rows: 'Clients',
  key: ['UniqueId', 'SnapshotDate'],
  about: 'Account balance of each client, one row a day.',
  // The rest of the profile is in clients; ClientCreditCard is card data (PCI).
  omit: [...Object.keys(clients.fields), ...clients.omit].filter(
    (name) => !['Id', 'UniqueId', 'AccountBalance'].includes(name),
  ),
  incremental: { kind: 'snapshot', param: 'request.balanceDate' },
  parent: {
    stream: 'clients',
    field: 'Id',
    param: 'request.clientIds',
    batch: 20,
    as: 'ClientId',
    due: 'daily',
    echo: 'Id',
  },
  staffToken: true,
  fields: {
    Id: 'text',
    UniqueId: 'id',
    AccountBalance: 'money',
  },
})
