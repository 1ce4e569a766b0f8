// The Sales by Service report: what was sold in a period, summed by service.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/** Counts sales by their sale date, never visits; net of discounts and without tax. */
export const salesByServiceProfile: ReportProfile = {
  name: 'sales-by-service',
  title: 'Sales by Service',
  address: null,
  isConfirmed: false,
  columns: [
    {
      field: 'service',
      headers: ['service', 'service name', 'pricing option', 'item name'],
      kind: 'text',
      required: true,
    },
    { field: 'category', headers: ['category', 'revenue category'], kind: 'text', required: false },
    { field: 'quantity', headers: ['quantity', 'qty', '# sold'], kind: 'count', required: false },
    { field: 'subtotal', headers: ['subtotal', 'sub total', 'net sales'], kind: 'money', required: true },
    { field: 'discount', headers: ['discount', 'discount amount'], kind: 'money', required: false },
    { field: 'tax', headers: ['tax'], kind: 'money', required: false },
    { field: 'total', headers: ['total'], kind: 'money', required: false },
    { field: 'location', headers: ['location', 'sale location'], kind: 'text', required: false },
  ],
  identity: ['service'],
  choices: { basis: true, locations: true, returns: true },
  caps: [],
  twin: {
    mart: 'rec_sales_by_service',
    rows: 'summed',
    key: [{ native: 'service', ours: 'service_name', as: 'name' }],
    isKeyUnique: true,
    measure: { native: 'subtotal', ours: 'subtotal', unit: 'money' },
    location: { native: 'location', ours: 'location_name' },
    category: { native: 'category', ours: 'category_name' },
    shown: ['service_name', 'category_name', 'quantity', 'subtotal', 'discount', 'tax', 'total'],
  },
}
