// Private sessions: booked days ahead, paid by a single-session option, tipped, sometimes missed.
import { addDays, addMinutes, dayMs, instantOf, localDayOf, minuteMs } from './calendar.ts'
import { findHeld, useHeld } from './bookings.ts'
import { nextId, touch, type Appointment, type Step, type Studio, type Visit } from './life.ts'
import { createRandom, type Random } from './random.ts'
import { buyOption, sellTip, serviceOf } from './shop.ts'

const bookOne = (studio: Studio, random: Random, step: Step): void => {
  const { plan } = studio
  const sessionType = plan.sessionTypes.at(-1)
  const program = plan.programs.find(({ id }) => id === sessionType?.programId)
  const client = random.pick(studio.clients)
  if (sessionType === undefined || program === undefined || !client.active || client.engagedUntil < step.to)
    return
  if (client.createdAt > step.from) return
  const at = step.from + random.int(1, dayMs / 1_000 - 1) * 1_000
  const day = addDays(localDayOf(step.to, plan.zone), random.int(2, 12))
  const startLocal = `${day}T${random.int(10, 18)}:${random.pick(['00', '30'])}:00`
  const staff = random.pick(
    plan.staff.filter(({ teaches, until }) => teaches && (until === undefined || day <= until)),
  )
  if (findHeld(client, program.id, day) === undefined) {
    buyOption(studio, random, client, serviceOf(studio, 'private'), at)
  }
  const held = findHeld(client, program.id, day)
  if (held !== undefined) useHeld(held, client, at)
  const id = nextId(studio, 'appointment')
  const endLocal = addMinutes(startLocal, sessionType.minutes)
  const visit: Visit = {
    id: nextId(studio, 'visit'),
    client,
    classId: 0,
    appointmentId: id,
    startLocal,
    endLocal,
    locationId: client.homeLocationId,
    name: sessionType.name,
    program,
    sessionType,
    web: false,
    held,
    staffId: staff.id,
    signedIn: false,
    missed: false,
    lateCancelled: false,
    lastModifiedAt: at + 400,
    signInDueAt: undefined,
  }
  studio.appointments.push({
    id,
    client,
    staffId: staff.id,
    locationId: client.homeLocationId,
    startLocal,
    endLocal,
    startsAt: instantOf(startLocal, plan.zone),
    visit,
    addOns: random.chance(0.4),
    first: !studio.appointments.some((other) => other.client === client),
    status: 'Booked',
  })
}

/** An early cancel: appointment and visit vanish, the session goes back. */
const cancelEarly = (studio: Studio, appointment: Appointment, at: number): void => {
  const { held } = appointment.visit
  if (held !== undefined && !held.returned) {
    held.used -= 1
    held.current = true
  }
  studio.appointments.splice(studio.appointments.indexOf(appointment), 1)
  touch(appointment.client, at)
}

/** Books, cancels and holds the appointments of a step. */
export const liveAppointments = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'appointments', step.nth)
  for (const appointment of studio.appointments.slice()) {
    const { startsAt, visit } = appointment
    if (startsAt > step.to + dayMs && startsAt <= step.to + 2 * dayMs) {
      if (random.chance(0.06)) cancelEarly(studio, appointment, step.from + 5 * minuteMs)
      else if (random.chance(0.4)) appointment.status = 'Confirmed'
    }
    if (startsAt <= step.from || startsAt > step.to) continue
    const roll = random.next()
    visit.lastModifiedAt = Math.min(startsAt + 20_400, step.to)
    if (roll < 0.05) {
      visit.lateCancelled = true
      appointment.status = 'LateCancelled'
    } else if (roll < 0.12) {
      visit.missed = true
      appointment.status = 'NoShow'
    } else {
      visit.signedIn = true
      appointment.status = 'Completed'
      if (random.chance(0.45))
        sellTip(studio, random, appointment.client, Math.min(startsAt + 60 * minuteMs, step.to))
    }
  }
  for (let tries = 0; tries < 2; tries += 1) if (random.chance(0.45)) bookOne(studio, random, step)
}
