// The Account Balances report: what each client has on account, or owes where it is negative.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** A state of one day. Columns of ageing by statement date may follow; they are not compared. */
export const accountBalancesProfile: ReportProfile = {
  name: 'account-balances',
  title: 'Account Balances',
  address: null,
  isConfirmed: true,
  columns: [
    { field: 'clientId', headers: ['id', 'client id'], kind: 'id', required: true },
    { field: 'balance', headers: ['account balance'], kind: 'money', required: true },
  ],
  identity: ['clientId'],
  choices: { basis: false, locations: false, returns: false },
  caps: [],
  twin: {
    mart: 'rec_account_balance',
    rows: 'snapshot',
    key: [{ native: 'clientId', ours: 'client_id', as: 'id' }],
    isKeyUnique: true,
    measure: { native: 'balance', ours: 'balance', unit: 'money' },
    client: { native: 'clientId', ours: 'client_id' },
    shown: ['client_id', 'balance', 'snapshot_date'],
  },
}
