// Card and bank transactions of the processor.
import { defineStream } from '../src/source/stream.ts'

export const transactions = defineStream({
  name: 'transactions',
  path: '/sale/transactions',
  rows: 'Transactions',
  key: ['TransactionId'],
  about: 'Card and bank transactions of the processor.',
  // Card expiry is personal payment data no mart needs.
  omit: ['CardExpirationMonth', 'CardExpirationYear'],
  incremental: {
    kind: 'window',
    startParam: 'request.transactionStartDateTime',
    endParam: 'request.transactionEndDateTime',
    field: 'TransactionTime',
    stepDays: 31,
    lookbackDays: 31,
    recentDays: 3,
    lookaheadDays: 0,
  },
  strictEnd: true,
  staffToken: true,
  personal: {
    CCLastFour: 'payment',
    ACHLastFour: 'payment',
    CardType: 'payment',
  },
  fields: {
    TransactionId: 'id',
    SaleId: 'id',
    ClientId: 'id',
    Amount: 'money',
    Settled: 'flag',
    Status: 'text',
    TransactionTime: 'local',
    AuthTime: 'local',
    LocationId: 'id',
    MerchantId: 'text',
    TerminalId: 'text',
    CCLastFour: 'text',
    CardType: 'text',
    CCSwiped: 'flag',
    ACHLastFour: 'text',
  },
})
