// The short lists of a site as the API shows them.
import {
  addOns,
  appointmentOptions,
  clientIndexes,
  contactLogTypes,
  customFields,
  customPaymentMethods,
  genders,
  mobileProviders,
  prospectStages,
  relationships,
  roomsOf,
} from './plan-lists.ts'
import type { SitePlan } from './plan.ts'
import type { ApiRecord } from './records.ts'

export const genderRecords = (): readonly ApiRecord[] =>
  genders.map(({ id, name, active }) => ({ Id: id, Name: name, IsActive: active, IsDefault: id === 1 }))

export const relationshipRecords = (active?: boolean): readonly ApiRecord[] =>
  relationships
    .filter((one) => active === undefined || one.active === active)
    .map(({ id, first, second }) => ({ Id: id, RelationshipName1: first, RelationshipName2: second }))

export const mobileProviderRecords = (active?: boolean): readonly ApiRecord[] =>
  mobileProviders
    .filter((one) => active === undefined || one.active === active)
    .map(({ id, name, address, active: isActive }) => ({
      Id: id,
      Active: isActive,
      ProviderName: name,
      ProviderAddress: address,
    }))

export const prospectStageRecords = (active?: boolean): readonly ApiRecord[] =>
  prospectStages
    .filter((one) => active === undefined || one.active === active)
    .map(({ id, description, active: isActive }) => ({ Active: isActive, Description: description, Id: id }))

export const resourceRecords = (
  plan: SitePlan,
  wanted: (room: ReturnType<typeof roomsOf>[number]) => boolean = () => true,
): readonly ApiRecord[] =>
  roomsOf(plan)
    .filter(wanted)
    .map(({ id, name }) => ({ Id: id, Name: name }))

/** `Active` of a value is always false and means nothing (documented). */
export const clientIndexRecords = (): readonly ApiRecord[] =>
  clientIndexes.map(({ id, name, required, values }) => ({
    Id: id,
    Name: name,
    RequiredBusinessMode: required,
    RequiredConsumerMode: false,
    Values: values.map((value, nth) => ({ Active: false, Id: id * 10 + nth, Name: value })),
    Action: 'None',
  }))

export const contactLogTypeRecords = (): readonly ApiRecord[] =>
  contactLogTypes.map(({ id, name, subTypes }) => ({
    Id: id,
    Name: name,
    SubTypes: subTypes.map((subType, nth) => ({ Id: id * 10 + nth, Name: subType })),
  }))

export const customFieldRecords = (): readonly ApiRecord[] =>
  customFields.map(({ id, type, name }) => ({ Id: id, DataType: type, Name: name }))

export const customPaymentMethodRecords = (): readonly ApiRecord[] =>
  customPaymentMethods.map(({ id, name }) => ({ Id: id, Name: name }))

export const addOnRecords = (): readonly ApiRecord[] =>
  addOns.map(({ id, name, deducted }) => ({
    Id: id,
    Name: name,
    NumDeducted: deducted,
    CategoryId: null,
    Category: null,
  }))

export const appointmentOptionRecords = (): readonly ApiRecord[] =>
  appointmentOptions.map(({ name, display, value, type }) => ({
    DisplayName: display,
    Name: name,
    Value: value,
    Type: type,
  }))

/** The same brands `/site/sites` tells as flags. */
export const cardTypesOf = ({ country }: SitePlan): readonly string[] => [
  'Visa',
  'MasterCard',
  ...(country === 'US' ? ['Discover'] : []),
  'AMEX',
]
