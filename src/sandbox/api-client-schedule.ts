// A client's schedule as the API shows it: what is booked, and the queues the client stands in.
import { visitRecord } from './api-visits.ts'
import { visitNumberOf } from './api-waitlist.ts'
import type { ClassOccurrence, Client, Studio, Visit, Waiting } from './life.ts'
import { ofShelf } from './of-shelf.ts'
import type { ApiRecord } from './records.ts'
import { subjectOf } from './schedule.ts'
import { waitingFor } from './standby.ts'

interface ScheduleRow {
  readonly client: Client
  readonly startLocal: string
  readonly queued: boolean
  readonly record: ApiRecord
}

/** The booking a place in a queue would become: nothing is paid or signed yet. */
const bookingOf = (studio: Studio, occurrence: ClassOccurrence, waiting: Waiting): Visit => {
  const { description, program, sessionType } = subjectOf(studio, occurrence)
  return {
    id: visitNumberOf(waiting),
    client: waiting.client,
    classId: occurrence.id,
    appointmentId: 0,
    startLocal: occurrence.startLocal,
    endLocal: occurrence.endLocal,
    locationId: occurrence.slot.locationId,
    name: description.name,
    program,
    sessionType,
    web: waiting.web,
    held: undefined,
    staffId: occurrence.staffId,
    signedIn: false,
    missed: false,
    lateCancelled: false,
    lastModifiedAt: waiting.requestedAt,
    signInDueAt: undefined,
  }
}

const queueRows = (studio: Studio): readonly ScheduleRow[] =>
  studio.classes.flatMap((occurrence) =>
    waitingFor(occurrence).map((waiting, index) => ({
      client: waiting.client,
      startLocal: occurrence.startLocal,
      queued: true,
      record: {
        WaitlistInfo: { WaitlistId: waiting.id, WaitlistOrderNumber: index + 1 },
        ...visitRecord(studio, bookingOf(studio, occurrence, waiting)),
      },
    })),
  )

/** Schedules of all clients of a site, oldest first. */
export const schedulesOf = ofShelf(({ studio, visitsOf }): readonly ScheduleRow[] => {
  const booked = [...visitsOf].flatMap(([client, visits]) =>
    visits.map(({ of, record }) => ({
      client,
      startLocal: of.startLocal,
      queued: false,
      record: { WaitlistInfo: null, ...record },
    })),
  )
  return [...booked, ...queueRows(studio)].sort((one, other) =>
    one.startLocal.localeCompare(other.startLocal),
  )
})
