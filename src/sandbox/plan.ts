// What a site offers before anybody comes: places, programs, staff, prices, products and a weekly timetable.

export interface LocationPlan {
  readonly id: number
  readonly name: string
  readonly address: string
  readonly city: string
  readonly state: string
  readonly postalCode: string
  /** Retail tax rate as a decimal; on top of the price, or inside it at tax-inclusive sites. */
  readonly taxRate: number
}

export interface ProgramPlan {
  readonly id: number
  readonly name: string
  readonly scheduleType: 'Class' | 'Appointment'
}

export interface SessionTypePlan {
  readonly id: number
  readonly name: string
  readonly programId: number
  readonly minutes: number
  /** Sessions one visit takes of a pack. Default 1. */
  readonly deducted?: number
}

export interface StaffPlan {
  readonly id: number
  readonly first: string
  readonly last: string
  readonly teaches: boolean
  readonly from: string
  /** Last day of employment, for those who leave during the year. */
  readonly until?: string
}

export interface CategoryPlan {
  readonly id: number
  readonly name: string
  readonly service: boolean
  readonly subCategories: readonly { readonly id: number; readonly name: string }[]
}

export interface ServicePlan {
  readonly productId: number
  readonly name: string
  readonly kind: 'dropin' | 'pack' | 'intro' | 'unlimited' | 'private' | 'comp'
  /** Sessions; undefined = unlimited. */
  readonly count?: number
  readonly cents: number
  readonly categoryId: number
  readonly programId: number
  readonly validDays: number
  readonly online: boolean
  readonly discontinued?: boolean
  readonly contractOnly?: boolean
  readonly membershipId?: number
  /** Several clients of a household may use it. */
  readonly shared?: boolean
  /** Its days begin with the first visit, not with the sale. */
  readonly fromFirstUse?: boolean
}

export interface ProductPlan {
  readonly productId: number
  readonly name: string
  readonly kind: 'retail' | 'gift_card' | 'account_credit' | 'account_payment' | 'tip'
  readonly cents: number
  readonly categoryId: number
  readonly subCategoryId?: number
  readonly color?: string
  readonly size?: string
}

export interface ContractPlan {
  readonly id: number
  readonly name: string
  readonly serviceId: number
  readonly cents: number
  /** Autopays in all; undefined = month to month. */
  readonly months?: number
  /** A second contract that is signed with it, and charged on the same days. */
  readonly besideId?: number
}

export interface DescriptionPlan {
  readonly id: number
  readonly name: string
  readonly sessionTypeId: number
}

/** One weekly slot of the timetable. */
export interface SlotPlan {
  readonly scheduleId: number
  readonly weekday: number
  readonly time: string
  readonly descriptionId: number
  readonly staffId: number
  readonly locationId: number
  /** null = the studio sets no limit. */
  readonly capacity: number | null
  /** Not shown to the public (the API's `Active: false`). */
  readonly hidden: boolean
}

export interface SitePlan {
  readonly siteId: number
  readonly name: string
  readonly zone: string
  readonly currency: string
  /** Least amount that can be paid, in hundredths: 100 where the currency has no decimals. Default 1. */
  readonly coin?: number
  readonly country: string
  readonly taxInclusive: boolean
  /** Tax on services as a decimal; 0 where services are untaxed. */
  readonly serviceTaxRate: number
  readonly email: string
  readonly locations: readonly LocationPlan[]
  /** Places that were given up: the API no longer lists them, what was sold there stays. */
  readonly closed?: readonly LocationPlan[]
  readonly programs: readonly ProgramPlan[]
  readonly sessionTypes: readonly SessionTypePlan[]
  readonly staff: readonly StaffPlan[]
  readonly categories: readonly CategoryPlan[]
  readonly services: readonly ServicePlan[]
  readonly products: readonly ProductPlan[]
  readonly contracts: readonly ContractPlan[]
  readonly memberships: readonly { readonly id: number; readonly name: string }[]
  readonly descriptions: readonly DescriptionPlan[]
  readonly slots: readonly SlotPlan[]
  readonly clientsAtStart: number
  readonly joinsPerDay: number
  readonly firstSaleId: number
}
