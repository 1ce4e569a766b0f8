// Tables of the control database: what concerns the outside world and several processes at once.
import type { Generated } from 'kysely'
import type {
  WebhookGapsTable,
  WebhookInboxTable,
  WebhookKeysTable,
  WebhookMetricsTable,
  WebhookPathsTable,
  WebhookSubscriptionsTable,
} from './schema-webhooks.ts'

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

/** On Postgres only: the one home whose warehouse the database serves. */
export interface WarehouseHomeTable {
  /** 1: there is one row. */
  nth: Generated<number>
  home_id: string
  claimed_at: string
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
  warehouse_home: WarehouseHomeTable
}
