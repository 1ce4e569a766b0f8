// Series of classes, enrollments and courses as the API shows them.
import { classRecord, descriptionRecord } from './api-classes.ts'
import { clientRecord } from './api-clients.ts'
import { semesterOf } from './api-semesters.ts'
import { locationRecord, programRecord } from './api-site.ts'
import { staffRecords } from './api-staff.ts'
import { addDays, addMinutes, localDayOf, midnight, weekdayOf } from './calendar.ts'
import type { Client, Studio } from './life.ts'
import { firstDay } from './plan-shared.ts'
import type { SlotPlan } from './plan.ts'
import { staffCard, type ApiRecord } from './records.ts'
import { sessionOf, teacherOn } from './schedule.ts'
import type { Workshop } from './workshops.ts'

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const lastDay = '2026-12-31'

interface Series {
  readonly slot: SlotPlan
  readonly firstDay: string
  readonly lastDay: string
  readonly minutes: number
  readonly staffId: number
  readonly clients: readonly Client[]
  readonly available: boolean
}

/** The model that class schedules and enrollments share. Both bounds are days; the times hang on the first of them. */
const seriesRecord = (studio: Studio, series: Series): ApiRecord => {
  const { slot } = series
  const place = studio.plan.locations.find(({ id }) => id === slot.locationId)
  const start = `${series.firstDay}T${slot.time}:00`
  return {
    Classes: null,
    Clients: series.clients.map((client) => clientRecord(studio, client)),
    Course: null,
    SemesterId: null,
    IsAvailable: series.available,
    Id: slot.scheduleId,
    ClassDescription: descriptionRecord(studio, sessionOf(studio, slot).description),
    ...Object.fromEntries(weekdays.map((day, nth) => [`Day${day}`, nth === slot.weekday])),
    AllowOpenEnrollment: false,
    AllowDateForwardEnrollment: false,
    StartTime: start,
    EndTime: addMinutes(start, series.minutes),
    StartDate: midnight(series.firstDay),
    EndDate: midnight(series.lastDay),
    Staff: staffCard(studio, series.staffId),
    Location: place === undefined ? null : locationRecord(studio.plan, place),
    FrequencyType: 'Weekly',
    FrequencyInterval: 1,
  }
}

/** A slot of the timetable as a series: whoever teaches it now, and the members who have it as their regular class. */
export const scheduleRecord = (studio: Studio, slot: SlotPlan, today: string): ApiRecord => {
  const regulars = studio.clients.filter(
    ({ active, favourites, pays, weekly }) =>
      active && pays === 'member' && weekly >= 1.6 && favourites.includes(slot),
  )
  return seriesRecord(studio, {
    slot,
    firstDay: addDays(firstDay, (slot.weekday - weekdayOf(firstDay) + 7) % 7),
    lastDay,
    minutes: sessionOf(studio, slot).sessionType.minutes,
    staffId: teacherOn(studio, slot, today),
    clients: regulars,
    available: true,
  })
}

/** A course lasts as long as its workshop. Notes and the full organizer are for staff only (documented). */
export const courseRecord = (studio: Studio, workshop: Workshop, now: number, staff: boolean): ApiRecord => {
  const { plan } = studio
  const { slot, sessions } = workshop
  const { description, program } = sessionOf(studio, slot)
  const place = plan.locations.find(({ id }) => id === slot.locationId)
  const full = staffRecords(studio, localDayOf(now, plan.zone)).find(({ Id }) => Id === slot.staffId)
  return {
    Id: workshop.courseId,
    Name: `${description.name} course`,
    Description: `Four Saturdays of ${description.name}`,
    Notes: staff ? 'Bring water.' : null,
    StartDate: sessions[0]?.startLocal ?? null,
    EndDate: sessions.at(-1)?.endLocal ?? null,
    Location: place === undefined ? null : locationRecord(plan, place),
    Organizer: staff && full !== undefined ? full : staffCard(studio, slot.staffId),
    Program: programRecord(program),
    ImageUrl: null,
  }
}

const isCourse = ({ nth }: Workshop): boolean => nth % 2 === 0

/** Every other workshop is part of a course. */
export const coursesAmong = (workshops: readonly Workshop[]): readonly Workshop[] =>
  workshops.filter(isCourse)

/** A workshop as an enrollment: its sessions inside, and who has enrolled. */
export const enrollmentRecord = (studio: Studio, workshop: Workshop, now: number): ApiRecord => {
  const { slot, sessions, clients } = workshop
  const [first = firstDay, last = first] = [sessions[0]?.day, sessions.at(-1)?.day]
  const record = seriesRecord(studio, {
    slot,
    firstDay: first,
    lastDay: last,
    minutes: 120,
    staffId: slot.staffId,
    clients,
    available: workshop.open,
  })
  return {
    ...record,
    Classes: sessions.map((session) => ({
      ...classRecord(studio, session),
      TotalBooked: clients.length,
      SemesterId: semesterOf(first).id,
    })),
    Course: isCourse(workshop) ? courseRecord(studio, workshop, now, false) : null,
    SemesterId: semesterOf(first).id,
    AllowDateForwardEnrollment: workshop.open,
  }
}
