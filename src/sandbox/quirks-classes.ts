// Quirks of classes, staff and appointments.
import type { Answer } from './answers.ts'
import { addDays } from './calendar.ts'
import { askedWith, withRows } from './effect.ts'
import type { Exchange, Fields } from './effect.ts'
import { each, recordOf } from './quirk.ts'
import type { Switch } from './quirk.ts'

const isOneIn = (count: number, id: unknown): boolean => Number(id) % count === 0

/** A day on which the simulated studios are said to be closed. */
const closedDay = '2026-06-29'

const dateParams = ['startDateTime', 'endDateTime']

/** Bounds that end in Z are taken for another day. */
const shiftedByZ = (answer: Answer, { incoming, respond }: Exchange): Answer => {
  const wrong = Object.fromEntries(
    dateParams.flatMap((name) => {
      const text = incoming.url.searchParams.get(`request.${name}`) ?? ''
      return text.endsWith('Z') ? [[name, `${addDays(text.slice(0, 10), -1)}T00:00:00`]] : []
    }),
  )
  return Object.keys(wrong).length === 0 ? answer : respond(askedWith(incoming, wrong))
}

const cancelled = (record: Fields): Fields =>
  isOneIn(11, record['Id']) && 'IsCanceled' in record ? { ...record, IsCanceled: true } : record

const hourEarlier = (local: unknown): string =>
  new Date(Date.parse(`${String(local)}Z`) - 3_600_000).toISOString().slice(0, 19)

export const classQuirks = {
  'class-dates-with-z': { path: '/class/classes', answer: shiftedByZ },
  'class-time-change-late': {
    path: '/class/classes',
    answer: each((record) =>
      isOneIn(7, record['Id'])
        ? {
            ...record,
            StartDateTime: hourEarlier(record['StartDateTime']),
            EndDateTime: hourEarlier(record['EndDateTime']),
          }
        : record,
    ),
  },
  'class-descriptions-repeated': {
    path: '/class/classdescriptions',
    answer: (answer) => withRows(answer, (rows) => rows.flatMap((row) => [row, { ...row }, { ...row }])),
  },
  /** Cancelled, and its clients are still on the roster, every other one as a late cancellation. */
  'cancelled-class-keeps-clients': {
    path: '/class/class',
    answer: (answer, exchange) => {
      if (!exchange.incoming.url.pathname.toLowerCase().endsWith('/classvisits')) {
        return each(cancelled)(answer, exchange)
      }
      return each((visit, nth) =>
        isOneIn(11, visit['ClassId']) ? { ...visit, LateCancelled: nth % 2 === 1, SignedIn: false } : visit,
      )(answer, exchange)
    },
  },
  'closed-days-left-out': {
    path: '/class/classes',
    answer: (answer) =>
      withRows(answer, (rows) =>
        rows.filter(({ StartDateTime }) => !String(StartDateTime).startsWith(closedDay)),
      ),
  },
  /** Without it the system's own staff member (-1) stands in for the teacher. */
  'cancelled-class-keeps-teacher': {
    path: '/class/classes',
    answer: each((record) => {
      const staff = recordOf(record, 'Staff')
      if (record['IsCanceled'] !== true || staff === undefined) return record
      return { ...record, Staff: { ...staff, Id: 100_000_004, FirstName: 'Sam', LastName: 'Scheduled' } }
    }),
  },
  'staff-display-name-differs': {
    path: '/',
    answer: each((record) => {
      const staff = recordOf(record, 'Staff')
      if (staff === undefined) return record
      return { ...record, Staff: { ...staff, DisplayName: isOneIn(2, record['Id']) ? null : 'Teacher' } }
    }),
  },
  'appointment-service-is-product': {
    path: '/appointment/staffappointments',
    answer: each((record) =>
      typeof record['ClientServiceId'] === 'number' ? { ...record, ClientServiceId: 10_101 } : record,
    ),
  },
  'content-formats-open': {
    path: '/',
    answer: each((record) => {
      if ('ContentFormats' in record) {
        return {
          ...record,
          ContentFormats: ['InPerson', 'LiveStream:Mindbody', 'LiveStream:Other', 'Hologram'],
        }
      }
      if (!('VirtualStreamLink' in record)) return record
      return { ...record, VirtualStreamLink: 'https://stream.example/private-room' }
    }),
  },
} as const satisfies Readonly<Record<string, Switch>>
