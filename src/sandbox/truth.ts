// The whole of a stream as of now, shaped by the server's own code: what a complete extraction must equal.
import { membershipRecords, productRecord, promoCodeRecords, serviceRecord } from './api-catalogue.ts'
import { contractRecords } from './api-contracts.ts'
import { descriptionRecord } from './api-classes.ts'
import { staffRecords } from './api-staff.ts'
import { saleRecord } from './api-sales.ts'
import {
  categoryRecords,
  locationRecord,
  paymentTypeRecords,
  programRecord,
  sessionTypeRecords,
  siteRecord,
} from './api-site.ts'
import type { Business } from './business.ts'
import { localDayOf } from './calendar.ts'
import type { ApiRecord } from './records.ts'
import { shelfOf, type Shelf } from './shelf.ts'
import { clientTruths } from './truth-clients.ts'
import { siteTruths } from './truth-site.ts'

const records = (list: readonly { readonly record: ApiRecord }[]): readonly ApiRecord[] =>
  list.map(({ record }) => record)

/** Streams by name; lists that come per parent carry the parent's key where the record itself does not. */
const truths: Readonly<Record<string, (shelf: Shelf, business: Business) => readonly ApiRecord[]>> = {
  sites: ({ studio }) => [siteRecord(studio.plan)],
  locations: ({ studio: { plan } }) => plan.locations.map((place) => locationRecord(plan, place)),
  programs: ({ studio }) => studio.plan.programs.map(programRecord),
  session_types: ({ studio }) => sessionTypeRecords(studio.plan),
  categories: ({ studio }) => categoryRecords(studio.plan),
  payment_types: () => paymentTypeRecords(),
  promo_codes: ({ studio }) => promoCodeRecords(studio),
  memberships: ({ studio }) => membershipRecords(studio),
  staff: ({ studio }, business) => staffRecords(studio, localDayOf(business.now, studio.plan.zone)),
  services: ({ studio }) => studio.plan.services.map((plan) => serviceRecord(studio, plan, undefined)),
  products: ({ studio }) => studio.plan.products.map((plan) => productRecord(studio, plan, undefined)),
  contracts: ({ studio }) =>
    studio.plan.locations.flatMap(({ id }) =>
      contractRecords(studio, id).map((record) => ({ ...record, LocationId: id })),
    ),
  class_descriptions: ({ studio }) =>
    studio.plan.descriptions.map((description) => descriptionRecord(studio, description)),
  classes: ({ classes }) => records(classes),
  class_visits: (shelf) => shelf.classes.flatMap(({ of }) => shelf.rosterOf(of)),
  clients: ({ clients }) => records(clients),
  client_services: ({ held }) => records(held),
  client_contracts: ({ contracts }) =>
    contracts.map(({ of, record }) => ({ ...record, ClientId: of.client.id })),
  client_visits: ({ visitsOf }) => [...visitsOf.values()].flatMap(records),
  appointments: ({ appointments }) => records(appointments),
  sales: ({ sales, studio }, business) => {
    const bulk = business.bulkOf(studio.plan.siteId).between('', '9999')
    return [...records(sales), ...bulk.slice(0, bulk.total).map(saleRecord)]
  },
  transactions: ({ transactions }) => records(transactions),
  ...clientTruths,
  ...siteTruths,
}

/**
 * Every record of a stream at a site as of the business's now: the whole of it, seen with staff rights, no window applied.
 * `contracts` and `client_contracts` carry the parent's key (`LocationId`, `ClientId`) that the API leaves out.
 */
export const recordsOf = (business: Business, stream: string, siteId: number): readonly ApiRecord[] => {
  const shelf = shelfOf(business, siteId)
  const truth = truths[stream]
  if (shelf === undefined) throw new RangeError(`no simulated site ${siteId}`)
  if (truth === undefined) throw new RangeError(`the simulated studio has no stream ${stream}`)
  return truth(shelf, business)
}
