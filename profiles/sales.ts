// The Sales report in detail: both styles of its export, and the page as the screen shows it.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/**
 * One export style writes `Client` and leaves the ninth header empty; the other has no `Client`, says `Notes` there and puts
 * "(excluding tax)" behind prices. On the screen there is a table per payment method, which its caption names, and the client's
 * number stands in a link only. What was paid is compared, as the one column that adds up: a line paid by two tenders stands
 * twice, each time with its whole item total.
 */
export const salesProfile: ReportProfile = {
  name: 'sales',
  title: 'Sales',
  address: '/Report/Sales/Sales',
  isConfirmed: true,
  columns: [
    { field: 'date', headers: ['sale date'], kind: 'date', required: true },
    { field: 'clientId', headers: ['client id'], kind: 'id', required: true, from: 'link' },
    { field: 'saleId', headers: ['sale id'], kind: 'id', required: true },
    { field: 'item', headers: ['item name'], kind: 'text', required: true },
    { field: 'location', headers: ['location'], kind: 'text', required: true },
    { field: 'itemPrice', headers: ['item price'], kind: 'money', required: false },
    { field: 'quantity', headers: ['quantity'], kind: 'count', required: false },
    { field: 'subtotal', headers: ['subtotal'], kind: 'money', required: false },
    { field: 'discount', headers: ['discount amount'], kind: 'money', required: false },
    { field: 'tax', headers: ['tax'], kind: 'money', required: false },
    { field: 'itemTotal', headers: ['item total'], kind: 'money', required: false },
    { field: 'paid', headers: ['total paid w/ payment method'], kind: 'money', required: true },
    { field: 'method', headers: ['payment method'], kind: 'text', required: true, from: 'caption' },
  ],
  identity: ['saleId', 'item'],
  choices: { basis: true, locations: true, returns: true },
  caps: [],
  twin: {
    mart: 'rec_sales_line',
    rows: 'each',
    key: [
      { native: 'saleId', ours: 'sale_id', as: 'id' },
      { native: 'item', ours: 'item_name', as: 'name' },
      { native: 'method', ours: 'payment_method', as: 'name' },
    ],
    isKeyUnique: true,
    measure: { native: 'paid', ours: 'paid', unit: 'money' },
    date: { native: 'date', ours: 'local_date' },
    at: 'sold_at_local',
    client: { native: 'clientId', ours: 'client_id' },
    location: { native: 'location', ours: 'location_name' },
    shown: [
      'sale_id',
      'sale_detail_id',
      'client_id',
      'item_name',
      'payment_method',
      'location_name',
      'quantity',
      'item_total',
      'paid',
      'is_returned',
    ],
  },
}
