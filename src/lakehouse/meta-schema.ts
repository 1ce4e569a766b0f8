// The schemas `meta` (how the warehouse came to be) and `ledger` (facts written once), as DDL.

/** Created at every opening; none of it is ever dropped. */
export const metaDdl: readonly string[] = [
  'create schema if not exists raw',
  'create schema if not exists meta',
  'create schema if not exists ledger',
  // One row per batch made visible. `seq` rises with each commit: "read later than" is decided by it, never by clocks.
  `create table if not exists meta.batches (
    seq BIGINT, batch_id VARCHAR, run_id VARCHAR, stream VARCHAR, site_id BIGINT, pages BIGINT, rows BIGINT,
    rows_changed BIGINT, rows_deleted BIGINT, source_sha256 VARCHAR, parquet_path VARCHAR, parquet_sha256 VARCHAR,
    committed_at TIMESTAMP)`,
  'create table if not exists meta.cursors (stream VARCHAR, site_id BIGINT, cursor JSON, updated_at TIMESTAMP)',
  // Start of the last complete pass, and the calls of the last one that read the whole stream. Gone with the cursor when it is reset.
  'alter table meta.cursors add column if not exists complete_at TIMESTAMP',
  'alter table meta.cursors add column if not exists whole_calls BIGINT',
  `create table if not exists meta.schema_changes (
    stream VARCHAR, field VARCHAR, change VARCHAR, example_type VARCHAR, first_seen_at TIMESTAMP, batch_id VARCHAR,
    count BIGINT)`,
  // `seq` is the newest commit the asker knew when the parent was asked; a parent touched by a later one is due again.
  `create table if not exists meta.parent_reads (
    stream VARCHAR, site_id BIGINT, parent_key VARCHAR, read_at TIMESTAMP, seq BIGINT)`,
  // What events have said is out of date: pulled first by the next sync, and gone with the commit that brings it up to date.
  // `ask`: key = rows by their own key · alias = clients by their public id · parent = all rows of a parent · whole = a small
  // stream · days = `from..to`. `since` is when it was first told, `marks` how often since; a pull clears only what it knew.
  `create table if not exists meta.dirty_keys (
    stream VARCHAR, site_id BIGINT, ask VARCHAR, key VARCHAR, since TIMESTAMP, marks BIGINT, message_id VARCHAR)`,
  // Public ids that a client has had: events of sales and memberships name no other.
  `create table if not exists meta.client_ids (
    site_id BIGINT, client_id VARCHAR, unique_id VARCHAR, first_seen_at TIMESTAMP, source VARCHAR)`,
  `create table if not exists ledger.missing_key (
    stream VARCHAR, site_id BIGINT, key JSON, event VARCHAR, pass_id VARCHAR, noted_at TIMESTAMP)`,
  `create table if not exists ledger.client_merge (
    site_id BIGINT, removed_unique_id BIGINT, kept_unique_id BIGINT, merged_at TIMESTAMP, source VARCHAR)`,
  `create table if not exists ledger.expiry_registry (
    site_id BIGINT, client_service_id BIGINT, expires_on DATE, source VARCHAR, registered_at TIMESTAMP)`,
  // A line without a holding is deferred under its own number, so the key is the deferral.
  'alter table ledger.expiry_registry add column if not exists deferral_id VARCHAR',
  'alter table ledger.expiry_registry add column if not exists policy_id VARCHAR',
  `create table if not exists ledger.period_close (
    site_id BIGINT, period VARCHAR, journal_hash VARCHAR, file_path VARCHAR)`,
  // `seq` orders closings and reopenings: the newest of a site and period says how it stands.
  ...[
    'seq BIGINT',
    'event VARCHAR',
    'at_utc TIMESTAMP',
    'by_whom VARCHAR',
    'reason VARCHAR',
    'line_n BIGINT',
  ].map((column) => `alter table ledger.period_close add column if not exists ${column}`),
  `create table if not exists ledger.entitlement (
    subject VARCHAR, purpose VARCHAR, granted_at TIMESTAMP, ends_at TIMESTAMP, evidence VARCHAR)`,
  `create table if not exists ledger.consent (
    site_id BIGINT, client_unique_id BIGINT, purpose VARCHAR, given BOOLEAN, given_at TIMESTAMP, source VARCHAR)`,
]
