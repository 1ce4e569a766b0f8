// How events write things down: every instant in UTC, days as a midnight that calls itself UTC, names beside ids.
import { notYet, type Client, type Studio } from './life.ts'
import { roomsOf } from './plan-lists.ts'
import { staffNames, type ApiRecord } from './records.ts'

/** An instant with second precision: `2026-07-01T12:00:00Z`. */
export const utcSecond = (instantMs: number): string => `${new Date(instantMs).toISOString().slice(0, 19)}Z`

/** A day printed as midnight with a Z, which it is not: no zone may be applied to it. */
export const dayAsUtc = (day: string | undefined): string | null =>
  day === undefined || day === notYet ? null : `${day}T00:00:00Z`

export const staffName = (studio: Studio, staffId: number): string => {
  const { first, last } = staffNames(studio, staffId)
  return `${first} ${last}`.trim()
}

/** Both numbers of a client: the public one that a studio may change, and the system's own. */
export const clientIds = ({ id, uniqueId }: Client): ApiRecord => ({ clientId: id, clientUniqueId: uniqueId })

export const clientNames = ({ first, last, email }: Client): ApiRecord => ({
  clientFirstName: first,
  clientLastName: last,
  clientEmail: email,
})

/** The room of a place, as a list of one. */
export const roomAt = ({ plan }: Studio, locationId: number): readonly ApiRecord[] =>
  roomsOf(plan)
    .filter((room) => room.active && room.locationId === locationId)
    .slice(0, 1)
    .map(({ id, name }) => ({ id, name }))
