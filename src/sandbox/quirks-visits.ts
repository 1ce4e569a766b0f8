// Quirks of visits, arrivals and schedules of clients.
import { withRows } from './effect.ts'
import type { Fields } from './effect.ts'
import { each } from './quirk.ts'
import type { Switch } from './quirk.ts'

const isOfAppointment = ({ AppointmentId }: Fields): boolean => Number(AppointmentId) > 0

/** An arrival at the desk: a visit of no class and no appointment. */
const arrival = (visit: Fields, nth: number): Fields => ({
  ...visit,
  Id: Number(visit['Id']) * 10 + nth,
  ClassId: 0,
  AppointmentId: 0,
  Name: 'Arrival',
  StartDateTime: `${String(visit['StartDateTime']).slice(0, 10)}T06:0${nth * 7}:00`,
  EndDateTime: `${String(visit['StartDateTime']).slice(0, 10)}T06:30:00`,
  SignedIn: true,
  LateCancelled: false,
  Missed: false,
})

export const visitQuirks = {
  'appointment-visits-doubled': {
    path: '/client/clientvisits',
    answer: (answer) =>
      withRows(answer, (rows) => rows.flatMap((row) => (isOfAppointment(row) ? [row, { ...row }] : [row]))),
  },
  'arrivals-twice': {
    path: '/client/clientvisits',
    answer: (answer) =>
      withRows(answer, (rows) => [
        ...rows.slice(0, 1).flatMap((row) => [arrival(row, 0), arrival(row, 1)]),
        ...rows,
      ]),
  },
  'waitlisted-signed-in': {
    path: '/client/clientschedule',
    answer: each((row) =>
      row['WaitlistInfo'] === null || row['WaitlistInfo'] === undefined ? row : { ...row, SignedIn: true },
    ),
  },
} as const satisfies Readonly<Record<string, Switch>>
