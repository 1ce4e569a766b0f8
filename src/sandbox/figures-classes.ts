// What became of every class: places, visits by how they turned out, who waited in vain.
import { reachOf } from './books-deferred.ts'
import type { Business } from './business.ts'
import { personNames, type Told } from './figures-people.ts'
import type { Client, ClassOccurrence, Held, Studio } from './life.ts'
import { methods } from './plan-shared.ts'
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
  readonly comp_n: number
  readonly paid_n: number
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

/** A ratio with six digits; none of nothing. */
export const rate = (numerator: number, denominator: number | null): string | null =>
  denominator === null || denominator === 0 ? null : (numerator / denominator).toFixed(6)

/** Options of which nobody paid anything. */
const givenAway = (studio: Studio): ReadonlySet<Held> =>
  new Set(
    studio.sales
      .filter(({ payments }) => payments.every(({ method }) => method.id === methods.comp.id))
      .flatMap(({ lines }) =>
        lines.flatMap(({ held, quantity }) => (held !== undefined && quantity > 0 ? [held] : [])),
      ),
  )

interface Seen {
  readonly studio: Studio
  /** The newest wall clock time of which anything is told. */
  readonly reach: string
  readonly free: ReadonlySet<Held>
  readonly personOf: (client: Client) => string
}

const classOf = ({ studio, reach, free, personOf }: Seen, occurrence: ClassOccurrence): ClassFigures => {
  const { slot, visits, canceled, staffId, substitute, startLocal, day } = occurrence
  const { capacity } = slot
  const held = canceled ? [] : visits
  const signedIn = held.filter((visit) => visit.signedIn)
  const late = held.filter(({ lateCancelled }) => lateCancelled).length
  const missed = held.filter((visit) => visit.missed).length
  const waiting = [...new Set(waitingFor(occurrence).map(({ client }) => personOf(client)))]
  const booked = new Set(visits.map(({ client }) => personOf(client)))
  const promoted = waiting.filter((person) => booked.has(person)).length
  const web = visits.filter((visit) => visit.web).length
  const comp = signedIn.filter((visit) => visit.held !== undefined && free.has(visit.held)).length
  const tookPlace = !canceled && startLocal <= reach
  const when = (is: boolean, ratio: string | null): string | null => (is ? ratio : null)
  return {
    site_id: studio.plan.siteId,
    class_id: occurrence.id,
    staff_id: staffId,
    scheduled_staff_id: teacherOn(studio, slot, day),
    max_capacity: capacity,
    booked: visits.length,
    signed_in: signedIn.length,
    late_cancel: late,
    no_show: missed,
    web_booked: web,
    comp_n: comp,
    paid_n: signedIn.length - comp,
    waitlisted: waitingFor(occurrence).length,
    promoted_n: promoted,
    unmet_n: waiting.length - promoted,
    is_cancelled: canceled,
    is_hidden: slot.hidden,
    is_substitute: substitute,
    is_overbooked: capacity !== null && !canceled && visits.length - late > capacity,
    fill_rate_attended: when(tookPlace, rate(signedIn.length, capacity)),
    fill_rate_booked: when(!canceled, rate(visits.length, capacity)),
    web_fill: when(!canceled, rate(web, capacity)),
    show_rate: when(tookPlace, rate(signedIn.length, signedIn.length + late + missed)),
  }
}

/** Every class of the timetable, held, cancelled or to come. */
export const classFigures = (business: Business, told: Told = {}): readonly ClassFigures[] => {
  const personOf = personNames(business, told)
  return business.studios.flatMap((studio) => {
    const seen = { studio, reach: reachOf(studio), free: givenAway(studio), personOf }
    return studio.classes.map((occurrence) => classOf(seen, occurrence))
  })
}
