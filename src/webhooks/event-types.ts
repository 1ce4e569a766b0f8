// The 36 events Mindbody documents, as data: which entity each is about, and what it makes out of date.

/**
 * Something an event makes out of date. `ask` says how it is asked for again:
 * `key` the row by its own key · `parent` all rows of a parent · `whole` a small stream · `soon` the days around today ·
 * `span` the days the event names.
 */
export interface Rule {
  readonly stream: string
  readonly ask: 'key' | 'parent' | 'whole' | 'soon' | 'span'
  /** Field of the event's data that holds the key; of `span` the first and the last day. */
  readonly field?: string
  readonly until?: string
  /** Field with the client's public id, taken where the system id is missing or was never part of the event. */
  readonly alias?: string
  /** List of the data whose entries hold the field. */
  readonly each?: string
  /** Only where some entry of the list `items` is of one of these types. */
  readonly sold?: readonly string[]
}

export interface EventType {
  /** What the event is about: events of one entity are told apart from those of others by it. */
  readonly entity: string
  /** Fields of the data that name the entity, the site aside. */
  readonly key: readonly string[]
  /** Taken together in their place where one of them is missing. */
  readonly orElse?: readonly string[]
  readonly rules: readonly Rule[]
  /** Fields that the last event of the entity only names where an earlier one did: ids alone say that something is gone. */
  readonly recalls?: readonly string[]
  /** Its field is looked up in a stream, where no event told it: what was there before the first event. */
  readonly recallsFrom?: { readonly stream: string; readonly field: string }
}

const clientRow: Rule = { stream: 'clients', ask: 'key', field: 'clientUniqueId', alias: 'clientId' }
const ofClient = (stream: string): Rule => ({ ...clientRow, stream, ask: 'parent' })
const classRow: Rule = { stream: 'classes', ask: 'key', field: 'classId' }
const ofClass = (stream: string): Rule => ({ stream, ask: 'parent', field: 'classId' })
const whole = (stream: string): Rule => ({ stream, ask: 'whole' })
const classesSoon: Rule = { stream: 'classes', ask: 'soon' }

const site: EventType = { entity: 'site', key: [], rules: [whole('sites')] }
const location: EventType = { entity: 'location', key: ['locationId'], rules: [whole('locations')] }
const client: EventType = {
  entity: 'client',
  key: ['clientUniqueId'],
  orElse: ['clientId'],
  rules: [clientRow],
}
const staff: EventType = {
  entity: 'staff',
  key: ['staffId'],
  rules: [{ stream: 'staff', ask: 'key', field: 'staffId' }],
}

const closure: EventType = {
  entity: 'siteBusinessDayClosure',
  key: ['businessDayClosureId'],
  rules: [{ stream: 'classes', ask: 'span', field: 'startDateTime', until: 'endDateTime' }],
}

const appointment: EventType = {
  entity: 'appointmentBooking',
  key: ['appointmentId'],
  rules: [
    { stream: 'appointments', ask: 'key', field: 'appointmentId' },
    { stream: 'client_visits', ask: 'parent', alias: 'clientId' },
  ],
}
const addOn: EventType = {
  entity: 'appointmentAddOn',
  key: ['addOnAppointmentId'],
  rules: [{ stream: 'appointments', ask: 'key', field: 'appointmentId' }],
}

/** A new or ended series adds and removes classes; each of them is an own row. */
const series: EventType = {
  entity: 'classSchedule',
  key: ['classScheduleId'],
  rules: [whole('class_schedules'), classesSoon],
}
const booking: EventType = {
  entity: 'classRosterBooking',
  key: ['classRosterBookingId'],
  rules: [classRow, ofClass('class_visits'), ofClient('client_visits')],
}
const waitlist: EventType = {
  entity: 'classWaitlistRequest',
  key: ['waitlistEntryId'],
  rules: [classRow, ofClass('waitlist_entries')],
}
const membership: EventType = {
  entity: 'clientMembershipAssignment',
  key: ['clientId', 'membershipId'],
  rules: [clientRow, ofClient('client_memberships')],
}
const contract: EventType = {
  entity: 'clientContract',
  key: ['clientContractId'],
  rules: [ofClient('client_contracts'), ofClient('client_memberships')],
}

const mergedChildren = ['client_visits', 'client_contracts', 'client_services', 'client_memberships']
const merger: EventType = {
  entity: 'clientProfileMerger',
  key: ['keptClientUniqueId', 'removedClientUniqueId'],
  rules: [
    { stream: 'clients', ask: 'key', field: 'keptClientUniqueId' },
    { stream: 'clients', ask: 'key', field: 'removedClientUniqueId' },
    ...mergedChildren.map((stream): Rule => ({ stream, ask: 'parent', field: 'keptClientUniqueId' })),
  ],
}

/** Of a sale only the public ids of its people are told: who paid, and who each line is for. */
const ofSale = (stream: string, ask: 'key' | 'parent', sold?: readonly string[]): readonly Rule[] => {
  const shared = { stream, ask, ...(sold === undefined ? {} : { sold }) }
  return [
    { ...shared, alias: 'purchasingClientId' },
    { ...shared, alias: 'recipientClientId', each: 'items' },
  ]
}
const sale: EventType = {
  entity: 'clientSale',
  key: ['saleId'],
  rules: [
    { stream: 'sales', ask: 'key', field: 'saleId' },
    ...ofSale('clients', 'key'),
    ...ofSale('client_contracts', 'parent', ['Contract']),
    ...ofSale('client_memberships', 'parent', ['Contract']),
    ...ofSale('client_services', 'parent', ['Service', 'Package', 'Contract']),
  ],
}

/** Every documented event. Another id is kept and makes nothing out of date. */
export const eventTypes: Readonly<Record<string, EventType>> = {
  'site.created': site,
  'site.updated': site,
  'site.deactivated': site,
  'siteBusinessDayClosure.created': closure,
  'siteBusinessDayClosure.cancelled': {
    ...closure,
    rules: [...closure.rules, classesSoon],
    recalls: ['startDateTime', 'endDateTime'],
  },
  'location.created': location,
  'location.updated': location,
  'location.deactivated': location,
  'appointmentBooking.created': appointment,
  'appointmentBooking.updated': appointment,
  'appointmentBooking.cancelled': {
    ...appointment,
    recalls: ['clientId'],
    recallsFrom: { stream: 'appointments', field: 'ClientId' },
  },
  'appointmentAddOn.created': addOn,
  'appointmentAddOn.deleted': { ...addOn, recalls: ['appointmentId'] },
  'classSchedule.created': series,
  'classSchedule.updated': series,
  'classSchedule.cancelled': series,
  'class.updated': { entity: 'class', key: ['classId'], rules: [classRow, ofClass('class_visits')] },
  'classRosterBooking.created': booking,
  'classRosterBookingStatus.updated': booking,
  'classRosterBooking.cancelled': booking,
  'classWaitlistRequest.created': waitlist,
  'classWaitlistRequest.cancelled': {
    ...waitlist,
    recalls: ['classId'],
    recallsFrom: { stream: 'waitlist_entries', field: 'ClassId' },
  },
  'classDescription.updated': {
    entity: 'classDescription',
    key: ['id'],
    rules: [whole('class_descriptions'), classesSoon],
  },
  'client.created': client,
  'client.updated': client,
  'client.deactivated': client,
  'clientProfileMerger.created': merger,
  'clientMembershipAssignment.created': membership,
  'clientMembershipAssignment.cancelled': membership,
  'clientContract.created': contract,
  'clientContract.updated': contract,
  'clientContract.cancelled': contract,
  'clientSale.created': sale,
  'staff.created': staff,
  'staff.updated': staff,
  'staff.deactivated': staff,
}
