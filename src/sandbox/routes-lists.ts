// Endpoints of a site's settings: short lists, some of them bare strings.
import { denied, page, rowsOf, single, strings, whole } from './answers.ts'
import {
  addOnRecords,
  appointmentOptionRecords,
  cardTypesOf,
  clientIndexRecords,
  contactLogTypeRecords,
  customFieldRecords,
  customPaymentMethodRecords,
  genderRecords,
  mobileProviderRecords,
  prospectStageRecords,
  relationshipRecords,
  resourceRecords,
} from './api-lists.ts'
import type { Handler } from './handler.ts'
import { referralTypes, requiredFields, waiverOf } from './plan-lists.ts'
import type { Query } from './query.ts'

/** `active` left out means all of them; true and false mean only those (documented). */
const activeOf = (query: Query): boolean | undefined =>
  query.text('active') === undefined ? undefined : query.flag('active', true)

export const listRoutes: Readonly<Record<string, Handler>> = {
  '/site/genders': () => whole('GenderOptions', genderRecords()),
  '/site/relationships': ({ query }) =>
    page('Relationships', rowsOf(relationshipRecords(activeOf(query))), query),
  '/site/mobileproviders': ({ query }) => whole('MobileProviders', mobileProviderRecords(activeOf(query))),
  '/site/prospectstages': ({ query }) => whole('ProspectStages', prospectStageRecords(activeOf(query))),
  '/site/liabilitywaiver': ({ shelf: { studio }, staff }) =>
    staff ? single(undefined, { LiabilityWaiver: waiverOf(studio.plan) }) : denied(),
  '/site/resources': ({ shelf: { studio }, query }) => {
    const [ids, places] = [query.list('resourceIds'), query.list('locationIds')]
    const rows = resourceRecords(
      studio.plan,
      ({ id, locationId, active }) =>
        (active || query.flag('includeInactive', false)) &&
        (ids.length === 0 || ids.includes(String(id))) &&
        (places.length === 0 || places.includes(String(locationId))),
    )
    return page('Resources', rowsOf(rows), query)
  },
  '/client/clientindexes': ({ query }) =>
    whole(
      'ClientIndexes',
      clientIndexRecords().filter(
        (index) => !query.flag('requiredOnly', false) || index['RequiredBusinessMode'] === true,
      ),
    ),
  '/client/clientreferraltypes': ({ query }) =>
    strings(
      'ReferralTypes',
      referralTypes
        .filter(({ active }) => active || query.flag('includeInactive', false))
        .map(({ name }) => name),
    ),
  '/client/customclientfields': ({ query }) =>
    page('CustomClientFields', rowsOf(customFieldRecords()), query),
  '/client/requiredclientfields': () => strings('RequiredClientFields', requiredFields),
  '/client/contactlogtypes': ({ query }) => {
    const id = query.int('contactLogTypeId')
    const rows = contactLogTypeRecords().filter((type) => id === undefined || type['Id'] === id)
    return page('ContactLogTypes', rowsOf(rows), query)
  },
  '/sale/custompaymentmethods': ({ query }) =>
    page('PaymentMethods', rowsOf(customPaymentMethodRecords()), query),
  '/sale/acceptedcardtypes': ({ shelf: { studio } }) => strings(undefined, cardTypesOf(studio.plan)),
  '/appointment/addons': ({ query }) => page('AddOns', rowsOf(addOnRecords()), query),
  '/appointment/appointmentoptions': () => whole('Options', appointmentOptionRecords()),
}
