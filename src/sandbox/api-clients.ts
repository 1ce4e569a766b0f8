// Clients and what they hold, as the API shows them.
import { addMonths, localOf, midnight, utcStamp } from './calendar.ts'
import { notYet, type Client, type Held, type HeldContract, type Studio } from './life.ts'
import { money, type ApiRecord } from './records.ts'
import { locationRecord, programRecord } from './api-site.ts'
import { chargeOf } from './memberships.ts'

/** Unlimited options count 99999 sessions (observed). */
const unlimited = 99_999

export const clientRecord = (studio: Studio, client: Client): ApiRecord => {
  const home = studio.plan.locations.find(({ id }) => id === client.homeLocationId)
  const created = localOf(client.createdAt, studio.plan.zone)
  return {
    SuspensionInfo: {
      BookingSuspended: client.suspended !== undefined,
      SuspensionStartDate: client.suspended === undefined ? null : midnight(client.suspended.from),
      SuspensionEndDate: client.suspended === undefined ? null : midnight(client.suspended.until),
    },
    AppointmentGenderPreference: 'None',
    // 0001-01-01 stands for "not set" (observed).
    BirthDate: client.birthDay === undefined ? '0001-01-01T00:00:00' : midnight(client.birthDay),
    Country: studio.plan.country,
    CreationDate: created,
    CustomClientFields: [],
    ClientCreditCard:
      client.pays === 'member'
        ? {
            Address: null,
            CardHolder: `${client.first} ${client.last}`,
            CardNumber: 'XXXXXXXXXXXX0000',
            CardType: 'Visa',
            City: null,
            ExpMonth: '04',
            ExpYear: '2029',
            LastFour: '0000',
            PostalCode: null,
            State: null,
          }
        : null,
    ClientIndexes: [],
    ClientRelationships:
      client.household === undefined
        ? []
        : [
            {
              RelatedClientId: client.household.id,
              RelatedUniqueId: client.household.uniqueId,
              Relationship: { Id: 3, RelationshipName1: 'Household', RelationshipName2: 'Household' },
              RelationshipName: 'Household',
              Delete: false,
            },
          ],
    FirstAppointmentDate: null,
    FirstClassDate: null,
    FirstName: client.first,
    Id: client.id,
    IsCompany: false,
    IsProspect: client.prospect,
    LastName: client.last,
    Liability: { AgreementDate: created, IsReleased: true, ReleasedBy: 0 },
    LiabilityRelease: true,
    MembershipIcon: 0,
    MobileProvider: null,
    Notes: null,
    State: home?.state ?? null,
    UniqueId: client.uniqueId,
    LastModifiedDateTime: utcStamp(client.lastModifiedAt),
    RedAlert: null,
    YellowAlert: null,
    MiddleName: null,
    ProspectStage: client.prospect ? { Active: true, Description: 'New lead', Id: 1 } : null,
    Email: client.email,
    MobilePhone: client.phone,
    HomePhone: null,
    WorkPhone: null,
    AccountBalance: money(client.accountCents),
    AddressLine1: null,
    AddressLine2: null,
    City: home?.city ?? null,
    PostalCode: home?.postalCode ?? null,
    WorkExtension: null,
    ReferredBy: null,
    PhotoUrl: null,
    EmergencyContactInfoName: null,
    EmergencyContactInfoEmail: null,
    EmergencyContactInfoPhone: null,
    EmergencyContactInfoRelationship: null,
    Gender: 'None',
    LastFormulaNotes: null,
    Active: client.active,
    SalesReps: [],
    Status: client.status,
    Action: 'None',
    SendAccountEmails: true,
    SendAccountTexts: false,
    SendPromotionalEmails: true,
    SendPromotionalTexts: false,
    SendScheduleEmails: true,
    SendScheduleTexts: false,
    HomeLocation: home === undefined ? null : locationRecord(studio.plan, home),
    LockerNumber: null,
    ClientType: null,
  }
}

/** A last day as the API writes it: none before an option has begun. */
export const dayTold = (day: string): string | null => (day === notYet ? null : midnight(day))

/** A pricing option as it stands inside a visit. */
export const heldRecord = (studio: Studio, held: Held): ApiRecord => {
  const program = studio.plan.programs.find(({ id }) => id === held.plan.programId)
  return {
    ActiveDate: midnight(held.activeDay),
    Count: held.plan.count ?? unlimited,
    Current: held.current,
    ExpirationDate: dayTold(held.expiryDay),
    Id: held.id,
    ProductId: held.plan.productId,
    Name: held.plan.name,
    PaymentDate: midnight(held.boughtDay),
    Program: program === undefined ? null : programRecord(program),
    Remaining: held.plan.count === undefined ? unlimited : Math.max(0, held.plan.count - held.used),
    SiteId: studio.plan.siteId,
    Action: 'None',
    ClientID: held.owner.id,
    Returned: held.returned,
  }
}

/** A pricing option as `/client/clientservices` lists it. */
export const clientServiceRecord = (studio: Studio, held: Held): ApiRecord => ({
  ActivationType: held.plan.fromFirstUse === true ? 'FirstVisit' : 'OnPurchase',
  CannotPayForClassesBeforeActivation: true,
  ...heldRecord(studio, held),
})

/** A contract held: `ContractID` is the template, `Id` the sale of it. */
export const clientContractRecord = (studio: Studio, contract: HeldContract): ApiRecord => {
  const { plan, agreedDay, nextDay, client } = contract
  const months = plan.months ?? 1
  const { totalCents, taxCents } = chargeOf(studio, contract)
  const upcoming =
    nextDay === undefined
      ? []
      : plan.months === undefined
        ? [0]
        : [0, 1, 2].slice(0, plan.months - contract.paid)
  return {
    PayerClientId: client.uniqueId,
    AgreementDate: midnight(agreedDay),
    AutopayStatus: contract.status,
    AutoRenewing: plan.months === undefined,
    FirstAutoPay: money(plan.cents),
    LastAutoPay: money(plan.cents),
    NormalAutoPay: money(plan.cents),
    IsMonthToMonth: plan.months === undefined,
    AutoRenewClientContractID: contract.renewedBy ?? null,
    ContractText: `Agreement between ${studio.plan.name} and ${client.first} ${client.last}. `.repeat(4),
    ContractAutoRenewed: contract.renewedBy !== undefined,
    ContractName: plan.name,
    EndDate: plan.months === undefined ? null : midnight(addMonths(agreedDay, months)),
    Id: contract.id,
    OriginationLocationId: client.homeLocationId,
    StartDate: midnight(agreedDay),
    SiteId: studio.plan.siteId,
    UpcomingAutopayEvents: upcoming.map((ahead) => ({
      ClientContractId: contract.id,
      ChargeAmount: money(totalCents),
      Subtotal: money(totalCents - taxCents),
      Tax: money(taxCents),
      PaymentMethod: contract.method.name,
      ScheduleDate: midnight(addMonths(nextDay ?? agreedDay, ahead)),
      ProductId: plan.serviceId,
    })),
    ContractID: plan.id,
    TerminationDate: contract.terminationDay === undefined ? null : midnight(contract.terminationDay),
    MinimumCommitmentValue: months,
    MinimumCommitmentUnit: 'Month',
    MinimumCommitmentEndDate: midnight(addMonths(agreedDay, months)),
  }
}
