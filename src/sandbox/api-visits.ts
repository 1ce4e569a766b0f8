// Visits and appointments as the API shows them.
import { heldRecord } from './api-clients.ts'
import { utcStamp } from './calendar.ts'
import type { Appointment, Studio, Visit } from './life.ts'
import { staffNames, type ApiRecord } from './records.ts'

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
