// The First Visit report: everybody's first visit, by name alone.
import type { ReportProfile } from '../src/reports/report-profile.ts'

/**
 * Names collide, and the marts hold none: a row is known by its day, place, category and type of visit, and how many there are of each
 * is compared. Whose visit it is cannot be.
 */
export const firstVisitProfile: ReportProfile = {
  name: 'first-visit',
  title: 'First Visit',
  address: null,
  isConfirmed: true,
  columns: [
    { field: 'date', headers: ['first visit'], kind: 'date', required: true },
    { field: 'location', headers: ['visit location'], kind: 'text', required: true },
    { field: 'category', headers: ['service category'], kind: 'text', required: true },
    { field: 'visitType', headers: ['visit type'], kind: 'text', required: true },
    { field: 'pricingOption', headers: ['pricing option'], kind: 'text', required: false },
    { field: 'bookingMethod', headers: ['booking method'], kind: 'text', required: false },
    { field: 'staff', headers: ['staff'], kind: 'text', required: false },
    { field: 'visitsSince', headers: ['# visits since first visit'], kind: 'count', required: false },
  ],
  identity: ['date'],
  choices: { basis: false, locations: true, returns: false },
  caps: [],
  twin: {
    mart: 'rec_first_visit',
    rows: 'each',
    key: [{ native: 'visitType', ours: 'visit_type', as: 'name' }],
    isKeyUnique: false,
    isKeyShared: true,
    measure: { native: 'rows', ours: 'rows', unit: 'count' },
    date: { native: 'date', ours: 'local_date' },
    at: 'starts_at_local',
    location: { native: 'location', ours: 'location_name' },
    category: { native: 'category', ours: 'category_name' },
    shown: [
      'visit_id',
      'client_id',
      'starts_at_local',
      'visit_type',
      'category_name',
      'location_name',
      'pricing_option',
      'staff_name',
      'visits_since',
    ],
  },
}
