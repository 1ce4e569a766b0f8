// What somebody at the desk does by hand, at the simulated now: a class called off, a profile changed.
import { touch, type Client, type Studio } from './life.ts'
import { cancelledStaffId, removeVisit } from './schedule.ts'

/** Calls a class off: its clients are taken off the roster and it is handed to the system user. */
export const callOff =
  (classId: number) =>
  (studio: Studio, at: number): void => {
    const occurrence = studio.classes.find(({ id }) => id === classId)
    if (occurrence === undefined) throw new RangeError(`site ${studio.plan.siteId} has no class ${classId}`)
    for (const visit of occurrence.visits.slice()) removeVisit(occurrence, visit, at)
    occurrence.canceled = true
    occurrence.staffId = cancelledStaffId
    occurrence.lastModifiedAt = at
  }

/** Fields of a profile that the desk may change. */
export type ProfileChange = Partial<Pick<Client, 'email' | 'phone' | 'active' | 'prospect' | 'status'>>

/** Changes the profile of a client, by the public id. */
export const changeProfile =
  (clientId: string, change: ProfileChange) =>
  (studio: Studio, at: number): void => {
    const client = studio.clients.find(({ id }) => id === clientId)
    if (client === undefined) throw new RangeError(`site ${studio.plan.siteId} has no client ${clientId}`)
    Object.assign(client, change)
    touch(client, at)
  }
