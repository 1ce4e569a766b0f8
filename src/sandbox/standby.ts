// Who waits for a place: the queue that bookings work off, and names the desk takes down for classes that fill up.
import { dayMs } from './calendar.ts'
import { nextId, type ClassOccurrence, type Client, type Step, type Studio, type Waiting } from './life.ts'
import { createRandom } from './random.ts'
import { classesBetween } from './schedule.ts'

/** A new place in a queue. The number decides on the way it came, so that no other draw of the day shifts. */
export const waitingOf = (studio: Studio, client: Client, requestedAt: number): Waiting => {
  const id = nextId(studio, 'waiting')
  return { id, client, requestedAt, web: id % 3 !== 0 }
}

/** Everybody who waits for a class, in the order of their turn. */
export const waitingFor = (occurrence: ClassOccurrence): readonly Waiting[] => [
  ...occurrence.waitlist,
  ...occurrence.standby,
]

const fillsUp = ({ slot, visits }: ClassOccurrence): boolean =>
  slot.capacity !== null && visits.length >= slot.capacity / 4

/**
 * The desk's list of a day: names for the classes of the next three days, struck off again when the client got a place or
 * gives up. What a class had when it began stays on record.
 */
export const keepStandby = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'standby', step.nth)
  for (const occurrence of classesBetween(studio, step.to, step.to + 3 * dayMs)) {
    const { visits, canceled } = occurrence
    const kept = occurrence.standby.filter(
      ({ client }) => !visits.some((visit) => visit.client === client) && !random.chance(0.15),
    )
    if (kept.length < occurrence.standby.length) occurrence.standby = kept
    if (canceled || kept.length >= 3 || !fillsUp(occurrence) || !random.chance(0.25)) continue
    const known = new Set([...visits, ...waitingFor(occurrence)].map(({ client }) => client))
    const others = studio.clients.filter(
      (client) =>
        client.active &&
        client.createdAt <= step.from &&
        client.engagedUntil >= occurrence.startsAt &&
        !known.has(client),
    )
    if (others.length === 0) continue
    const requestedAt = step.from + random.int(1, dayMs / 1_000 - 1) * 1_000
    occurrence.standby = [...kept, waitingOf(studio, random.pick(others), requestedAt)]
    occurrence.lastModifiedAt = Math.max(occurrence.lastModifiedAt, requestedAt)
  }
}
