// The whole of the streams that hang on clients, as of now.
import { clientRecord } from './api-clients.ts'
import { schedulesOf } from './api-client-schedule.ts'
import { completeInfo } from './api-complete-info.ts'
import { contactLogsOf } from './api-contact-logs.ts'
import { formulaNotesOf } from './api-formula-notes.ts'
import { membershipEnvelope, membershipsHeld } from './api-memberships.ts'
import { purchasesOf } from './api-purchases.ts'
import { rewardsOf } from './api-rewards.ts'
import { giftCardBalance } from './api-sales.ts'
import { waitlistOf } from './api-waitlist.ts'
import type { Business } from './business.ts'
import { localDayOf } from './calendar.ts'
import type { ApiRecord } from './records.ts'
import { associationsOf } from './same-person.ts'
import type { Shelf } from './shelf.ts'

export const clientTruths: Readonly<
  Record<string, (shelf: Shelf, business: Business) => readonly ApiRecord[]>
> = {
  waitlist_entries: (shelf) => waitlistOf(shelf).map(({ record }) => record),
  client_memberships: ({ studio }) => studio.clients.map((client) => membershipEnvelope(studio, client)),
  client_memberships_single: ({ studio }) =>
    studio.clients.flatMap((client) => membershipsHeld(studio, client)),
  client_schedule: (shelf) => schedulesOf(shelf).map(({ record }) => record),
  client_purchases: (shelf) =>
    shelf.studio.clients.flatMap((client) =>
      purchasesOf(shelf, client).map(({ record }, index) => ({
        ...record,
        ClientId: client.id,
        Ordinal: index + 1,
      })),
    ),
  client_complete_info: (shelf) =>
    shelf.studio.clients.map((client) => ({ ...completeInfo(shelf, client), ClientId: client.id })),
  client_rewards: (shelf) =>
    shelf.studio.clients.flatMap((client) =>
      rewardsOf(shelf, client).map((record) => ({ ...record, ClientId: client.id })),
    ),
  client_formula_notes: ({ studio }) => formulaNotesOf(studio, () => true),
  contact_logs: ({ studio }, business) =>
    studio.clients.flatMap((client) =>
      contactLogsOf(studio, client, business.now).map(({ record }) => ({ ...record, ClientId: client.id })),
    ),
  cross_regional_client_associations: ({ studio }, business) =>
    studio.clients.flatMap((client) =>
      associationsOf(business, studio, client).map((record) => ({
        ...record,
        RecordSiteId: record['SiteId'],
        AskedClientId: client.id,
      })),
    ),
  gift_card_balances: ({ studio }) => studio.giftCards.map(giftCardBalance),
  client_account_balances: ({ studio }, business) =>
    studio.clients.map((client) => ({
      ...clientRecord(studio, client),
      SnapshotDate: localDayOf(business.now, studio.plan.zone),
    })),
}
