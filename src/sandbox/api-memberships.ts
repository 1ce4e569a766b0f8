// The memberships clients hold, as the API shows them: what is current now, without history.
import { heldRecord } from './api-clients.ts'
import { locationRecord } from './api-site.ts'
import type { Client, Studio } from './life.ts'
import type { ApiRecord } from './records.ts'

/** A client's running memberships, with the places they hold at. */
export const membershipsHeld = (studio: Studio, client: Client): readonly ApiRecord[] =>
  client.wallet
    .filter(({ current, plan }) => current && plan.membershipId !== undefined)
    .map((held) => ({
      RestrictedLocations: studio.plan.locations.map((place) => locationRecord(studio.plan, place)),
      IconCode: null,
      MembershipId: held.plan.membershipId,
      ...heldRecord(studio, held),
    }))

/** One client's envelope; who has no membership has an empty one. */
export const membershipEnvelope = (studio: Studio, client: Client): ApiRecord => ({
  ClientId: client.id,
  Memberships: membershipsHeld(studio, client),
  ErrorMessage: null,
})

/** What an unknown id among the asked gets: an envelope that says so (the batch itself succeeds). */
export const unknownMember = (clientId: string): ApiRecord => ({
  ClientId: clientId,
  Memberships: [],
  ErrorMessage: 'The client was not found.',
})
