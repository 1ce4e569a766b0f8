// Classes and their descriptions as the API shows them.
import { locationRecord, programRecord, sessionTypeRecords } from './api-site.ts'
import { localOf } from './calendar.ts'
import type { ClassOccurrence, Studio } from './life.ts'
import type { DescriptionPlan } from './plan.ts'
import { staffCard, type ApiRecord } from './records.ts'
import { subjectOf } from './schedule.ts'
import { waitingFor } from './standby.ts'

export const descriptionRecord = (studio: Studio, plan: DescriptionPlan): ApiRecord => {
  const sessionType = studio.plan.sessionTypes.find(({ id }) => id === plan.sessionTypeId)
  const program = studio.plan.programs.find(({ id }) => id === sessionType?.programId)
  return {
    Active: true,
    Description: `${plan.name} at ${studio.plan.name}`,
    Id: plan.id,
    ImageURL: null,
    LastUpdated: '2025-06-02T11:20:00',
    Level: { Id: 1, Name: 'All levels', Description: null },
    Name: plan.name,
    Notes: null,
    Prereq: null,
    Program: program === undefined ? null : programRecord(program),
    SessionType: sessionTypeRecords(studio.plan).find(({ Id }) => Id === plan.sessionTypeId) ?? null,
    Category: null,
    CategoryId: null,
    Subcategory: null,
    SubcategoryId: null,
  }
}

/** Places taken: late-cancelled clients keep their row on the roster but no longer count. */
const booked = (occurrence: ClassOccurrence): number =>
  occurrence.visits.filter(({ lateCancelled }) => !lateCancelled).length

/** A class as `/class/classes` lists it; `Visits` and `Clients` are empty there. */
export const classRecord = (studio: Studio, occurrence: ClassOccurrence): ApiRecord => {
  const { slot } = occurrence
  const place = studio.plan.locations.find(({ id }) => id === slot.locationId)
  const { description } = subjectOf(studio, occurrence)
  const open = slot.capacity === null || booked(occurrence) < slot.capacity
  return {
    ClassScheduleId: slot.scheduleId,
    Visits: null,
    Clients: null,
    Location: place === undefined ? null : locationRecord(studio.plan, place),
    Resource: null,
    MaxCapacity: slot.capacity,
    WebCapacity: slot.capacity,
    TotalBooked: booked(occurrence),
    TotalSignedIn: occurrence.visits.filter(({ signedIn }) => signedIn).length,
    TotalBookedWaitlist: waitingFor(occurrence).length,
    WebBooked: occurrence.visits.filter(({ web, lateCancelled }) => web && !lateCancelled).length,
    SemesterId: null,
    IsCanceled: occurrence.canceled,
    Substitute: occurrence.substitute,
    Active: !slot.hidden,
    IsWaitlistAvailable: slot.capacity !== null && !open,
    IsEnrolled: false,
    HideCancel: false,
    Id: occurrence.id,
    IsAvailable: open && !occurrence.canceled,
    StartDateTime: occurrence.startLocal,
    EndDateTime: occurrence.endLocal,
    LastModifiedDateTime: localOf(occurrence.lastModifiedAt, studio.plan.zone),
    ClassDescription: descriptionRecord(studio, description),
    Staff: staffCard(studio, occurrence.staffId),
    BookingWindow: {
      StartDateTime: `${occurrence.day}T00:00:00`,
      EndDateTime: occurrence.startLocal,
      DailyStartTime: null,
      DailyEndTime: null,
    },
    BookingStatus: 'PaymentRequired',
    VirtualStreamLink: null,
    WaitListSize: 5,
    ClassNotes: null,
    ThemeName: null,
  }
}
