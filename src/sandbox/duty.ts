// When rooms can be booked and staff are there or away. Told from the plan and the day alone, up to where the timetable ends.
import { addDays, weekdayOf } from './calendar.ts'
import type { Studio } from './life.ts'
import { roomsOf } from './plan-lists.ts'
import { firstDay } from './plan-shared.ts'
import type { StaffPlan } from './plan.ts'
import { hashOf } from './random.ts'

/** A stretch of one day, wall clock. */
interface Stretch {
  readonly day: string
  readonly from: string
  readonly to: string
}

export interface RoomTime extends Stretch {
  readonly roomId: number
}

export interface Duty extends Stretch {
  readonly id: number
  readonly member: StaffPlan
}

export interface Away extends Duty {
  readonly why: string
}

const days = (studio: Studio, from: string, to: string): readonly string[] => {
  const found: string[] = []
  const last = addDays(studio.scheduledUntil, -1)
  for (let day = from > firstDay ? from : firstDay; day <= to && day <= last; day = addDays(day, 1)) {
    found.push(day)
  }
  return found
}

/** Rooms are open six days a week in two stretches; one that is not used any more has none. */
export const roomTimes = (studio: Studio, from: string, to: string): readonly RoomTime[] =>
  days(studio, from, to)
    .filter((day) => weekdayOf(day) !== 0)
    .flatMap((day) =>
      roomsOf(studio.plan)
        .filter(({ active }) => active)
        .flatMap(({ id }) => [
          { roomId: id, day, from: `${day}T07:00:00`, to: `${day}T12:00:00` },
          { roomId: id, day, from: `${day}T13:00:00`, to: `${day}T21:00:00` },
        ]),
    )

/** Teachers employed on a day, Tuesday to Thursday: each keeps one weekday for private sessions, and some share it. */
const onDuty = (studio: Studio, day: string): readonly { member: StaffPlan; nth: number }[] =>
  studio.plan.staff
    .map((member, nth) => ({ member, nth }))
    .filter(
      ({ member: { teaches, until }, nth }) =>
        teaches && weekdayOf(day) === 2 + (nth % 3) && (until === undefined || day <= until),
    )

/** The afternoon a teacher keeps for private sessions; its number is the same every week. */
export const duties = (studio: Studio, from: string, to: string): readonly Duty[] =>
  days(studio, from, to).flatMap((day) =>
    onDuty(studio, day).map(({ member, nth }) => ({
      id: 61 + nth,
      member,
      day,
      from: `${day}T10:00:00`,
      to: `${day}T19:00:00`,
    })),
  )

/** Breaks of everybody on duty share one number; days off have their own. So only number, member and start tell them apart. */
export const absences = (studio: Studio, from: string, to: string): readonly Away[] =>
  days(studio, from, to).flatMap((day) =>
    onDuty(studio, day).flatMap(({ member, nth }) => {
      const off = hashOf(`off/${studio.plan.siteId}/${member.id}/${day}`) % 11 === 0
      const away = { member, day }
      return off
        ? [
            {
              ...away,
              id: 900 + nth,
              from: `${day}T00:00:00`,
              to: `${day}T23:59:00`,
              why: 'Day off',
            },
          ]
        : [{ ...away, id: 5, from: `${day}T13:00:00`, to: `${day}T13:30:00`, why: 'Break' }]
    }),
  )
