// Endpoints of series: class schedules, enrollments, courses, semesters. All find what touches the days asked, today by default.
import { page, rowsOf } from './answers.ts'
import { courseRecord, coursesAmong, enrollmentRecord, scheduleRecord } from './api-series.ts'
import { semesterRecords } from './api-semesters.ts'
import type { Handler } from './handler.ts'
import { wanted, type Query } from './query.ts'
import type { ApiRecord } from './records.ts'
import { workshopsBy } from './workshops.ts'

/** The start defaults to today, the end to the start (documented). A series touches the days when any of its own lies in them. */
const touching = (query: Query, today: string): ((record: ApiRecord) => boolean) => {
  const from = query.day('startDate') ?? today
  const to = query.day('endDate') ?? from
  return (record) =>
    String(record['StartDate']).slice(0, 10) <= to && String(record['EndDate']).slice(0, 10) >= from
}

const idAt = (record: ApiRecord, nested: string): unknown =>
  (record[nested] as { readonly Id?: unknown } | null)?.Id

/** The filters class schedules and enrollments share. */
const chosen = (query: Query): ((record: ApiRecord) => boolean) => {
  const [ids, places, staffIds] = [
    query.list('classScheduleIds'),
    query.list('locationIds'),
    query.list('staffIds'),
  ]
  const [programs, sessionTypes] = [query.list('programIds'), query.list('sessionTypeIds')]
  return (record) => {
    const description = record['ClassDescription'] as ApiRecord
    return (
      wanted(ids, record['Id']) &&
      wanted(places, idAt(record, 'Location')) &&
      wanted(staffIds, idAt(record, 'Staff')) &&
      wanted(programs, idAt(description, 'Program')) &&
      wanted(sessionTypes, idAt(description, 'SessionType'))
    )
  }
}

/** Who is in a series is nobody else's business. */
const withoutClients = (record: ApiRecord): ApiRecord => ({ ...record, Clients: null })

export const seriesRoutes: Readonly<Record<string, Handler>> = {
  '/class/classschedules': ({ shelf: { studio }, query, staff, today }) => {
    const rows = studio.plan.slots
      .filter(({ hidden }) => staff || !hidden)
      .map((slot) => scheduleRecord(studio, slot, today))
      .filter((record) => touching(query, today)(record) && chosen(query)(record))
    return page('ClassSchedules', rowsOf(staff ? rows : rows.map(withoutClients)), query)
  },
  '/enrollment/enrollments': ({ business, shelf: { studio }, query, staff, today }) => {
    const rows = workshopsBy(studio, business.now)
      .map((workshop) => enrollmentRecord(studio, workshop, business.now))
      .filter((record) => touching(query, today)(record) && chosen(query)(record))
    return page('Enrollments', rowsOf(staff ? rows : rows.map(withoutClients)), query)
  },
  '/class/courses': ({ business, shelf: { studio }, query, staff, today }) => {
    const rows = coursesAmong(workshopsBy(studio, business.now))
      .map((workshop) => courseRecord(studio, workshop, business.now, staff))
      .filter(
        (record) =>
          touching(query, today)(record) &&
          wanted(query.list('courseIDs'), record['Id']) &&
          wanted(query.list('locationIDs'), idAt(record, 'Location')) &&
          wanted(query.list('programIDs'), idAt(record, 'Program')) &&
          wanted(query.list('staffIDs'), idAt(record, 'Organizer')),
      )
    return page('Courses', rowsOf(rows), query)
  },
  '/class/semesters': ({ query, today }) => {
    const active = query.text('active')?.toLowerCase()
    const rows = semesterRecords(today).filter(
      (record) =>
        touching(query, today)(record) &&
        wanted(query.list('semesterIDs'), record['Id']) &&
        (active === undefined || active === String(record['Active'])),
    )
    return page('Semesters', rowsOf(rows), query)
  },
}
