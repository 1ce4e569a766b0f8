// What can be bought, as the API shows it: services, products, memberships, promotion codes.
import { coined, isService, taxRateOf } from './till.ts'
import type { Studio } from './life.ts'
import { promoPercent } from './plan-shared.ts'
import type { ProductPlan, ServicePlan } from './plan.ts'
import { money, type ApiRecord } from './records.ts'

/** `Id` of a service or product is its barcode, a text; `ProductId` is the number sales use. */
const barcodeOf = (item: ServicePlan | ProductPlan): string => String(item.productId)

const serviceType = {
  dropin: 'Drop-in',
  comp: 'Drop-in',
  private: 'Drop-in',
  pack: 'Series',
  intro: 'Series',
  unlimited: 'Unlimited',
} as const

/** Without a location VAT sites answer TaxRate 0, and so does every service without one. */
export const serviceRecord = (
  studio: Studio,
  plan: ServicePlan,
  locationId: number | undefined,
): ApiRecord => {
  const rate = locationId === undefined ? 0 : taxRateOf(studio, plan, locationId)
  const contained = studio.plan.taxInclusive ? coined(studio.plan, (plan.cents * rate) / (1 + rate)) : 0
  return {
    Price: money(plan.cents),
    OnlinePrice: money(plan.cents),
    TaxIncluded: money(contained),
    ProgramId: plan.programId,
    TaxRate: studio.plan.taxInclusive ? 0 : rate,
    ProductId: plan.productId,
    Id: barcodeOf(plan),
    Name: plan.name,
    Count: plan.count ?? 99_999,
    SellOnline: plan.online,
    SaleInContractOnly: plan.contractOnly ?? false,
    Type: plan.kind === 'intro' && plan.count === undefined ? 'Unlimited' : serviceType[plan.kind],
    ExpirationType: plan.fromFirstUse === true ? 'FirstUse' : 'SaleDate',
    ExpirationUnit: 'Days',
    ExpirationLength: plan.validDays,
    RevenueCategory: studio.plan.categories.find(({ id }) => id === plan.categoryId)?.name ?? null,
    MembershipId: plan.membershipId ?? null,
    SellAtLocationIds: studio.plan.locations.map(({ id }) => id),
    UseAtLocationIds: studio.plan.locations.map(({ id }) => id),
    Priority: 'Medium',
    IsIntroOffer: plan.kind === 'intro',
    IntroOfferType: plan.kind === 'intro' ? 'NewConsumer' : 'None',
    IsThirdPartyDiscountPricing: false,
    Program: studio.plan.programs.find(({ id }) => id === plan.programId)?.name ?? null,
    Discontinued: plan.discontinued ?? false,
    RestrictToMembershipIds: [],
    ApplyMemberDiscountsOfMembershipIds: [],
  }
}

export const productRecord = (
  studio: Studio,
  plan: ProductPlan,
  locationId: number | undefined,
): ApiRecord => {
  const rate = locationId === undefined ? 0 : taxRateOf(studio, plan, locationId)
  return {
    ProductId: plan.productId,
    Id: barcodeOf(plan),
    CategoryId: plan.categoryId,
    SubCategoryId: plan.subCategoryId ?? 0,
    SecondaryCategoryId: 0,
    Price: money(plan.cents),
    TaxIncluded: money(studio.plan.taxInclusive ? coined(studio.plan, (plan.cents * rate) / (1 + rate)) : 0),
    TaxRate: rate,
    GroupId: plan.productId,
    Name: plan.name,
    OnlinePrice: money(plan.cents),
    ShortDescription: null,
    LongDescription: null,
    TypeGroup: 0,
    SupplierId: null,
    SupplierName: null,
    ImageURL: null,
    Color: plan.color === undefined ? null : { Id: 1, Name: plan.color },
    Size: plan.size === undefined ? null : { Id: 2, Name: plan.size },
    ManufacturerId: null,
  }
}

export const membershipRecords = (studio: Studio): readonly ApiRecord[] =>
  studio.plan.memberships.map(({ id, name }) => ({
    MembershipId: id,
    MembershipName: name,
    Priority: 1,
    MemberRetailDiscount: 15,
    MemberServiceDiscount: 0,
    AllowClientsToScheduleUnpaid: false,
    OnlineBookingRestrictedToMembersOnly: [],
    DayOfMonthSchedulingOpensForNextMonth: null,
    RestrictSelfSignInToMembersOnly: false,
    AllowMembersToBookAppointmentsWithoutPaying: false,
    AllowMembersToPurchaseNonMembersServices: true,
    AllowMembersToPurchaseNonMembersProducts: true,
    IsActive: true,
    EarlyAccessDaysBeforeSchedulingWindow: 0,
  }))

/** One running code and one that ended: the latter is missing unless `activeOnly=false`. */
export const promoCodeRecords = (studio: Studio): readonly ApiRecord[] =>
  [
    { id: 71, code: 'WELCOME10', active: true, until: null, modified: '2025-07-02T09:12:00' },
    {
      id: 68,
      code: 'SUMMER24',
      active: false,
      until: '2024-09-01T00:00:00',
      modified: '2024-09-02T01:00:00',
    },
  ].map(({ id, code, active, until, modified }) => ({
    PromotionID: id,
    Name: code,
    Code: code,
    Active: active,
    Discount: { Type: 'Percentage', Amount: promoPercent },
    ActivationDate: '2024-05-01T00:00:00',
    ExpirationDate: until,
    MaxUses: 0,
    NumberOfAutopays: 0,
    DaysAfterCloseDate: 0,
    AllowOnline: true,
    LastModifiedDateTime: modified,
    DaysValid: [],
    ApplicableItems: studio.plan.services
      .filter(({ kind }) => kind === 'pack')
      .map(({ productId, name }) => ({ Type: 'Service', Id: productId, Name: name })),
  }))

/** Product or service, as sales name it. */
export const itemIdentity = (item: ServicePlan | ProductPlan): ApiRecord => ({
  Id: item.productId,
  IsService: isService(item),
  BarcodeId: barcodeOf(item),
})
