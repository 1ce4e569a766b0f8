// Endpoints of the site and of what it sells.
import { page, refusal, rowsOf, whole } from './answers.ts'
import { membershipRecords, productRecord, promoCodeRecords, serviceRecord } from './api-catalogue.ts'
import { contractRecords } from './api-contracts.ts'
import { descriptionRecord } from './api-classes.ts'
import { staffRecords } from './api-staff.ts'
import {
  categoryRecords,
  limitedSiteRecord,
  locationRecord,
  paymentTypeRecords,
  programRecord,
  sessionTypeRecords,
  siteRecord,
} from './api-site.ts'
import type { Handler } from './handler.ts'
import { wanted } from './query.ts'
import { inNoUsefulOrder, type ApiRecord } from './records.ts'

const scattered = (records: readonly ApiRecord[]): readonly ApiRecord[] =>
  inNoUsefulOrder(records, (record) => String(record['ProductId'] ?? record['Id'] ?? record['PromotionID']))

/** What is shown of staff without rights (release notes). */
const masked = ['FirstName', 'LastName', 'Id', 'Bio', 'DisplayName', 'ImageUrl', 'EmpID']

const mask = (record: ApiRecord): ApiRecord =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, masked.includes(name) ? value : null]),
  )

export const catalogueRoutes: Readonly<Record<string, Handler>> = {
  '/site/sites': ({ business, query }) => {
    const ids = query.list('siteIds')
    const plans = business.studios.map(({ plan }) => plan).filter(({ siteId }) => wanted(ids, siteId))
    return page('Sites', rowsOf(plans.map(ids.length === 1 ? siteRecord : limitedSiteRecord)), query)
  },
  '/site/locations': ({ shelf: { studio }, query }) =>
    page(
      'Locations',
      rowsOf(studio.plan.locations.map((place) => locationRecord(studio.plan, place))),
      query,
    ),
  '/site/programs': ({ shelf: { studio }, query }) => {
    const [ids, type] = [query.list('programIds'), query.text('scheduleType') ?? 'All']
    const programs = studio.plan.programs.filter(
      ({ id, scheduleType }) => wanted(ids, id) && (type === 'All' || type === scheduleType),
    )
    return page('Programs', rowsOf(programs.map(programRecord)), query)
  },
  '/site/sessiontypes': ({ shelf: { studio }, query }) => {
    const ids = query.list('programIDs')
    const types = sessionTypeRecords(studio.plan).filter((record) => wanted(ids, record['ProgramId']))
    return page('SessionTypes', rowsOf(types), query)
  },
  '/site/categories': ({ shelf: { studio }, query }) => {
    const service = query.text('service')
    const rows = categoryRecords(studio.plan).filter(
      (record) => service === undefined || String(record['Service']) === service.toLowerCase(),
    )
    return page('Categories', rowsOf(scattered(rows)), query)
  },
  '/site/paymenttypes': () => whole('PaymentTypes', paymentTypeRecords()),
  '/site/memberships': ({ shelf: { studio } }) => whole('Memberships', membershipRecords(studio)),
  // Running codes only, unless told otherwise. The modified date has no zone; it is read as the site's own clock.
  '/site/promocodes': ({ shelf: { studio }, query, staff }) => {
    if (!staff) return page('PromoCodes', rowsOf([]), query)
    const since = query.time('lastModifiedDate') ?? ''
    const rows = promoCodeRecords(studio).filter(
      (record) =>
        (record['Active'] === true || !query.flag('activeOnly', true)) &&
        String(record['LastModifiedDateTime']) >= since,
    )
    return page('PromoCodes', rowsOf(scattered(rows)), query)
  },
  '/staff/staff': ({ shelf: { studio }, query, staff, today }) => {
    const [ids, inactive] = [query.list('staffIds'), query.flag('includeInactive', false)]
    const rows = staffRecords(studio, today).filter(
      (record) => wanted(ids, record['Id']) && (inactive || record['Active'] === true),
    )
    return page('StaffMembers', rowsOf(staff ? rows : rows.map(mask)), query)
  },
  // Without a staff token the API is in consumer mode: what is sold online, nothing else.
  '/sale/services': ({ shelf: { studio }, query, staff }) => {
    const locationId = query.int('locationId')
    const plans = studio.plan.services.filter(
      (plan) =>
        ((staff && !query.flag('sellOnline', false)) || plan.online) &&
        (plan.discontinued !== true || query.flag('includeDiscontinued', false)) &&
        (plan.contractOnly !== true || query.flag('includeSaleInContractOnly', false)) &&
        wanted(query.list('serviceIds'), plan.productId),
    )
    const rows = plans.map((plan) => serviceRecord(studio, plan, locationId))
    return page('Services', rowsOf(scattered(rows)), query)
  },
  '/sale/products': ({ shelf: { studio }, query }) => {
    const plans = studio.plan.products.filter(
      ({ productId, kind }) =>
        wanted(query.list('productIds'), productId) &&
        (kind === 'retail' || !query.flag('sellOnline', false)),
    )
    const rows = plans.map((plan) => productRecord(studio, plan, query.int('locationId')))
    return page('Products', rowsOf(scattered(rows)), query)
  },
  '/sale/contracts': ({ shelf: { studio }, query }) => {
    const locationId = query.int('locationId')
    if (locationId === undefined) {
      return refusal(400, 'MissingRequiredFields', 'The following parameters must be passed: LocationId')
    }
    if (!studio.plan.locations.some(({ id }) => id === locationId)) {
      return refusal(400, 'InvalidLocation', `Location ${locationId} does not exist.`)
    }
    return page('Contracts', rowsOf(contractRecords(studio, locationId)), query)
  },
  '/class/classdescriptions': ({ shelf: { studio }, query }) => {
    const rows = studio.plan.descriptions.map((description) => descriptionRecord(studio, description))
    return page('ClassDescriptions', rowsOf(scattered(rows)), query)
  },
}
