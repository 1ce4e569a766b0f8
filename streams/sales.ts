// Sales with their items and payments; times are site-local with a false Z.
import { defineStream } from '../src/source/stream.ts'

export const sales = defineStream({
  name: 'sales',
  path: '/sale/sales',
  rows: 'Sales',
  key: ['Id'],
  about: 'Sales with their items and payments; times are site-local with a false Z.',
  incremental: {
    kind: 'window',
    startParam: 'request.startSaleDateTime',
    endParam: 'request.endSaleDateTime',
    field: 'SaleDateTime',
    stepDays: 31,
    lookbackDays: 35,
    recentDays: 3,
    lookaheadDays: 0,
  },
  byKey: { param: 'request.saleId', field: 'Id', batch: 1 },
  strictEnd: true,
  staffToken: true,
  personal: { PurchasedItems: 'free_text', Payments: 'free_text' },
  fields: {
    Id: 'id',
    SaleDate: 'date',
    SaleTime: 'text',
    SaleDateTime: 'local',
    OriginalSaleDateTime: 'local',
    SalesRepId: 'id',
    ClientId: 'text',
    RecipientClientId: 'id',
    PurchasedItems: 'list',
    LocationId: 'id',
    Payments: 'list',
  },
})
