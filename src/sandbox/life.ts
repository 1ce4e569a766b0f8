// What happens at a site: clients, classes, visits, purchases. Mutable records of one simulated life; instants are UTC ms.
import type { Merge } from './merges.ts'
import type { Method } from './plan-shared.ts'
import type {
  ContractPlan,
  ProductPlan,
  ProgramPlan,
  ServicePlan,
  SessionTypePlan,
  SitePlan,
  SlotPlan,
} from './plan.ts'

export interface Client {
  readonly id: string
  /** bigint for the one client whose number does not fit a double. */
  readonly uniqueId: number | bigint
  readonly first: string
  readonly last: string
  readonly createdAt: number
  readonly birthDay: string | undefined
  readonly homeLocationId: number
  /** Classes a week while engaged. */
  readonly weekly: number
  readonly favourites: readonly SlotPlan[]
  readonly pays: 'dropin' | 'pack' | 'member'
  email: string
  phone: string
  active: boolean
  prospect: boolean
  status: 'Non-Member' | 'Active' | 'Expired' | 'Terminated' | 'Declined'
  /** Comes to classes until then; some come back later. */
  engagedUntil: number
  household: Client | undefined
  /** Every pricing option ever bought, in order of purchase. */
  readonly wallet: Held[]
  /** Below zero for who owes the studio. */
  accountCents: number
  /** Bookings are suspended on these local days, both included. */
  suspended: { readonly from: string; readonly until: string } | undefined
  lastModifiedAt: number
}

/** Stands for the last day of an option that has not begun. */
export const notYet = '9999-12-31'

/** A pricing option in a client's hands (the API's client service). */
export interface Held {
  readonly id: number
  readonly owner: Client
  readonly plan: ServicePlan
  readonly priceCents: number
  readonly taxCents: number
  readonly boughtDay: string
  readonly activeDay: string
  /** Last day, as told now; `notYet` until an option that begins with its first visit has begun. */
  expiryDay: string
  /** The last day as it was told first: the desk may move it later. */
  firstExpiryDay: string
  readonly sharedWith: Set<Client>
  used: number
  current: boolean
  returned: boolean
}

export interface Visit {
  readonly id: number
  readonly client: Client
  readonly classId: number
  readonly appointmentId: number
  readonly startLocal: string
  readonly endLocal: string
  readonly locationId: number
  readonly name: string
  readonly program: ProgramPlan
  readonly sessionType: SessionTypePlan
  readonly web: boolean
  readonly held: Held | undefined
  staffId: number
  signedIn: boolean
  missed: boolean
  lateCancelled: boolean
  lastModifiedAt: number
  /** The desk forgot to sign the client in and will do so then. */
  signInDueAt: number | undefined
}

/** A client waiting for a place in a class. */
export interface Waiting {
  readonly id: number
  readonly client: Client
  readonly requestedAt: number
  readonly web: boolean
}

export interface ClassOccurrence {
  readonly id: number
  readonly slot: SlotPlan
  readonly day: string
  readonly startLocal: string
  readonly endLocal: string
  readonly startsAt: number
  readonly visits: Visit[]
  /** Booked in this order when a place comes free. */
  readonly waitlist: Waiting[]
  /** Asked the desk to be called; nobody books them by themselves. */
  standby: readonly Waiting[]
  staffId: number
  substitute: boolean
  canceled: boolean
  lastModifiedAt: number
}

export interface Appointment {
  readonly id: number
  readonly client: Client
  readonly staffId: number
  readonly locationId: number
  readonly startLocal: string
  readonly endLocal: string
  readonly startsAt: number
  readonly visit: Visit
  readonly addOns: boolean
  readonly first: boolean
  status: 'Booked' | 'Confirmed' | 'Completed' | 'NoShow' | 'LateCancelled'
}

export interface HeldContract {
  readonly id: number
  readonly client: Client
  readonly plan: ContractPlan
  readonly agreedDay: string
  readonly method: Method
  paid: number
  /** undefined = no further autopay. */
  nextDay: string | undefined
  status: 'Active' | 'Inactive' | 'Suspended'
  terminationDay: string | undefined
  /** Day of the first refused charge of those not paid since. */
  declinedSince: string | undefined
  /** The card behind it is dead: every further charge is refused. */
  cardFails: boolean
  /** Charges left out while the contract was frozen. */
  skipped: number
  /** The contract that went on from this one by itself. */
  renewedBy: number | undefined
}

export interface GiftCard {
  readonly code: string
  readonly soldAt: number
  cents: number
}

export interface Line {
  readonly detailId: number
  readonly item: ServicePlan | ProductPlan
  readonly isService: boolean
  readonly unitCents: number
  readonly quantity: number
  readonly discountPercent: number
  readonly discountCents: number
  readonly taxRate: number
  readonly taxCents: number
  readonly totalCents: number
  readonly held: Held | undefined
  readonly contractId: number | undefined
  readonly giftCardCode: string | undefined
  readonly notes: string
  returned: boolean
}

export interface Transaction {
  readonly id: number
  readonly saleId: number
  readonly clientId: string
  readonly cents: number
  readonly method: Method
  readonly at: number
  readonly locationId: number
  settled: boolean
  status: 'Approved' | 'Approved (Voided)' | 'Credit' | 'Declined' | 'Chargeback'
}

export interface Payment {
  readonly id: number
  readonly method: Method
  readonly cents: number
  /** Shown on the payment only for some cards, as recorded: the rest joins by sale. */
  readonly transactionId: number | undefined
}

export interface Sale {
  readonly id: number
  /** undefined = a walk-in, booked on the system client. */
  readonly client: Client | undefined
  readonly locationId: number
  readonly at: number
  readonly originalLocal: string
  readonly lines: readonly Line[]
  readonly payments: readonly Payment[]
  readonly repId: number | undefined
  /** Site-local; an owner may move it to another day. */
  soldLocal: string
}

type Counter =
  | 'client'
  | 'class'
  | 'visit'
  | 'held'
  | 'contract'
  | 'sale'
  | 'detail'
  | 'payment'
  | 'transaction'
  | 'appointment'
  | 'giftCard'
  | 'waiting'

/** One site and all that has happened there. */
export interface Studio {
  readonly plan: SitePlan
  readonly seed: number
  readonly clients: Client[]
  readonly classes: ClassOccurrence[]
  readonly appointments: Appointment[]
  readonly contracts: HeldContract[]
  readonly giftCards: GiftCard[]
  readonly transactions: Transaction[]
  readonly merges: Merge[]
  held: Held[]
  sales: Sale[]
  /** First local day without a timetable yet. */
  scheduledUntil: string
  readonly last: Record<Counter, number>
}

/** The step of life being lived: everything in it happens after `from` and not after `to`. */
export interface Step {
  readonly nth: number
  readonly from: number
  readonly to: number
}

/** The next number of a kind; numbers are the site's own, so the two sites' ids collide on purpose. */
export const nextId = (studio: Studio, counter: Counter): number => {
  studio.last[counter] += 1
  return studio.last[counter]
}

/** Marks a client as changed, which is what `lastModifiedDate` finds. */
export const touch = (client: Client, at: number): void => {
  client.lastModifiedAt = Math.max(client.lastModifiedAt, at)
}
