// The site itself, as `/site/…` shows it: sites, locations, programs, session types, categories, payment types.
import { methods } from './plan-shared.ts'
import type { LocationPlan, ProgramPlan, SitePlan } from './plan.ts'
import type { ApiRecord } from './records.ts'

/** The full record comes when exactly one site is asked for. */
export const siteRecord = (plan: SitePlan): ApiRecord => ({
  AcceptsAmericanExpress: true,
  AcceptsDiscover: plan.country === 'US',
  AcceptsMasterCard: true,
  AcceptsVisa: true,
  AllowsDashboardAccess: true,
  ContactEmail: plan.email,
  Description: `${plan.name}, a simulated studio.`,
  Id: plan.siteId,
  LogoUrl: null,
  Name: plan.name,
  PageColor1: '#FFFFFF',
  PageColor2: '#EDEDED',
  PageColor3: '#333333',
  PageColor4: '#0088AA',
  PricingLevel: 'Ultimate',
  SmsPackageEnabled: true,
  TaxInclusivePrices: plan.taxInclusive,
  CurrencyIsoCode: plan.currency,
  CountryCode: plan.country,
  TimeZone: plan.zone,
  AcceptsDirectDebit: true,
  LeadChannels: [],
  PerStaffPricing: false,
})

/** What is left when no site, or several, are asked for: no zone, no currency, no tax style. */
export const limitedSiteRecord = (plan: SitePlan): ApiRecord => ({
  ContactEmail: plan.email,
  Description: `${plan.name}, a simulated studio.`,
  Id: plan.siteId,
  LogoUrl: null,
  Name: plan.name,
})

export const locationRecord = (plan: SitePlan, place: LocationPlan): ApiRecord => ({
  AdditionalImageURLs: [],
  Address: place.address,
  Address2: null,
  Amenities: [{ Id: 1, Name: 'Showers' }],
  BusinessDescription: null,
  City: place.city,
  Description: null,
  HasClasses: true,
  Id: place.id,
  Latitude: plan.country === 'US' ? 34.0522 : 51.5072,
  Longitude: plan.country === 'US' ? -118.2437 : -0.1276,
  Name: place.name,
  Phone: '5550100',
  PhoneExtension: null,
  PostalCode: place.postalCode,
  SiteID: plan.siteId,
  StateProvCode: place.state,
  Tax1: place.taxRate,
  Tax2: 0,
  Tax3: 0,
  Tax4: 0,
  Tax5: 0,
  TotalNumberOfRatings: 0,
  AverageRating: 0,
  TotalNumberOfDeals: 0,
})

/** Live programs carry two offsets the document lacks (recorded). */
export const programRecord = (program: ProgramPlan): ApiRecord => ({
  Id: program.id,
  Name: program.name,
  ScheduleType: program.scheduleType,
  CancelOffset: 720,
  ContentFormats: ['InPerson'],
  ScheduleOffset: 0,
  ScheduleOffsetEnd: 30,
  PricingRelationships: { PaysFor: [program.id], PaidBy: [program.id] },
})

export const sessionTypeRecords = (plan: SitePlan): readonly ApiRecord[] =>
  plan.sessionTypes.map((type) => ({
    Type: plan.programs.find(({ id }) => id === type.programId)?.scheduleType ?? 'Class',
    DefaultTimeLength: type.minutes,
    StaffTimeLength: type.minutes,
    Id: type.id,
    Name: type.name,
    OnlineDescription: '',
    NumDeducted: type.deducted ?? 1,
    ProgramId: type.programId,
    Category: null,
    CategoryId: null,
    Subcategory: null,
    SubcategoryId: null,
    AvailableForAddOn: false,
    ResourceRequired: false,
  }))

export const categoryRecords = (plan: SitePlan): readonly ApiRecord[] =>
  plan.categories.map((category) => ({
    Id: category.id,
    CategoryName: category.name,
    Description: null,
    Service: category.service,
    Active: true,
    IsPrimary: true,
    IsSecondary: false,
    CreatedDateTimeUTC: '2022-03-01T08:00:00Z',
    ModifiedDateTimeUTC: '2024-11-12T09:30:15.2Z',
    SubCategories: category.subCategories.map(({ id, name }) => ({
      Id: id,
      SubCategoryName: name,
      Active: true,
    })),
    TotalCount: 0,
  }))

export const paymentTypeRecords = (): readonly ApiRecord[] =>
  Object.values(methods).map(({ id, name, fee }) => ({
    Id: id,
    PaymentTypeName: name,
    Active: true,
    Fee: fee,
  }))
