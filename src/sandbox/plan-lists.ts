// The short lists every site keeps in its settings. Both sites use the same ones, but for what names a place.
import type { SitePlan } from './plan.ts'

export const genders = [
  { id: 1, name: 'Female', active: true },
  { id: 2, name: 'Male', active: true },
  { id: 3, name: 'Non-binary', active: true },
  { id: 4, name: 'Prefer not to say', active: false },
] as const

export const relationships = [
  { id: 1, first: 'Parent', second: 'Child', active: true },
  { id: 3, first: 'Household', second: 'Household', active: true },
  { id: 6, first: 'Referred by', second: 'Referrer of', active: true },
  { id: 9, first: 'Pays for', second: 'Paid for by', active: false },
] as const

export const mobileProviders = [
  { id: 4, name: 'Coastline Mobile', address: '@sms.coastline.example', active: true },
  { id: 11, name: 'Pocket Wireless', address: '@txt.pocket.example', active: true },
  { id: 17, name: 'Old Network', address: '@old.example', active: false },
] as const

export const prospectStages = [
  { id: 1, description: 'New lead', active: true },
  { id: 2, description: 'Trial booked', active: true },
  { id: 3, description: 'Won back', active: true },
  { id: 5, description: 'Cold call', active: false },
] as const

/** Active ones first; the others come with `includeInactive`, subtypes among them. */
export const referralTypes = [
  { name: 'Friend', active: true },
  { name: 'Walk-by', active: true },
  { name: 'Search engine', active: true },
  { name: 'Newspaper', active: false },
  { name: 'Search engine: paid', active: false },
] as const

export const requiredFields = ['AddressLine1', 'City', 'Email', 'MobilePhone'] as const

export const customFields = [
  { id: 1, type: 'String', name: 'Emergency code word' },
  { id: 2, type: 'Bool', name: 'Newsletter' },
  { id: 3, type: 'Date', name: 'Induction on' },
] as const

export const clientIndexes = [
  {
    id: 1,
    name: 'Experience',
    required: true,
    values: ['Beginner', 'Regular', 'Advanced'],
  },
  { id: 2, name: 'Lives nearby', required: false, values: ['Yes', 'No'] },
] as const

export const contactLogTypes = [
  { id: 1, name: 'General', subTypes: [] },
  { id: 2, name: 'Sales', subTypes: ['First call', 'Follow-up'] },
  { id: 3, name: 'Complaint', subTypes: ['Class', 'Billing'] },
] as const

export const customPaymentMethods = [
  { id: 101, name: 'Corporate wellness voucher' },
  { id: 102, name: 'Bank transfer' },
] as const

export const addOns = [
  { id: 31, name: 'Hot stones', deducted: 1 },
  { id: 32, name: 'Body scan', deducted: 1 },
] as const

export const appointmentOptions = [
  { name: 'DefaultSchedulingView', display: 'Default view of the schedule', value: 'Day', type: 'String' },
  { name: 'AllowDoubleBooking', display: 'Allow double booking', value: 'false', type: 'Boolean' },
  { name: 'MinutesBetween', display: 'Minutes between appointments', value: '15', type: 'Int' },
] as const

/** Rooms and equipment: a room per place, a spare one, and one that is no longer used. */
export const roomsOf = ({ locations }: SitePlan) => [
  ...locations.map(({ id, name }) => ({
    id: 10 + id,
    name: `Main room, ${name}`,
    locationId: id,
    active: true,
  })),
  { id: 21, name: 'Treatment room', locationId: 1, active: true },
  { id: 29, name: 'Old annexe', locationId: 1, active: false },
]

export const waiverOf = ({ name }: SitePlan): string =>
  `I train at ${name} at my own risk.\n"Own risk" means: the studio is liable for what it causes on purpose only.`
