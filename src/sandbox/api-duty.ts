// Availabilities of rooms and staff, and what keeps staff away, as the API shows them.
import { locationRecord, programRecord } from './api-site.ts'
import { staffRecords } from './api-staff.ts'
import { localDayOf } from './calendar.ts'
import { absences, duties, roomTimes, type Away, type Duty } from './duty.ts'
import { staffCard, type ApiRecord } from './records.ts'
import type { Shelf } from './shelf.ts'

/** The days asked, both included. */
export interface Days {
  readonly from: string
  readonly to: string
}

export const roomTimeRecords = ({ studio }: Shelf, { from, to }: Days): readonly ApiRecord[] =>
  roomTimes(studio, from, to).map((time) => ({
    ResourceId: time.roomId,
    StartDateTime: time.from,
    EndDateTime: time.to,
  }))

const awayRecord = ({ id, from, to, why }: Away): ApiRecord => ({
  Id: id,
  StartDateTime: from,
  EndDateTime: to,
  Description: why,
})

export const unavailabilityRecords = ({ studio }: Shelf, { from, to }: Days): readonly ApiRecord[] =>
  absences(studio, from, to).map((away) => {
    const { Id, ...rest } = awayRecord(away)
    return { Id, StaffId: away.member.id, ...rest }
  })

const dutyRecord = ({ studio }: Shelf, { id, member, from, to }: Duty): ApiRecord => {
  const { plan } = studio
  const place = plan.locations[0]
  return {
    Id: id,
    Staff: staffCard(studio, member.id),
    SessionType: null,
    Programs: plan.programs.filter(({ scheduleType }) => scheduleType === 'Appointment').map(programRecord),
    StartDateTime: from,
    EndDateTime: to,
    BookableEndDateTime: to,
    Location: place === undefined ? null : locationRecord(plan, place),
    PrepTime: 0,
    FinishTime: 15,
    IsMasked: false,
    ShowPublic: true,
    ResourceAvailabilities: [],
  }
}

/** One record per teacher who is on file in the days asked, with all that lies in them. */
export const scheduleItemRecords = (shelf: Shelf, now: number, { from, to }: Days): readonly ApiRecord[] => {
  const { studio, appointments } = shelf
  const files = staffRecords(studio, localDayOf(now, studio.plan.zone))
  const [there, away] = [duties(studio, from, to), absences(studio, from, to)]
  return studio.plan.staff
    .filter(({ teaches, until }) => teaches && (until === undefined || from <= until))
    .map(({ id: staffId }) => ({
      ...files.find(({ Id }) => Id === staffId),
      Appointments: appointments
        .filter(({ of }) => {
          const day = of.startLocal.slice(0, 10)
          return of.staffId === staffId && day >= from && day <= to
        })
        .map(({ record }) => record),
      Unavailabilities: away.filter(({ member }) => member.id === staffId).map(awayRecord),
      Availabilities: there
        .filter(({ member }) => member.id === staffId)
        .map((duty) => dutyRecord(shelf, duty)),
    }))
}
