// The Sales by Product report: what was sold in a period, summed by product.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Goods over the counter, net of discounts and without tax. */
export const salesByProductProfile: ReportProfile = {
  name: 'sales-by-product',
  title: 'Sales by Product',
  address: null,
  isConfirmed: false,
  columns: [
    { field: 'product', headers: ['product', 'product name', 'item name'], kind: 'text', required: true },
    { field: 'category', headers: ['category', 'revenue category'], kind: 'text', required: false },
    { field: 'quantity', headers: ['quantity', 'qty', '# sold'], kind: 'count', required: false },
    { field: 'subtotal', headers: ['subtotal', 'sub total', 'net sales'], kind: 'money', required: true },
    { field: 'discount', headers: ['discount', 'discount amount'], kind: 'money', required: false },
    { field: 'tax', headers: ['tax'], kind: 'money', required: false },
    { field: 'total', headers: ['total'], kind: 'money', required: false },
    { field: 'location', headers: ['location', 'sale location'], kind: 'text', required: false },
  ],
  identity: ['product'],
  choices: { basis: true, locations: true, returns: true },
  caps: [],
  twin: {
    mart: 'rec_sales_by_product',
    rows: 'summed',
    key: [{ native: 'product', ours: 'product_name', as: 'name' }],
    isKeyUnique: true,
    measure: { native: 'subtotal', ours: 'subtotal', unit: 'money' },
    location: { native: 'location', ours: 'location_name' },
    category: { native: 'category', ours: 'category_name' },
    shown: ['product_name', 'category_name', 'quantity', 'subtotal', 'discount', 'tax', 'total'],
  },
}
