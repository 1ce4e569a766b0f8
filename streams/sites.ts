// The business itself: zone, currency, tax style.
import { defineStream } from '../src/source/stream.ts'

export const sites = defineStream({
  name: 'sites',
  path: '/site/sites',
  rows: 'Sites',
  key: ['Id'],
  about: 'The business itself: zone, currency, tax style.',
  send: {
    // Without exactly one site id the record is a limited one, by design.
    'request.siteIds': '{site_id}',
    'request.includePerStaffPricing': 'true',
    'request.includeLeadChannels': 'true',
  },
  fields: {
    AcceptsAmericanExpress: 'flag',
    AcceptsDiscover: 'flag',
    AcceptsMasterCard: 'flag',
    AcceptsVisa: 'flag',
    AllowsDashboardAccess: 'flag',
    ContactEmail: 'text',
    Description: 'text',
    Id: 'id',
    LogoUrl: 'text',
    Name: 'text',
    PageColor1: 'text',
    PageColor2: 'text',
    PageColor3: 'text',
    PageColor4: 'text',
    PricingLevel: 'text',
    SmsPackageEnabled: 'flag',
    TaxInclusivePrices: 'flag',
    CurrencyIsoCode: 'text',
    CountryCode: 'text',
    TimeZone: 'text',
    AcceptsDirectDebit: 'flag',
    LeadChannels: 'list',
    PerStaffPricing: 'flag',
  },
})
