// What Mindbody would answer about a drawn site: raw records by stream, with the members the models read.
import { category } from './books-catalogue.ts'
import { clientId, methods, midnight, saleOf, transactionOf, type RawRecord } from './books-records-sales.ts'
import { dateOf, moneyOf, type Site, type Visit } from './books-shape.ts'

/** Records of a site by the name of their stream. */
export type Records = Readonly<Record<string, readonly RawRecord[]>>

const program = { Id: 22, Name: 'Classes' }

const visitOf = (site: Site, { id, holding, client, location, day, outcome }: Visit): RawRecord => ({
  AppointmentId: 0,
  ClassId: id,
  ClientId: clientId(client),
  ClientUniqueId: client,
  StartDateTime: `${dateOf(day)}T09:00:00`,
  EndDateTime: `${dateOf(day)}T10:00:00`,
  Id: id,
  LastModifiedDateTime: `${dateOf(day)}T10:00:00Z`,
  LateCancelled: outcome === 'late_cancel',
  LocationId: location,
  ServiceId: holding,
  ProductId: site.holdings.find((held) => held.id === holding)?.service.id ?? null,
  SignedIn: outcome === 'attended',
  Missed: outcome === 'no_show',
  // An early cancellation leaves the roster: two readings missed it.
  _deleted_at: outcome === 'early_cancel' ? '2027-02-01 00:00:00' : null,
})

const classOf = ({ id, day, location, outcome, sessions }: Visit): RawRecord => ({
  Id: id,
  ClassScheduleId: 1,
  Location: { Id: location },
  IsCanceled: outcome === 'cancelled_class',
  Active: true,
  StartDateTime: `${dateOf(day)}T09:00:00`,
  EndDateTime: `${dateOf(day)}T10:00:00`,
  ClassDescription: {
    Id: sessions,
    Name: `Takes ${sessions}`,
    Program: program,
    SessionType: { Id: sessions, NumDeducted: sessions, ProgramId: program.Id },
  },
})

const clientOf = ({ suspended, currency }: Site, client: number): RawRecord => {
  const days = suspended.get(client)
  return {
    Id: clientId(client),
    UniqueId: client,
    Country: currency.country,
    Active: true,
    CreationDate: '2025-12-01T09:00:00',
    HomeLocation: { Id: 1 },
    SuspensionInfo: {
      BookingSuspended: days !== undefined,
      SuspensionStartDate: midnight(days?.[0] ?? null),
      SuspensionEndDate: midnight(days?.[1] ?? null),
    },
  }
}

export const recordsOf = (site: Site): Records => {
  const { currency } = site
  return {
    sites: [
      {
        Id: site.siteId,
        Name: `Site ${site.siteId}`,
        CurrencyIsoCode: currency.code,
        CountryCode: currency.country,
        TimeZone: currency.zone,
        TaxInclusivePrices: site.isInclusive,
      },
    ],
    locations: [1, 2].map((id) => ({ Id: id, Name: `Location ${id}` })),
    programs: [program],
    payment_types: Object.values(methods).map(([Id, PaymentTypeName, Fee]) => ({
      Id,
      PaymentTypeName,
      Fee,
      Active: true,
    })),
    categories: Object.entries(category).map(([CategoryName, Id]) => ({ Id, CategoryName })),
    services: site.services.map((service) => ({
      Id: String(service.id),
      ProductId: service.id,
      ProgramId: program.Id,
      Name: service.name,
      Type: service.type,
      Price: moneyOf(service.price, currency),
      Count: service.count,
      ExpirationType: service.isFromFirstUse ? 'FirstUse' : 'SaleDate',
      ExpirationUnit: 'Days',
      ExpirationLength: service.days,
      MembershipId: service.membershipId,
    })),
    gift_cards: [
      { Id: 201, CardValue: moneyOf(site.cardValue, currency), SalePrice: moneyOf(site.cardValue, currency) },
    ],
    clients: Array.from({ length: site.clients }, (_, nth) => clientOf(site, nth + 1)),
    session_types: [1, 2, 3].map((Id) => ({
      Id,
      Name: `Takes ${Id}`,
      NumDeducted: Id,
      ProgramId: program.Id,
    })),
    class_descriptions: [1, 2, 3].map((Id) => ({
      Id,
      Name: `Takes ${Id}`,
      Program: program,
      SessionType: { Id, NumDeducted: Id },
    })),
    classes: site.visits.map(classOf),
    class_visits: site.visits.map((visit) => visitOf(site, visit)),
    client_services: site.holdings.map(({ id, service, client, from, to }) => ({
      Id: id,
      ClientID: clientId(client),
      ProductId: service.id,
      Name: service.name,
      Count: service.count,
      ActivationType: 'OnPurchase',
      ActiveDate: midnight(from),
      ExpirationDate: midnight(service.isFromFirstUse ? null : to),
      Program: program,
    })),
    contracts: site.contracts.map(({ id }) => ({
      Id: id,
      Name: 'Monthly',
      LocationId: 1,
      AutopaySchedule: { FrequencyType: 'MonthToMonth', FrequencyValue: 1, FrequencyTimeUnit: 'Monthly' },
    })),
    client_contracts: site.contracts.map(({ id, client, day }) => ({
      Id: id,
      ContractID: id,
      ClientId: clientId(client),
      AutopayStatus: 'Active',
      StartDate: midnight(day),
      AgreementDate: midnight(day),
      UpcomingAutopayEvents: [],
    })),
    sales: site.sales.map((sale) => saleOf(site, sale)),
    transactions: site.transactions.map((transaction) => transactionOf(site, transaction)),
  }
}
