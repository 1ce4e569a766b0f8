// The Sales by Category report: what was sold in a period, summed by revenue category.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Net of discounts and without tax as shipped; the first columns are known from help texts, the others are not. */
export const salesByCategoryProfile: ReportProfile = {
  name: 'sales-by-category',
  title: 'Sales by Category',
  address: null,
  isConfirmed: false,
  columns: [
    { field: 'category', headers: ['category', 'revenue category'], kind: 'text', required: true },
    { field: 'quantity', headers: ['quantity', 'qty', '# sold'], kind: 'count', required: false },
    { field: 'subtotal', headers: ['subtotal', 'sub total', 'net sales'], kind: 'money', required: true },
    { field: 'discount', headers: ['discount', 'discount amount'], kind: 'money', required: false },
    { field: 'tax', headers: ['tax'], kind: 'money', required: false },
    { field: 'total', headers: ['total'], kind: 'money', required: false },
    { field: 'location', headers: ['location', 'sale location'], kind: 'text', required: false },
  ],
  identity: ['category'],
  choices: { basis: true, locations: true, returns: true },
  caps: [],
  twin: {
    mart: 'rec_sales_by_category',
    rows: 'summed',
    key: [{ native: 'category', ours: 'category_name', as: 'name' }],
    isKeyUnique: true,
    measure: { native: 'subtotal', ours: 'subtotal', unit: 'money' },
    location: { native: 'location', ours: 'location_name' },
    shown: ['category_name', 'quantity', 'subtotal', 'discount', 'tax', 'total'],
  },
}
