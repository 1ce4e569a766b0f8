// Classes, their rosters, staff and class descriptions as the API shows them.
import { localOf, midnight, utcStamp } from './calendar.ts'
import type { Appointment, ClassOccurrence, Studio, Visit } from './life.ts'
import type { DescriptionPlan } from './plan.ts'
import { programRecord, locationRecord, sessionTypeRecords } from './api-site.ts'
import { heldRecord } from './api-clients.ts'
import { staffCard, staffNames, type ApiRecord } from './records.ts'
import { cancelledStaffId, subjectOf } from './schedule.ts'

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

/** Staff as a manager sees them; ids of 0 and below are system users. */
export const staffRecords = (studio: Studio, today: string): readonly ApiRecord[] => {
  const { plan } = studio
  const ids = [...plan.staff.map(({ id }) => id), 0, cancelledStaffId]
  return ids.map((id, nth) => {
    const member = plan.staff.find((candidate) => candidate.id === id)
    const { first, last } = staffNames(studio, id)
    const teaches = member?.teaches ?? false
    return {
      ...staffCard(studio, id),
      Active: member?.until === undefined || today <= member.until,
      Email: member === undefined ? null : `${first}@${plan.email.split('@')[1]}`.toLowerCase(),
      ClassTeacher: teaches,
      AppointmentInstructor: teaches,
      EmploymentStart: member === undefined ? null : midnight(member.from),
      EmploymentEnd: member?.until === undefined ? null : midnight(member.until),
      Address: null,
      AlwaysAllowDoubleBooking: false,
      City: null,
      Country: plan.country,
      HomePhone: null,
      IndependentContractor: false,
      IsMale: false,
      MobilePhone: null,
      Name: `${first} ${last}`.trim(),
      PostalCode: null,
      SortOrder: nth,
      State: null,
      WorkPhone: null,
      ClassAssistant: false,
      ClassAssistant2: false,
      ProviderIDs: [],
      Rep: false,
      Rep2: false,
      Rep3: false,
      Rep4: false,
      Rep5: false,
      Rep6: false,
      StaffSettings: { UseStaffNicknames: false, ShowStaffLastNamesOnSchedules: true },
      Appointments: null,
      Unavailabilities: null,
      Availabilities: null,
      EmpID: null,
      DefaultClassPayRate: null,
    }
  })
}

/** Places taken: late-cancelled clients keep their row on the roster but no longer count. */
export const booked = (occurrence: ClassOccurrence): number =>
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
    TotalBookedWaitlist: occurrence.waitlist.length,
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

/** Fields a visit has in every list. AppointmentStatus reads NoShow on attended class visits (recorded). */
const visitCore = (studio: Studio, visit: Visit): ApiRecord => ({
  AppointmentId: visit.appointmentId,
  AppointmentGenderPreference: 'None',
  AppointmentStatus: visit.appointmentId === 0 ? 'NoShow' : appointmentStatus(visit),
  ClassId: visit.classId,
  ClientId: visit.client.id,
  ClientPhotoUrl: null,
  ClientUniqueId: visit.client.uniqueId,
  StartDateTime: visit.startLocal,
  EndDateTime: visit.endLocal,
  Id: visit.id,
  LastModifiedDateTime: utcStamp(visit.lastModifiedAt),
  LateCancelled: visit.lateCancelled,
  SiteId: studio.plan.siteId,
  LocationId: visit.locationId,
  MakeUp: false,
  Name: visit.name,
})

const appointmentStatus = ({ lateCancelled, missed, signedIn }: Visit): string =>
  lateCancelled ? 'LateCancelled' : missed ? 'NoShow' : signedIn ? 'Completed' : 'Booked'

const visitRest = (visit: Visit): ApiRecord => ({
  SignedIn: visit.signedIn,
  StaffId: visit.staffId,
  WebSignup: visit.web,
  Action: 'None',
  Missed: visit.missed,
  VisitType: visit.sessionType.id,
  TypeGroup: visit.program.id,
})

/** A row of a class's roster: what names the pricing option is absent, not null, where there is none (recorded). */
export const rosterRecord = (studio: Studio, visit: Visit): ApiRecord => ({
  ...visitCore(studio, visit),
  ...(visit.held === undefined
    ? {}
    : {
        ServiceId: visit.held.id,
        ServiceName: visit.held.plan.name,
        ProductId: visit.held.plan.productId,
        TypeTaken: visit.held.plan.name,
      }),
  ...visitRest(visit),
  WaitlistEntryId: null,
})

/** A row of a client's history, with the pricing option whole. */
export const visitRecord = (studio: Studio, visit: Visit): ApiRecord => ({
  ...visitCore(studio, visit),
  ServiceId: visit.held?.id ?? null,
  ServiceName: visit.held?.plan.name ?? null,
  Service: visit.held === undefined ? null : heldRecord(studio, visit.held),
  ProductId: visit.held?.plan.productId ?? null,
  ...visitRest(visit),
  TypeTaken: visit.held?.plan.name ?? null,
})

export const appointmentRecord = (studio: Studio, appointment: Appointment): ApiRecord => {
  const { first, last } = staffNames(studio, appointment.staffId)
  const { visit } = appointment
  return {
    GenderPreference: 'None',
    Duration: visit.sessionType.minutes,
    ProviderId: '0',
    Id: appointment.id,
    Status: appointment.status,
    StartDateTime: appointment.startLocal,
    EndDateTime: appointment.endLocal,
    Notes: '',
    PartnerExternalId: null,
    StaffRequested: false,
    ProgramId: visit.program.id,
    SessionTypeId: visit.sessionType.id,
    LocationId: appointment.locationId,
    StaffId: appointment.staffId,
    Staff: { Id: appointment.staffId, FirstName: first, LastName: last, DisplayName: first },
    ClientId: appointment.client.id,
    FirstAppointment: appointment.first,
    IsWaitlist: false,
    WaitlistEntryId: null,
    ClientServiceId: visit.held?.id ?? null,
    Resources: [],
    AddOns: appointment.addOns ? [] : null,
    OnlineDescription: null,
  }
}
