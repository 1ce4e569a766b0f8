// Hours clocked in at the desk: cards without a number, some left open for days, two tasks at once at the start of a month.
import { addDays, localOf, weekdayOf } from './calendar.ts'
import type { Studio } from './life.ts'
import { isActive, type PayRow } from './pay.ts'
import { firstDay } from './plan-shared.ts'
import type { StaffPlan } from './plan.ts'
import { hashOf } from './random.ts'
import { money } from './records.ts'

interface Shift {
  readonly task: string
  readonly from: string
  readonly to: string
  readonly hourCents: number
}

/** The desk works Monday to Saturday in two tasks; a teacher cleans on Sundays. */
const shiftsOn = ({ teaches }: StaffPlan, day: string): readonly Shift[] => {
  if (teaches) {
    return weekdayOf(day) === 0 ? [{ task: 'Cleaning', from: '18:00', to: '19:20', hourCents: 1_650 }] : []
  }
  if (weekdayOf(day) === 0) return []
  return [
    { task: 'Opening', from: '06:45', to: '08:30', hourCents: 1_900 },
    ...(day.endsWith('-01') ? [{ task: 'Stocktaking', from: '06:45', to: '08:00', hourCents: 1_750 }] : []),
    { task: 'Front Desk', from: '08:30', to: '15:10', hourCents: 1_800 },
  ]
}

/** A card in 23 is not clocked out of; the manager puts it right three days later. */
const forgottenDays = (member: StaffPlan, day: string, task: string): number =>
  hashOf(`card/${member.id}/${day}/${task}`) % 23 === 0 ? 3 : 0

const hoursBetween = (from: string, to: string): number =>
  Math.round(((Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 3_600_000) * 10_000) / 10_000

const cardRow = (member: StaffPlan, day: string, shift: Shift, nowLocal: string): PayRow => {
  const [timeIn, timeOut] = [`${day}T${shift.from}:00`, `${day}T${shift.to}:00`]
  const knownFrom = `${addDays(day, forgottenDays(member, day, shift.task))}T${shift.to}:00`
  const hours = nowLocal >= knownFrom ? hoursBetween(timeIn, timeOut) : undefined
  return {
    member,
    local: timeIn,
    locationId: undefined,
    record: {
      StaffId: member.id,
      Task: shift.task,
      TimeIn: timeIn,
      TimeOut: hours === undefined ? null : timeOut,
      Hours: hours ?? null,
      HourlyRate: money(shift.hourCents),
      Earnings: hours === undefined ? null : money(Math.round(hours * shift.hourCents)),
    },
  }
}

/** Every card clocked into by an instant. */
export const timeCards = (studio: Studio, now: number): readonly PayRow[] => {
  const { staff, zone } = studio.plan
  const nowLocal = localOf(now, zone)
  const cleaner = staff.find(({ teaches }) => teaches)
  const rows: PayRow[] = []
  for (let day = firstDay; day <= nowLocal.slice(0, 10); day = addDays(day, 1)) {
    for (const member of staff) {
      if ((member.teaches && member !== cleaner) || !isActive(member, day)) continue
      rows.push(...shiftsOn(member, day).map((shift) => cardRow(member, day, shift, nowLocal)))
    }
  }
  return rows.filter(({ local }) => local <= nowLocal)
}
