// Endpoints of who and what can be booked when. Whole days, today by default.
import { denied, page, rowsOf } from './answers.ts'
import { roomTimeRecords, scheduleItemRecords, unavailabilityRecords, type Days } from './api-duty.ts'
import type { Handler } from './handler.ts'
import { roomsOf } from './plan-lists.ts'
import { wanted, type Query } from './query.ts'

/** The start defaults to today, the end to the start. */
const fromStart = (query: Query, today: string): Days => {
  const from = query.day('startDate') ?? today
  return { from, to: query.day('endDate') ?? from }
}

/** Both bounds default to today, so a start in the past alone reaches until today. */
const untilToday = (query: Query, today: string): Days => ({
  from: query.day('startDate') ?? today,
  to: query.day('endDate') ?? today,
})

export const dutyRoutes: Readonly<Record<string, Handler>> = {
  '/site/resourceavailabilities': ({ shelf, query, today }) => {
    const places = query.list('locationIds')
    const rooms = roomsOf(shelf.studio.plan).filter(({ locationId }) => wanted(places, locationId))
    const rows = roomTimeRecords(shelf, fromStart(query, today)).filter(
      (record) =>
        wanted(query.list('resourceIds'), record['ResourceId']) &&
        rooms.some(({ id }) => id === record['ResourceId']),
    )
    return page('ResourceAvailabilities', rowsOf(rows), query)
  },
  '/appointment/unavailabilities': ({ shelf, query, staff, today }) => {
    if (!staff) return denied()
    const rows = unavailabilityRecords(shelf, untilToday(query, today)).filter((record) =>
      wanted(query.list('staffIds'), record['StaffId']),
    )
    return page('Unavailabilities', rowsOf(rows), query)
  },
  /** Staff are there for all places, so a place asked for that exists filters nobody. */
  '/appointment/scheduleitems': ({ business, shelf, query, staff, today }) => {
    if (!staff) return denied()
    const places = query.list('locationIds')
    const known = shelf.studio.plan.locations.some(({ id }) => wanted(places, id))
    const rows = scheduleItemRecords(shelf, business.now, untilToday(query, today)).filter(
      (record) => known && wanted(query.list('staffIds'), record['Id']),
    )
    return page('StaffMembers', rowsOf(rows), query)
  },
}
