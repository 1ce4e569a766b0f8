// What events tell of clients, their contracts and memberships.
import { addMonths, instantOf } from './calendar.ts'
import { clientIds, clientNames, dayAsUtc, utcSecond } from './events-words.ts'
import type { Client, HeldContract, Studio } from './life.ts'
import type { Merge } from './merges.ts'
import { staffNames, type ApiRecord } from './records.ts'

/** How often each client has come, counted once for all events of a moment. */
export type VisitCounts = (client: Client) => number

/** Counts of a studio as of now, taken when first asked for. */
export const visitCounts = (studio: Studio): VisitCounts => {
  let counts: Map<Client, number> | undefined
  const count = (): Map<Client, number> => {
    const counted = new Map<Client, number>()
    const visits = [
      ...studio.classes.flatMap((occurrence) => occurrence.visits),
      ...studio.appointments.map(({ visit }) => visit),
    ]
    for (const { client, signedIn } of visits)
      if (signedIn) counted.set(client, (counted.get(client) ?? 0) + 1)
    return counted
  }
  return (client) => (counts ??= count()).get(client) ?? 0
}

interface ClientTold {
  readonly studio: Studio
  readonly client: Client
  readonly visits: VisitCounts
  /** The address before, where an update changed it. */
  readonly previousEmail: string | null
}

export const clientData = ({ studio, client, visits, previousEmail }: ClientTold): ApiRecord => {
  const home = studio.plan.locations.find(({ id }) => id === client.homeLocationId)
  const first = studio.appointments
    .filter((appointment) => appointment.client === client)
    .reduce((least, { startsAt }) => Math.min(least, startsAt), Infinity)
  const hasCard = client.pays === 'member'
  return {
    siteId: studio.plan.siteId,
    ...clientIds(client),
    creationDateTime: utcSecond(client.createdAt),
    status: client.status,
    firstName: client.first,
    lastName: client.last,
    email: client.email,
    mobilePhone: client.phone,
    homePhone: null,
    workPhone: null,
    addressLine1: null,
    addressLine2: null,
    city: home?.city ?? null,
    state: home?.state ?? null,
    postalCode: home?.postalCode ?? null,
    country: studio.plan.country,
    birthDateTime: dayAsUtc(client.birthDay),
    gender: 'None',
    appointmentGenderPreference: null,
    firstAppointmentDateTime: first === Infinity ? null : utcSecond(first),
    referredBy: null,
    isProspect: client.prospect,
    isCompany: false,
    isLiabilityReleased: true,
    liabilityAgreementDateTime: utcSecond(client.createdAt),
    homeLocation: client.homeLocationId,
    clientNumberOfVisitsAtSite: visits(client),
    indexes: [],
    sendPromotionalEmails: true,
    sendScheduleEmails: true,
    sendAccountEmails: true,
    sendPromotionalTexts: false,
    sendScheduleTexts: false,
    sendAccountTexts: false,
    creditCardLastFour: hasCard ? '0000' : null,
    creditCardExpDate: hasCard ? dayAsUtc('2029-04-30') : null,
    directDebitLastFour: null,
    notes: null,
    photoUrl: null,
    previousEmail,
  }
}

/** Of the file that is gone only the system's number is told. */
export const mergerData = (studio: Studio, { kept, removed, at }: Merge): ApiRecord => ({
  siteId: studio.plan.siteId,
  mergeDateTime: utcSecond(at),
  mergedByStaffId: studio.plan.staff[0]?.id ?? 0,
  keptClientId: kept.id,
  keptClientUniqueId: kept.uniqueId,
  removedClientUniqueId: removed.uniqueId,
})

export const membershipData = (studio: Studio, client: Client, membershipId: number): ApiRecord => ({
  siteId: studio.plan.siteId,
  ...clientIds(client),
  ...clientNames(client),
  membershipId,
  membershipName: studio.plan.memberships.find(({ id }) => id === membershipId)?.name ?? '',
})

/** Ids only, and the public one of the client alone. */
export const membershipLostData = (studio: Studio, client: Client, membershipId: number): ApiRecord => ({
  siteId: studio.plan.siteId,
  clientId: client.id,
  membershipId,
})

/** Last day of the billing; none of a contract that runs month by month, and not yet one that is going on. */
const lastDayOf = ({ plan, agreedDay, terminationDay }: HeldContract): string | undefined =>
  terminationDay ?? (plan.months === undefined ? undefined : addMonths(agreedDay, plan.months))

const contractDays = (studio: Studio, contract: HeldContract): ApiRecord => ({
  agreementDateTime: utcSecond(instantOf(`${contract.agreedDay}T00:00:00`, studio.plan.zone)),
  contractStartDateTime: dayAsUtc(contract.agreedDay),
  contractEndDateTime: dayAsUtc(lastDayOf(contract)),
  isAutoRenewing: contract.plan.months === undefined,
})

export const contractData = (studio: Studio, contract: HeldContract): ApiRecord => {
  const { client, plan, id } = contract
  const seller = studio.plan.staff.at(-1)
  const names = seller === undefined ? undefined : staffNames(studio, seller.id)
  return {
    siteId: studio.plan.siteId,
    ...clientIds(client),
    ...clientNames(client),
    contractSoldByStaffId: seller?.id ?? null,
    contractSoldByStaffFirstName: names?.first ?? null,
    contractSoldByStaffLastName: names?.last ?? null,
    contractOriginationLocation: client.homeLocationId,
    contractId: plan.id,
    contractName: plan.name,
    clientContractId: id,
    ...contractDays(studio, contract),
  }
}

export const contractChangeData = (studio: Studio, contract: HeldContract): ApiRecord => ({
  siteId: studio.plan.siteId,
  ...clientIds(contract.client),
  clientContractId: contract.id,
  ...contractDays(studio, contract),
})

export const contractGoneData = (studio: Studio, { client, id }: HeldContract): ApiRecord => ({
  siteId: studio.plan.siteId,
  ...clientIds(client),
  clientContractId: id,
})
