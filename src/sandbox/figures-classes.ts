// What became of every class: places, visits by how they turned out, who waited in vain.
import { reachOf } from './books-deferred.ts'
import type { Business } from './business.ts'
import { localDayOf } from './calendar.ts'
import type { ClassOccurrence, Studio } from './life.ts'
import { teacherOn } from './schedule.ts'
import { waitingFor } from './standby.ts'

export interface ClassFigures {
  readonly site_id: number
  readonly class_id: number
  readonly staff_id: number
  readonly scheduled_staff_id: number
  readonly max_capacity: number | null
  readonly booked: number
  readonly signed_in: number
  readonly late_cancel: number
  readonly no_show: number
  readonly web_booked: number
  readonly waitlisted: number
  readonly promoted_n: number
  readonly unmet_n: number
  readonly is_cancelled: boolean
  readonly is_hidden: boolean
  readonly is_substitute: boolean
  readonly is_overbooked: boolean
  readonly fill_rate_attended: string | null
  readonly fill_rate_booked: string | null
  readonly web_fill: string | null
  readonly show_rate: string | null
}

export interface ClassMonth {
  readonly site_id: number
  readonly location_id: number
  readonly month: string
  readonly classes: number
  readonly cancelled_classes: number
  readonly substitute_classes: number
}

/** A ratio with six digits; none of nothing. */
export const rate = (numerator: number, denominator: number | null): string | null =>
  denominator === null || denominator === 0 ? null : (numerator / denominator).toFixed(6)

const classOf = (
  studio: Studio,
  occurrence: ClassOccurrence,
  at: { readonly reach: string; readonly today: string },
): ClassFigures => {
  const { slot, visits, canceled, staffId, substitute, startLocal } = occurrence
  const held = canceled ? [] : visits
  const signedIn = held.filter((visit) => visit.signedIn).length
  const late = held.filter(({ lateCancelled }) => lateCancelled).length
  const missed = held.filter((visit) => visit.missed).length
  const ahead =
    startLocal > at.reach
      ? held.filter((visit) => !visit.signedIn && !visit.lateCancelled && !visit.missed).length
      : 0
  const waiting = [...new Set(waitingFor(occurrence).map(({ client }) => client))]
  const promoted = waiting.filter((client) => visits.some((visit) => visit.client === client)).length
  const web = visits.filter((visit) => visit.web).length
  return {
    site_id: studio.plan.siteId,
    class_id: occurrence.id,
    staff_id: staffId,
    scheduled_staff_id: teacherOn(studio, slot, at.today),
    max_capacity: slot.capacity,
    booked: visits.length,
    signed_in: signedIn,
    late_cancel: late,
    no_show: missed,
    web_booked: web,
    waitlisted: waitingFor(occurrence).length,
    promoted_n: promoted,
    unmet_n: waiting.length - promoted,
    is_cancelled: canceled,
    is_hidden: slot.hidden,
    is_substitute: substitute,
    is_overbooked: slot.capacity !== null && signedIn + late + missed + ahead > slot.capacity,
    fill_rate_attended: rate(signedIn, slot.capacity),
    fill_rate_booked: rate(signedIn + late + missed + ahead, slot.capacity),
    web_fill: rate(web, slot.capacity),
    show_rate: rate(signedIn, signedIn + late + missed),
  }
}

/** Every class of the timetable, held, cancelled or to come. */
export const classFigures = (business: Business): readonly ClassFigures[] =>
  business.studios.flatMap((studio) => {
    const at = { reach: reachOf(studio), today: localDayOf(business.now, studio.plan.zone) }
    return studio.classes.map((occurrence) => classOf(studio, occurrence, at))
  })
