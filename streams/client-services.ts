// Pricing options held by clients, with what remains.
import { defineStream } from '../src/source/stream.ts'

export const clientServices = defineStream({
  name: 'client_services',
  path: '/client/clientservices',
  rows: 'ClientServices',
  key: ['Id'],
  about: 'Pricing options held by clients, with what remains.',
  send: { 'request.showActiveOnly': 'false' },
  parent: {
    stream: 'clients',
    field: 'Id',
    param: 'request.clientIds',
    batch: 20,
    as: 'ClientId',
    echo: 'ClientID',
    due: 'changed',
    seenIn: [
      { stream: 'sales', field: 'ClientId' },
      { stream: 'class_visits', field: 'ClientId' },
      { stream: 'appointments', field: 'ClientId' },
    ],
    span: {
      startParam: 'request.startDate',
      endParam: 'request.endDate',
      from: 'ever',
      lookaheadDays: 30,
    },
  },
  staffToken: true,
  fields: {
    ActivationType: 'text',
    CannotPayForClassesBeforeActivation: 'flag',
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
