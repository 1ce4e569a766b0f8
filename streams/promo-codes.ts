// Promotion codes.
import { defineStream } from '../src/source/stream.ts'

export const promoCodes = defineStream({
  name: 'promo_codes',
  path: '/site/promocodes',
  rows: 'PromoCodes',
  key: ['PromotionID'],
  about: 'Promotion codes.',
  send: { 'request.activeOnly': 'false' },
  incremental: {
    kind: 'modified',
    param: 'request.lastModifiedDate',
    field: 'LastModifiedDateTime',
    lagHours: 24,
  },
  staffToken: true,
  fields: {
    PromotionID: 'id',
    Name: 'text',
    Code: 'text',
    Active: 'flag',
    Discount: 'object',
    ActivationDate: 'date',
    ExpirationDate: 'date',
    MaxUses: 'int',
    NumberOfAutopays: 'int',
    DaysAfterCloseDate: 'int',
    AllowOnline: 'flag',
    LastModifiedDateTime: 'local',
    DaysValid: 'list',
    ApplicableItems: 'list',
  },
})
