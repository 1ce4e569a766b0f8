// Tables of webhooks: the inbox, the paths and keys of subscriptions, what Mindbody counts, and gaps.
import type { Generated } from 'kysely'

/** A delivery that was answered with 2xx, as received. One row per body: a retry has the same bytes. */
export interface WebhookInboxTable {
  /** Order of arrival. */
  seq: Generated<number>
  /** SHA-256 of the raw body, hex: the idempotency key. */
  id: string
  received_at: string
  /** Path it came in by, and the key that signed it. */
  path: string
  key_id: string
  deliveries: Generated<number>
  last_delivery_at: string
  /** As received; null once its retention is over. */
  body: Uint8Array | null
  bytes: number
  /** received, applied or dead */
  state: Generated<string>
  /** Filled by the drain. */
  message_id: string | null
  event_id: string | null
  site_id: number | null
  originated_at: string | null
  /** Hash of site, event, origination and data: the same for one fact told through two subscriptions. */
  fact_id: string | null
  /** Of a dead letter: unparseable, no_envelope, unknown_site, conflict, bad_data. */
  reason: string | null
  detail: string | null
  settled_at: string | null
  run_id: string | null
  replays: Generated<number>
}

/** Paths that take deliveries: one per subscription, made before it; and the configured one. */
export interface WebhookPathsTable {
  path: string
  subscription_id: string | null
  added_at: string
  /** Mindbody looked whether we are there. */
  head_seen_at: string | null
  first_event_at: string | null
  last_event_at: string | null
  /** Deliveries answered with 2xx, repeats counted: what Mindbody counts as delivered. */
  accepted: Generated<number>
}

/** Keys that sign deliveries. The table is private as the tokens are. */
export interface WebhookKeysTable {
  /** First 12 hex digits of the key's SHA-256. */
  key_id: string
  subscription_id: string
  signature_key: string
  added_at: string
  retired_at: string | null
  last_used_at: string | null
}

/** Subscriptions made from this home, as last seen. */
export interface WebhookSubscriptionsTable {
  subscription_id: string
  path: string
  url: string
  reference_id: string
  /** JSON list. */
  event_ids: string
  created_at: string
  status: string
  /** When Mindbody was last asked for the status. */
  status_at: string
  /** First time it was seen Active. */
  activated_at: string | null
  /** The subscription whose place it takes. */
  replaces: string | null
}

/** What Mindbody counts, as asked from time to time; its counters are totals. */
export interface WebhookMetricsTable {
  subscription_id: string
  at: string
  status: string
  attempted: number
  delivered: number
  undelivered: number
  failed: number
  /** Our own count of the same path at that time. */
  accepted: number
}

/** A stretch of time of which events may be missing. */
export interface WebhookGapsTable {
  id: string
  subscription_id: string
  from_at: string
  to_at: string
  /** not_active, failed or uncounted */
  reason: string
  detail: string
  found_at: string
  /** When a pull has covered it. */
  pulled_at: string | null
}
