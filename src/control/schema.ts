// Tables of the control database: what concerns the outside world and several processes at once.
import type { Generated } from 'kysely'

/** One run of a verb that reads or writes a home. */
export interface RunsTable {
  id: string
  verb: string
  started_at: string
  finished_at: string | null
  /** running, done, failed or stopped */
  status: string
  exit_code: number | null
  /** JSON of what the verb prints with --json. */
  summary: string | null
}

/** One call to Mindbody, written before it is made: a call that was billed is never missing here. */
export interface CallsTable {
  /** Also the request id sent with the call, and `_request_id` of the rows it gave. */
  id: string
  run_id: string
  site_id: number
  endpoint: string
  stream: string | null
  local_day: string
  reserved_at: string
  finished_at: string | null
  /** HTTP status; null while under way, 0 where no answer came. */
  status: number | null
}

/** Calls spent per site and local day; what the budget is held against. */
export interface CallDaysTable {
  site_id: number
  local_day: string
  used: number
}

/** Who may write a home now. */
export interface LeasesTable {
  name: string
  /** Random: tells two holders with the same process id apart. */
  holder: string
  pid: number
  host: string
  since: string
  heartbeat_at: string
}

/** Staff tokens, one per site and user. */
export interface TokensTable {
  site_id: number
  user_hash: string
  token: string
  expires_at: string
  renewals: number
}

/** Copy of cursors and freshness, for verbs that must answer while a sync holds the warehouse. */
export interface MirrorTable {
  stream: string
  site_id: number
  /** JSON of the cursor; null before the first commit. */
  cursor: string | null
  rows: number
  last_synced_at: string | null
  status: string
  run_id: string
  /** Parents that were due and not asked: the budget or a stream's share did not allow it. */
  waiting: Generated<number>
}

/** Backfills that were begun and not ended; a finished one leaves no row. */
export interface BackfillsTable {
  stream: string
  site_id: number
  span_from: string
  span_to: string
  /** Last day of the windows that are committed, oldest first. */
  done_to: string
}

/** One comparison of a native report with the marts; never changed. Amounts are exact text. */
export interface ReconciliationsTable {
  id: string
  at: string
  report: string
  site_id: number
  span_from: string
  span_to: string
  file: string
  file_sha256: string
  native_total: string
  our_total: string
  variance: string
  explained_percent: number
  verdict: string
  /** JSON: the settings and how each was known. */
  settings: string
  /** JSON: count and amount by cause. */
  differences: string
}

/** Who stands behind a comparison. Append-only: triggers refuse any change. */
export interface SignOffsTable {
  seq: Generated<number>
  reconciliation_id: string
  signed_at: string
  signed_by: string
  /** exporter or reviewer */
  role: string
  comment: string
  /** Hash over this row and the hash before it. */
  chain_hash: string
}

/** A cause that is accepted for a while. Append-only: a revoked waiver is a further row. */
export interface WaiversTable {
  seq: Generated<number>
  report: string
  site_id: number
  cause: string
  /** granted or revoked */
  kind: string
  /** Up to this sum of the cause's amounts, exact text; null = any. */
  max_amount: string | null
  reason: string
  waived_by: string
  /** Last day on which it holds. */
  until: string
  created_at: string
}

/** A parallel run: one file a day is expected in a folder. */
export interface ReconcileSchedulesTable {
  report: string
  site_id: number
  folder: string
  day_from: string
  days: number
  /** Days in a row that must pass. */
  pass_days: number
  /** Most money a day may differ by with named causes, exact text; null = any. */
  max_classed: string | null
  /** JSON of the settings its files were exported with. */
  settings: string
  created_at: string
}

/** A file that was compared for a day of a schedule. A corrected file, or the same one compared again, is a further row; the newest counts. */
export interface ReconcileDaysTable {
  report: string
  site_id: number
  day: string
  file_sha256: string
  reconciliation_id: string
  at: string
}

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

/** Ids of Mindbody that may exceed 2^53 would be TEXT: the libsql driver rounds larger integers. Site ids are 32-bit. */
export interface ControlSchema {
  runs: RunsTable
  calls: CallsTable
  call_days: CallDaysTable
  leases: LeasesTable
  tokens: TokensTable
  mirror: MirrorTable
  backfills: BackfillsTable
  reconciliations: ReconciliationsTable
  sign_offs: SignOffsTable
  waivers: WaiversTable
  reconcile_schedules: ReconcileSchedulesTable
  reconcile_days: ReconcileDaysTable
  webhook_inbox: WebhookInboxTable
  webhook_paths: WebhookPathsTable
  webhook_keys: WebhookKeysTable
  webhook_subscriptions: WebhookSubscriptionsTable
  webhook_metrics: WebhookMetricsTable
  webhook_gaps: WebhookGapsTable
}
