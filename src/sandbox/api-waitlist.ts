// Places in a queue as the API shows them.
import { clientRecord } from './api-clients.ts'
import { descriptionRecord } from './api-classes.ts'
import { localOf, midnight } from './calendar.ts'
import type { ClassOccurrence, Studio, Waiting } from './life.ts'
import { inNoUsefulOrder, type ApiRecord } from './records.ts'
import { subjectOf } from './schedule.ts'
import type { Shelf } from './shelf.ts'
import { ofShelf } from './of-shelf.ts'
import { waitingFor } from './standby.ts'

/** Numbers of visits begin lower: a place in a queue has one of its own. */
export const visitNumberOf = ({ id }: Waiting): number => 2_000_000 + id

const waitlistRecord = (studio: Studio, occurrence: ClassOccurrence, waiting: Waiting): ApiRecord => ({
  ClassDate: occurrence.startLocal,
  ClassId: occurrence.id,
  ClassSchedule: {
    Classes: null,
    Clients: null,
    Course: null,
    SemesterId: null,
    IsAvailable: true,
    Id: occurrence.slot.scheduleId,
    ClassDescription: descriptionRecord(studio, subjectOf(studio, occurrence).description),
    StartTime: occurrence.startLocal,
    EndTime: occurrence.endLocal,
  },
  Client: clientRecord(studio, waiting.client),
  EnrollmentDateForward: midnight(occurrence.day),
  Id: waiting.id,
  RequestDateTime: localOf(waiting.requestedAt, studio.plan.zone),
  VisitRefNo: visitNumberOf(waiting),
  Web: waiting.web,
})

/** Every place in every queue of a site, the past included. */
export const waitlistOf = ofShelf(({ studio }: Shelf) =>
  inNoUsefulOrder(
    studio.classes.flatMap((occurrence) =>
      waitingFor(occurrence).map((waiting) => ({ occurrence, waiting })),
    ),
    ({ waiting }) => waiting.id,
  ).map(({ occurrence, waiting }) => ({
    occurrence,
    waiting,
    record: waitlistRecord(studio, occurrence, waiting),
  })),
)
