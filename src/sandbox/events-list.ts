// The events there are, by their ids, and what is told of one.
import type { ApiRecord } from './records.ts'

/** All that can be subscribed to (webhooks documentation, release notes to August 2025). */
export const eventIds = [
  'site.created',
  'site.updated',
  'site.deactivated',
  'siteBusinessDayClosure.created',
  'siteBusinessDayClosure.cancelled',
  'location.created',
  'location.updated',
  'location.deactivated',
  'appointmentBooking.created',
  'appointmentBooking.updated',
  'appointmentBooking.cancelled',
  'appointmentAddOn.created',
  'appointmentAddOn.deleted',
  'classSchedule.created',
  'classSchedule.updated',
  'classSchedule.cancelled',
  'class.updated',
  'classRosterBooking.created',
  'classRosterBookingStatus.updated',
  'classRosterBooking.cancelled',
  'classWaitlistRequest.created',
  'classWaitlistRequest.cancelled',
  'classDescription.updated',
  'client.created',
  'client.updated',
  'client.deactivated',
  'clientProfileMerger.created',
  'clientMembershipAssignment.created',
  'clientMembershipAssignment.cancelled',
  'clientContract.created',
  'clientContract.updated',
  'clientContract.cancelled',
  'clientSale.created',
  'staff.created',
  'staff.updated',
  'staff.deactivated',
] as const

export type EventId = (typeof eventIds)[number]

export const isEventId = (id: unknown): id is EventId => eventIds.some((known) => known === id)

/** Something that happened at a site and is told; `at` in UTC ms. */
export interface Happening {
  readonly siteId: number
  /** One of `eventIds`, or a name nobody has described. */
  readonly eventId: string
  readonly at: number
  readonly data: ApiRecord
}
