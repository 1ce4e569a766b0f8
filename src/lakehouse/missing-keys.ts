// The ledger of missing keys as SQL reads it: a key is missing while the newest event about it says so.
import type { Stream } from '../source/stream.ts'
import { quoteName, quoteText } from './duck.ts'

/** A row's key as it stands in ledger.missing_key. */
export const keyJson = ({ key }: Stream): string =>
  `json_object(${key.map((name) => `${quoteText(name)}, ${quoteName(name)}`).join(', ')})`

/** Query of the newest event of each key of a stream and site: `key`, `event`, `pass_id`, `noted_at`. */
export const newestEvents = (stream: Stream, siteId: number): string =>
  `select key, arg_max(event, rowid) as event, arg_max(pass_id, rowid) as pass_id,
    arg_max(noted_at, rowid) as noted_at from ledger.missing_key
  where stream = ${quoteText(stream.name)} and site_id = ${siteId} group by key`

/** Condition on a row of the stream's raw relation: a run missed its key, and no run has confirmed or refuted that yet. */
export const isMissing = (stream: Stream, siteId: number): string =>
  `_deleted_at is null and ${keyJson(stream)} in
    (select key from (${newestEvents(stream, siteId)}) where event = 'missing')`
