// What is left on each gift card sold.
import { defineStream } from '../src/source/stream.ts'

export const giftCardBalances = defineStream({
  name: 'gift_card_balances',
  path: '/sale/giftcardbalance',
  rows: '',
  holds: 'object',
  key: ['BarcodeId'],
  about: 'What is left on each gift card sold.',
  paged: false,
  parent: {
    stream: 'sales',
    field: 'PurchasedItems[].GiftCardBarcodeId',
    param: 'barcodeId',
    batch: 1,
    as: 'BarcodeId',
    due: 'changed',
    refreshDays: 30,
  },
  staffToken: true,
  optIn: 'One call per gift card ever sold.',
  fields: {
    BarcodeId: 'text',
    RemainingBalance: 'money',
  },
})
