// Bookings: who takes a place in which class, on what pricing option, and how it turns out.
import { addDays, dayMs, hourMs, minuteMs } from './calendar.ts'
import {
  nextId,
  notYet,
  touch,
  type Client,
  type ClassOccurrence,
  type Held,
  type Step,
  type Studio,
  type Visit,
} from './life.ts'
import { isMember, signContract } from './memberships.ts'
import { createRandom, type Random } from './random.ts'
import { classesBetween, removeVisit, subjectOf } from './schedule.ts'
import { buyOption, sellRetail, serviceOf } from './shop.ts'
import { waitingOf } from './standby.ts'

const usable = (held: Held, programId: number, day: string): boolean =>
  held.current &&
  held.plan.programId === programId &&
  held.activeDay <= day &&
  day <= held.expiryDay &&
  (held.plan.count === undefined || held.used < held.plan.count)

/** The option a client would use on a day: the own one, else one shared in the household. */
export const findHeld = (client: Client, programId: number, day: string): Held | undefined =>
  client.wallet.find((held) => usable(held, programId, day)) ??
  client.household?.wallet.find((held) => held.plan.shared === true && usable(held, programId, day))

/** Takes the sessions of one visit; whoever shares the option is marked changed, since what remains has changed for all of them. */
export const useHeld = (held: Held, client: Client, at: number, sessions = 1): void => {
  held.used += sessions
  if (held.plan.count !== undefined && held.used >= held.plan.count) held.current = false
  if (client === held.owner && held.sharedWith.size === 0) return
  held.sharedWith.add(client)
  touch(held.owner, at)
  for (const sharer of held.sharedWith) touch(sharer, at)
}

/** The first visit on an option whose days begin with it. */
export const begin = ({ held, startLocal }: Visit): void => {
  if (held?.expiryDay !== notYet) return
  held.expiryDay = addDays(startLocal.slice(0, 10), held.plan.validDays - 1)
  held.firstExpiryDay = held.expiryDay
}

const buyWhatSuits = (studio: Studio, random: Random, client: Client, at: number): void => {
  const roll = random.next()
  if (roll < 0.03) return
  if (roll < 0.05) buyOption(studio, random, client, serviceOf(studio, 'comp'), at)
  else if (client.wallet.length === 0 && roll < 0.6)
    buyOption(studio, random, client, serviceOf(studio, 'intro'), at)
  else if (client.pays === 'member' && !isMember(studio, client)) signContract(studio, random, client, at)
  else if (client.pays === 'pack') {
    const nth = client.household !== undefined || roll > 0.93 ? 2 : random.int(0, 1)
    buyOption(studio, random, client, serviceOf(studio, 'pack', nth), at)
  } else buyOption(studio, random, client, serviceOf(studio, 'dropin'), at)
}

const taken = (occurrence: ClassOccurrence): number =>
  occurrence.visits.filter(({ lateCancelled }) => !lateCancelled).length

const book = (
  studio: Studio,
  random: Random,
  occurrence: ClassOccurrence,
  client: Client,
  at: number,
): void => {
  if (occurrence.canceled || occurrence.visits.some((visit) => visit.client === client)) return
  const { capacity } = occurrence.slot
  if (capacity !== null && taken(occurrence) >= capacity) {
    if (occurrence.waitlist.length < 5 && !occurrence.waitlist.some((waiting) => waiting.client === client))
      occurrence.waitlist.push(waitingOf(studio, client, at))
    occurrence.lastModifiedAt = at
    return
  }
  const { description, program, sessionType } = subjectOf(studio, occurrence)
  if (findHeld(client, program.id, occurrence.day) === undefined) buyWhatSuits(studio, random, client, at)
  const held = findHeld(client, program.id, occurrence.day)
  if (held !== undefined) useHeld(held, client, at, sessionType.deducted)
  occurrence.visits.push({
    id: nextId(studio, 'visit'),
    client,
    classId: occurrence.id,
    appointmentId: 0,
    startLocal: occurrence.startLocal,
    endLocal: occurrence.endLocal,
    locationId: occurrence.slot.locationId,
    name: description.name,
    program,
    sessionType,
    web: random.chance(0.6),
    held,
    staffId: occurrence.staffId,
    signedIn: false,
    missed: false,
    lateCancelled: false,
    lastModifiedAt: at + random.int(1, 9) * 100,
    signInDueAt: undefined,
  })
}

/** Bookings made during a step: three in ten come four days ahead, the others on the day before. */
export const takeBookings = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'bookings', step.nth)
  const at = (): number => step.from + random.int(1, dayMs / 1_000 - 1) * 1_000
  const come = (occurrence: ClassOccurrence, share: number): void => {
    for (const client of studio.clients) {
      if (!client.active || client.engagedUntil < occurrence.startsAt) continue
      if (client.createdAt > step.from || !client.favourites.includes(occurrence.slot)) continue
      if (random.chance(Math.min(0.9, client.weekly / client.favourites.length) * share)) {
        book(studio, random, occurrence, client, at())
      }
    }
  }
  for (const occurrence of classesBetween(studio, step.to + 4 * dayMs, step.to + 5 * dayMs))
    come(occurrence, 0.3)
  for (const occurrence of classesBetween(studio, step.to, step.to + dayMs)) {
    for (const visit of occurrence.visits.slice()) {
      if (!random.chance(0.06)) continue
      removeVisit(occurrence, visit, at())
      const next = occurrence.waitlist.shift()
      if (next !== undefined) book(studio, random, occurrence, next.client, at())
    }
    come(occurrence, 0.75)
  }
}

/** How the classes of a step turned out. A class cancelled with clients left on its roster keeps them as they were. */
export const holdClasses = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'classes', step.nth)
  const within = (at: number): number => Math.min(Math.max(at, step.from + 1_000), step.to)
  for (const occurrence of classesBetween(studio, step.from, step.to)) {
    if (occurrence.canceled) continue
    const { startsAt } = occurrence
    if (random.chance(0.25)) {
      const walkIn = random.pick(studio.clients)
      if (walkIn.active && walkIn.engagedUntil > startsAt && walkIn.createdAt < step.from) {
        book(studio, random, occurrence, walkIn, within(startsAt - 10 * minuteMs))
      }
    }
    for (const visit of occurrence.visits) {
      const roll = random.next()
      // Somebody must be left on the roster: a class nobody holds a place in shows TotalBooked 0 and is not asked for.
      if (roll < 0.06 && taken(occurrence) > 1) {
        visit.lateCancelled = true
        visit.lastModifiedAt = within(startsAt - random.int(1, 6) * hourMs) + 300
      } else if (roll < 0.13) {
        visit.missed = true
        visit.lastModifiedAt = within(startsAt + 30 * minuteMs) + 700
      } else if (roll < 0.16) {
        visit.signInDueAt = startsAt + random.int(24, 62) * hourMs
      } else {
        visit.signedIn = true
        begin(visit)
        visit.lastModifiedAt = within(startsAt + random.int(-90, 14) * 1_000) + 400
        if (random.chance(0.05)) sellRetail(studio, random, visit.client, within(startsAt + 65 * minuteMs))
      }
    }
    occurrence.lastModifiedAt = within(startsAt + 5 * minuteMs)
  }
}
