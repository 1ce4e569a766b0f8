// What the inbox holds: deliveries as they come, and rows as they are read back.
import type { Selectable } from 'kysely'
import type { WebhookInboxTable } from './schema-webhooks.ts'

/** A delivery whose signature was right. */
export interface Delivery {
  /** SHA-256 of the raw body, hex. */
  readonly id: string
  readonly receivedAt: Date
  /** Path it came in by. */
  readonly path: string
  /** The key that signed it. */
  readonly keyId: string
  /** As received. */
  readonly body: Uint8Array
}

/** A delivery that waits for the drain. */
export interface ReceivedRow {
  /** Order of arrival. */
  readonly seq: number
  readonly id: string
  readonly receivedAt: Date
  readonly path: string
  readonly keyId: string
  readonly deliveries: number
  readonly replays: number
  readonly body: Uint8Array
}

/** What the drain has read out of a body. */
export interface KnownOfEvent {
  readonly messageId?: string | undefined
  readonly eventId?: string | undefined
  readonly siteId?: number | undefined
  /** As the event says it: UTC, to the second. */
  readonly originatedAt?: string | undefined
  /** The same for one fact told through two subscriptions. */
  readonly factId?: string | undefined
}

/** A row that became an event of the lake. */
export interface AppliedRow extends KnownOfEvent {
  readonly id: string
}

/** A row that cannot be applied, and why. */
export interface DeadRow extends KnownOfEvent {
  readonly id: string
  /** unparseable, no_envelope, unknown_site, conflict or bad_data */
  readonly reason: string
  readonly detail: string
}

/** A row of any state, as it is kept. */
export type InboxEntry = Omit<Selectable<WebhookInboxTable>, 'body'>

export interface InboxCounts {
  readonly received: number
  readonly applied: number
  readonly dead: number
  /** Of the bodies that wait. */
  readonly bytes: number
  readonly oldestReceivedAt: Date | undefined
  readonly newestAppliedAt: Date | undefined
}
