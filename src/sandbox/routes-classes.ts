// Endpoints of classes, rosters and appointments.
import { denied, page, refusal, rowsOf, textOf } from './answers.ts'
import type { Handler } from './handler.ts'
import type { ApiRecord } from './records.ts'

/** Numbers the API keeps to itself without a staff token (release notes). */
const hidden = {
  MaxCapacity: null,
  TotalBooked: null,
  TotalBookedWaitlist: null,
  WebBooked: null,
  WebCapacity: null,
}

export const classRoutes: Readonly<Record<string, Handler>> = {
  /** Filters by whole day ("ClassDate does not take Class Time into consideration"); both bounds default to today. */
  '/class/classes': ({ shelf, query, staff, today }) => {
    const from = query.day('startDateTime') ?? today
    const to = query.day('endDateTime') ?? (from > today ? from : today)
    const since = query.time('lastModifiedDate') ?? ''
    const ids = query.list('classIds')
    const rows: ApiRecord[] = []
    for (const { of, record } of shelf.classes) {
      if (of.day < from || of.day > to) continue
      if (of.canceled && query.flag('hideCanceledClasses', false)) continue
      if (ids.length > 0 && !ids.includes(String(of.id))) continue
      if (since !== '' && String(record['LastModifiedDateTime']) < since) continue
      if (staff) rows.push(record)
      else if (!of.slot.hidden) rows.push({ ...record, ...hidden })
    }
    return page('Classes', rowsOf(rows), query)
  },
  /** Not paged. An invalid date is silently no date. */
  '/class/classvisits': ({ shelf, query }) => {
    const classId = query.int('classID')
    if (classId === undefined) {
      return refusal(400, 'MissingRequiredFields', 'The following parameters must be passed: ClassId')
    }
    const shaped = shelf.classById.get(classId)
    if (shaped === undefined) return refusal(404, 'ClassNotFound', `Class ${classId} was not found.`)
    const since = query.time('lastModifiedDate')
    const visits = shelf
      .rosterOf(shaped.of)
      .filter((visit) => since === undefined || String(visit['LastModifiedDateTime']) >= since)
    const envelope = textOf(shaped.record).replace(
      '"Visits":null',
      () => `"Visits":[${visits.map(textOf).join(',')}]`,
    )
    return { status: 200, body: `{"Class":${envelope}}`, rows: visits.length }
  },
  '/appointment/staffappointments': ({ shelf, query, staff, today }) => {
    if (!staff) return denied()
    const from = query.day('startDate') ?? today
    const to = query.day('endDate') ?? from
    const [clientId, ids, staffIds] = [
      query.text('clientId'),
      query.list('appointmentIds'),
      query.list('staffIds'),
    ]
    const rows = shelf.appointments.filter(({ of }) => {
      const day = of.startLocal.slice(0, 10)
      if (ids.length > 0) return ids.includes(String(of.id))
      if (staffIds.length > 0 && !staffIds.includes(String(of.staffId))) return false
      return day >= from && day <= to && (clientId === undefined || clientId === of.client.id)
    })
    return page('Appointments', rowsOf(rows.map(({ record }) => record)), query)
  },
}
