// Everything about a client in one record, as `/client/clientcompleteinfo` shows it.
import { membershipsHeld } from './api-memberships.ts'
import type { Client, Held } from './life.ts'
import type { ApiRecord } from './records.ts'
import type { Shelf } from './shelf.ts'

/** Profile, pricing options that pass the filter, contracts, running memberships, and programs the client may arrive for. */
export const completeInfo = (
  { studio, clients, held, contracts }: Shelf,
  client: Client,
  wanted: (option: Held) => boolean = () => true,
): ApiRecord => {
  const programs = studio.plan.programs.filter(({ id }) =>
    client.wallet.some(({ current, plan }) => current && plan.programId === id),
  )
  return {
    Client: clients.find(({ of }) => of === client)?.record ?? null,
    ClientServices: held.filter(({ of }) => of.owner === client && wanted(of)).map(({ record }) => record),
    ClientContracts: contracts.filter(({ of }) => of.client === client).map(({ record }) => record),
    ClientMemberships: membershipsHeld(studio, client),
    ClientArrivals: programs.map(({ id, name }) => ({
      ArrivalProgramID: id,
      ArrivalProgramName: name,
      CanAccess: true,
      LocationsIDs: studio.plan.locations.map((place) => place.id),
    })),
  }
}
