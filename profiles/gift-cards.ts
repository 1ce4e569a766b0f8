// The Gift Cards report: what was put on gift cards and what was taken from them.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Issued is positive, redeemed negative. */
export const giftCardsProfile: ReportProfile = {
  name: 'gift-cards',
  title: 'Gift Cards',
  address: null,
  isConfirmed: false,
  columns: [
    { field: 'date', headers: ['date', 'sale date', 'transaction date'], kind: 'date', required: true },
    { field: 'clientId', headers: ['client id'], kind: 'id', required: false, from: 'link' },
    { field: 'saleId', headers: ['sale id', 'sale #', 'sale number'], kind: 'id', required: true },
    {
      field: 'movement',
      headers: ['type', 'transaction type', 'transaction', 'activity'],
      kind: 'text',
      required: true,
    },
    {
      field: 'card',
      headers: ['gift card id', 'gift card #', 'gift card number', 'card number', 'barcode id', 'barcode'],
      kind: 'id',
      required: true,
    },
    { field: 'location', headers: ['location', 'sale location'], kind: 'text', required: false },
    { field: 'amount', headers: ['amount', 'value'], kind: 'money', required: true },
  ],
  identity: ['saleId', 'card'],
  choices: { basis: false, locations: true, returns: false },
  caps: [],
  twin: {
    mart: 'rec_gift_card',
    rows: 'each',
    key: [
      { native: 'saleId', ours: 'sale_id', as: 'id' },
      { native: 'movement', ours: 'movement_kind', as: 'name' },
      { native: 'card', ours: 'gift_card_barcode_id', as: 'id' },
    ],
    isKeyUnique: true,
    measure: { native: 'amount', ours: 'amount', unit: 'money' },
    date: { native: 'date', ours: 'local_date' },
    client: { native: 'clientId', ours: 'client_id' },
    location: { native: 'location', ours: 'location_name' },
    shown: ['sale_id', 'movement_kind', 'gift_card_barcode_id', 'client_id', 'location_name', 'amount'],
  },
}
