// The Sales report (detail, accrual basis) as it is exported, in both header styles.
import type { ReportProfile } from './profile.ts'
import { saysTaxExcluded } from './profile.ts'

/**
 * Two styles were seen in the wild. One writes `Client` and leaves the ninth header empty, sometimes behind a byte order
 * mark; the other has no `Client`, says `Notes` there and puts "(excluding tax)" behind prices, with the day first in
 * dates. A sale's number repeats on each of its lines, and a line paid by two tenders appears twice.
 */
export const salesProfile: ReportProfile = {
  name: 'sales',
  title: 'Sales',
  measure: 'paid',
  identity: 'saleId',
  dateOrderOf: (headers) => (headers.some(saysTaxExcluded) ? 'dmy' : undefined),
  columns: [
    { field: 'date', headers: ['sale date'], kind: 'date', required: true },
    { field: 'clientId', headers: ['client id'], kind: 'id', required: true },
    { field: 'saleId', headers: ['sale id'], kind: 'id', required: true },
    { field: 'item', headers: ['item name'], kind: 'text', required: true },
    { field: 'location', headers: ['location'], kind: 'text', required: true },
    { field: 'itemPrice', headers: ['item price'], kind: 'money', required: true },
    { field: 'quantity', headers: ['quantity'], kind: 'number', required: true },
    { field: 'subtotal', headers: ['subtotal'], kind: 'money', required: true },
    { field: 'discount', headers: ['discount amount'], kind: 'money', required: true },
    { field: 'tax', headers: ['tax'], kind: 'money', required: true },
    { field: 'itemTotal', headers: ['item total'], kind: 'money', required: true },
    { field: 'paid', headers: ['total paid w/ payment method'], kind: 'money', required: true },
    { field: 'method', headers: ['payment method'], kind: 'text', required: true },
  ],
}
