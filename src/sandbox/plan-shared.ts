// What both sites have in common: revenue categories, ways to pay, and how a weekly timetable is laid out.
import type { CategoryPlan, SlotPlan } from './plan.ts'
import { createRandom } from './random.ts'

/** The local day on which both simulated lives begin. */
export const firstDay = '2025-07-01'

/** The online store: sales carry it, `/site/locations` does not list it (webhooks documentation, clientSale). */
export const onlineLocationId = 98

/** The client walk-in sales are booked on; never listed by `/client/clients` (observed). */
export const systemClientId = '1'

export const category = {
  packs: 11,
  memberships: 12,
  dropIns: 13,
  intro: 14,
  privates: 15,
  apparel: 21,
  equipment: 22,
  refreshments: 23,
  giftCards: 24,
  accountCredit: 25,
  tips: 26,
} as const

export const categories: readonly CategoryPlan[] = [
  { id: category.packs, name: 'Class Packs', service: true, subCategories: [] },
  { id: category.memberships, name: 'Memberships', service: true, subCategories: [] },
  { id: category.dropIns, name: 'Drop-ins', service: true, subCategories: [] },
  { id: category.intro, name: 'Intro Offers', service: true, subCategories: [] },
  { id: category.privates, name: 'Private Sessions', service: true, subCategories: [] },
  {
    id: category.apparel,
    name: 'Apparel',
    service: false,
    subCategories: [
      { id: 211, name: 'Tops' },
      { id: 212, name: 'Bottoms' },
    ],
  },
  { id: category.equipment, name: 'Equipment', service: false, subCategories: [] },
  { id: category.refreshments, name: 'Refreshments', service: false, subCategories: [] },
  { id: category.giftCards, name: 'Gift Cards', service: false, subCategories: [] },
  { id: category.accountCredit, name: 'Account Credit', service: false, subCategories: [] },
  { id: category.tips, name: 'Tips', service: false, subCategories: [] },
]

/** Ways to pay; `card` ones leave a transaction at the processor. */
export const methods = {
  cash: { id: 1, name: 'Cash', card: false, fee: 0 },
  check: { id: 2, name: 'Check', card: false, fee: 0 },
  amex: { id: 3, name: 'Amex', card: true, fee: 0.035 },
  visa: { id: 4, name: 'Visa/MC', card: true, fee: 0.0275 },
  account: { id: 15, name: 'Account', card: false, fee: 0 },
  giftCard: { id: 16, name: 'Gift Card', card: false, fee: 0 },
  comp: { id: 17, name: 'Comp/Guest', card: false, fee: 0 },
  ach: { id: 18, name: 'ACH', card: true, fee: 0.01 },
} as const

export type Method = (typeof methods)[keyof typeof methods]

/** Ten percent off a pack for the asking; the only code clients use. */
export const promoPercent = 10

interface Timetable {
  readonly siteName: string
  readonly weekdayTimes: readonly string[]
  readonly saturdayTimes: readonly string[]
  readonly sundayTimes: readonly string[]
  readonly descriptionIds: readonly number[]
  readonly staffIds: readonly number[]
  readonly locationIds: readonly number[]
}

/** Lays out the week: the same slots at the same wall-clock time all year, with a hidden and an unlimited one among them. */
export const layOutWeek = (timetable: Timetable): readonly SlotPlan[] => {
  const random = createRandom('timetable', timetable.siteName)
  const slots: SlotPlan[] = []
  for (let weekday = 0; weekday < 7; weekday += 1) {
    const times =
      weekday === 0 ? timetable.sundayTimes : weekday === 6 ? timetable.saturdayTimes : timetable.weekdayTimes
    for (const time of times) {
      const nth = slots.length
      slots.push({
        scheduleId: 4_301 + nth,
        weekday,
        time,
        descriptionId: random.pick(timetable.descriptionIds),
        staffId: random.pick(timetable.staffIds),
        locationId: random.pick(timetable.locationIds),
        capacity: nth % 17 === 9 ? null : random.int(4, 10) * 2,
        hidden: nth % 19 === 11,
      })
    }
  }
  return slots
}
