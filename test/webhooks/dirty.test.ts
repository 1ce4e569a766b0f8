// What each event makes out of date, event by event, and from what it is known.
import { describe, expect, test } from 'vitest'
import { marksOf } from '../../src/webhooks/dirty.ts'
import { eventTypes } from '../../src/webhooks/event-types.ts'
import { streams } from '../../streams/index.ts'
import { eventDataSamples } from './event-data-samples.ts'

const today = '2026-06-30'
const soon = 'classes days 2026-06-22..2026-07-30'
const person = '9007199254740993'

/** Marks of an event as `stream ask key`, each once. */
const marked = (eventId: string, data = eventDataSamples[eventId]): readonly string[] => {
  const type = eventTypes[eventId]
  if (type === undefined || data === undefined) throw new Error(`no event ${eventId}`)
  const marks = marksOf(type, data, today).map(({ stream, ask, key }) => `${stream} ${ask} ${key}`.trim())
  return [...new Set(marks)].toSorted()
}

const booking = ['class_visits parent 201', 'classes key 201', `client_visits parent ${person}`]
const contract = [`client_contracts parent ${person}`, `client_memberships parent ${person}`]
const series = ['class_schedules whole', soon]

const expected: Readonly<Record<string, readonly string[]>> = {
  'site.created': ['sites whole'],
  'site.updated': ['sites whole'],
  'site.deactivated': ['sites whole'],
  'siteBusinessDayClosure.created': ['classes days 2026-07-04..2026-07-05'],
  'siteBusinessDayClosure.cancelled': [soon],
  'location.created': ['locations whole'],
  'location.updated': ['locations whole'],
  'location.deactivated': ['locations whole'],
  'appointmentBooking.created': ['appointments key 121', 'client_visits alias 100000009'],
  'appointmentBooking.updated': ['appointments key 121', 'client_visits alias 100000009'],
  'appointmentBooking.cancelled': ['appointments key 121'],
  'appointmentAddOn.created': ['appointments key 121'],
  'appointmentAddOn.deleted': [],
  'classSchedule.created': series,
  'classSchedule.updated': series,
  'classSchedule.cancelled': series,
  'class.updated': ['class_visits parent 201', 'classes key 201'],
  'classRosterBooking.created': booking,
  'classRosterBookingStatus.updated': booking,
  'classRosterBooking.cancelled': booking,
  'classWaitlistRequest.created': ['classes key 201', 'waitlist_entries parent 201'],
  'classWaitlistRequest.cancelled': [],
  'classDescription.updated': ['class_descriptions whole', soon],
  'client.created': [`clients key ${person}`],
  'client.updated': [`clients key ${person}`],
  'client.deactivated': [`clients key ${person}`],
  'clientProfileMerger.created': [
    `client_contracts parent ${person}`,
    `client_memberships parent ${person}`,
    `client_services parent ${person}`,
    `client_visits parent ${person}`,
    'clients key 100000012',
    `clients key ${person}`,
  ],
  'clientMembershipAssignment.created': [`client_memberships parent ${person}`, `clients key ${person}`],
  'clientMembershipAssignment.cancelled': ['client_memberships alias 100000009', 'clients alias 100000009'],
  'clientContract.created': contract,
  'clientContract.updated': contract,
  'clientContract.cancelled': contract,
  'clientSale.created': [
    ...['client_contracts', 'client_memberships', 'client_services', 'clients'].flatMap((stream) => [
      `${stream} alias 100000009`,
      `${stream} alias 100000010`,
    ]),
    'sales key 96',
  ],
  'staff.created': ['staff key 5'],
  'staff.updated': ['staff key 5'],
  'staff.deactivated': ['staff key 5'],
}

describe('an event alone marks', () => {
  test.each(Object.keys(eventTypes))('%s', (eventId) => {
    expect(marked(eventId)).toEqual(expected[eventId]?.toSorted())
  })
})

test('all documented events are known, and mark nothing but streams of ours', () => {
  expect(Object.keys(eventTypes).toSorted()).toEqual(Object.keys(eventDataSamples).toSorted())
  const named = Object.values(eventTypes).flatMap(({ rules }) => rules.map(({ stream }) => stream))
  const names = new Set(streams.map(({ name }) => name))
  expect(named.filter((name) => !names.has(name))).toEqual([])
})

test('fields are found in any letter case, as the release notes spell some', () => {
  const data = { siteId: 10001, waitlistEntryId: 157, ClassId: 201, ClientUniqueId: 5 }
  expect(marked('classWaitlistRequest.cancelled', data)).toEqual([
    'classes key 201',
    'waitlist_entries parent 201',
  ])
})

test('a closure on days that are none marks none: they could never be read', () => {
  const closed = (startDateTime: string, endDateTime: string) =>
    marked('siteBusinessDayClosure.created', { siteId: 10001, startDateTime, endDateTime })
  expect(closed('2026-02-31T00:00:00', '2026-03-02T00:00:00')).toEqual([])
  expect(closed('2026-03-01T00:00:00', '2026-13-01T00:00:00')).toEqual([
    'classes days 2026-03-01..2026-03-01',
  ])
})

test('a client without a system id is marked by the public id', () => {
  expect(marked('client.updated', { siteId: 10001, clientId: 'A-7' })).toEqual(['clients alias A-7'])
})

test('a sale of a product is no reason to ask for contracts or passes', () => {
  const data = {
    siteId: 10001,
    saleId: 1,
    purchasingClientId: 'A',
    items: [{ type: 'Product', recipientClientId: 'A' }],
  }
  expect(marked('clientSale.created', data)).toEqual(['clients alias A', 'sales key 1'])
})
