// The whole of the streams that hang on clients, as of now.
import { clientRecord } from './api-clients.ts'
import { membershipEnvelope, membershipsHeld } from './api-memberships.ts'
import { waitlistOf } from './api-waitlist.ts'
import type { Business } from './business.ts'
import { localDayOf } from './calendar.ts'
import type { ApiRecord } from './records.ts'
import type { Shelf } from './shelf.ts'

export const clientTruths: Readonly<
  Record<string, (shelf: Shelf, business: Business) => readonly ApiRecord[]>
> = {
  waitlist_entries: (shelf) => waitlistOf(shelf).map(({ record }) => record),
  client_memberships: ({ studio }) => studio.clients.map((client) => membershipEnvelope(studio, client)),
  client_memberships_single: ({ studio }) =>
    studio.clients.flatMap((client) => membershipsHeld(studio, client)),
  client_account_balances: ({ studio }, business) =>
    studio.clients.map((client) => ({
      ...clientRecord(studio, client),
      SnapshotDate: localDayOf(business.now, studio.plan.zone),
    })),
}
