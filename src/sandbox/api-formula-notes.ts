// Formula notes as the API shows them: what staff wrote down after an appointment.
import type { Appointment, Studio } from './life.ts'
import { staffNames, type ApiRecord } from './records.ts'

const firstNote = 600_000

/** Notes of the appointments that took place, one in two. */
export const formulaNotesOf = (
  studio: Studio,
  wanted: (appointment: Appointment) => boolean,
): readonly ApiRecord[] =>
  studio.appointments
    .filter(({ id, status }) => status === 'Completed' && id % 2 === 0)
    .filter(wanted)
    .map(({ id, client, staffId, endLocal }) => {
      const { first, last } = staffNames(studio, staffId)
      return {
        Id: firstNote + id,
        ClientId: client.id,
        AppointmentId: id,
        EntryDate: endLocal,
        Note: 'Left knee: no deep bends, ease in with bands.',
        SiteId: studio.plan.siteId,
        SiteName: studio.plan.name,
        StaffFirstName: first,
        StaffLastName: last,
        StaffDisplayName: first,
      }
    })
