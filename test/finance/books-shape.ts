// A small business as its books see it: one site, what it sells, to whom, and what was used. Money in smallest units.

export interface Currency {
  readonly code: string
  readonly decimals: number
  readonly country: string
  readonly zone: string
}

export interface Service {
  readonly id: number
  readonly name: string
  /** Also the key of its recognition policy. */
  readonly category: number
  readonly price: number
  /** 99999 = unlimited. */
  readonly count: number
  readonly days: number
  readonly membershipId: number | null
  readonly type: 'Drop-in' | 'Series' | 'Unlimited'
  /** Its days begin with the first use, and Mindbody tells no expiry of it. */
  readonly isFromFirstUse: boolean
}

export interface Line {
  readonly id: number
  /** What the generator meant it to be; never written down for the models. */
  readonly sort: 'service' | 'product' | 'gift_card' | 'account' | 'tip' | 'shipping' | 'fee' | 'unknown'
  readonly isService: boolean | null
  readonly productId: number
  readonly category: number
  readonly name: string
  readonly unitPrice: number
  readonly quantity: number
  readonly discount: number
  /** Tax by slot, Tax1 first; it has the sign of the line. */
  readonly taxes: readonly number[]
  readonly total: number
  readonly holding: number | null
  readonly contractId: number | null
  readonly from: number | null
  readonly to: number | null
  readonly barcode: string | null
  /** Its price does not fit its total. */
  readonly isBroken: boolean
  /** Face of a gift card, times its quantity; 0 for all others. */
  readonly face: number
}

export type TenderKind = 'cash' | 'card' | 'bank' | 'gift_card' | 'account' | 'comp'

export interface Tender {
  readonly id: number
  readonly kind: TenderKind
  readonly amount: number
  readonly transactionId: number | null
}

export interface Sale {
  readonly id: number
  /** Days since the site's first one. */
  readonly day: number
  readonly location: number
  readonly client: number
  readonly lines: readonly Line[]
  readonly tenders: readonly Tender[]
}

export interface Holding {
  readonly id: number
  readonly service: Service
  readonly client: number
  readonly from: number
  readonly to: number
}

export type Outcome =
  | 'attended'
  | 'late_cancel'
  | 'no_show'
  | 'early_cancel'
  | 'unresolved'
  | 'cancelled_class'

export interface Visit {
  readonly id: number
  readonly holding: number
  readonly client: number
  readonly location: number
  readonly day: number
  readonly outcome: Outcome
  /** Sessions its class takes. */
  readonly sessions: number
}

export interface Transaction {
  readonly id: number
  readonly saleId: number
  readonly location: number
  readonly day: number
  readonly amount: number
  readonly status: string
  readonly isSettled: boolean
}

export interface Site {
  readonly siteId: number
  readonly seed: number
  readonly currency: Currency
  readonly isInclusive: boolean
  readonly taxRates: readonly number[]
  readonly services: readonly Service[]
  /** Face value of the card the site sells. */
  readonly cardValue: number
  readonly clients: number
  /** First and last suspended day by client. */
  readonly suspended: ReadonlyMap<number, readonly [number, number]>
  readonly contracts: readonly { readonly id: number; readonly client: number; readonly day: number }[]
  readonly sales: readonly Sale[]
  readonly holdings: readonly Holding[]
  readonly visits: readonly Visit[]
  readonly transactions: readonly Transaction[]
}

export const totalOf = (lines: readonly Line[]): number => lines.reduce((sum, { total }) => sum + total, 0)
export const taxOf = ({ taxes }: Line): number => taxes.reduce((sum, tax) => sum + tax, 0)
export const paidOf = (tenders: readonly Tender[]): number =>
  tenders.reduce((sum, { amount }) => sum + amount, 0)

/** Day of a site's calendar as text. */
export const dateOf = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)

/** Smallest units as a decimal number, which is how the API writes money. */
export const moneyOf = (units: number, { decimals }: Currency): number =>
  Number((units / 10 ** decimals).toFixed(decimals))
