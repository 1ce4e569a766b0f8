// What the models read from, as it stands: one short text per dbt source, which differs once the source has changed.
import type { Stream } from '../source/stream.ts'
import { quoteText } from './duck.ts'
import type { Duck } from './duck.ts'
import { rawTable } from './raw-schema.ts'

/** By dbt source, e.g. `mindbody.classes` or `ledger.client_merge`. */
export type SourceStates = Readonly<Record<string, string>>

interface StateRow {
  readonly source: string
  readonly state: string
}

/**
 * Rows that no mart reads change no mart: of the events only closures are read, and counting all would build half the marts
 * anew with every event. They are only ever added.
 */
const readByMarts: ReadonlyMap<string, string> = new Map([
  ['webhook_events', `"EventId" like 'siteBusinessDayClosure.%'`],
])

/** Rows that came, changed or were marked as gone; the counts also see what was marked without a batch, and surgery. */
const rawState = (stream: Stream): string => {
  const filter = readByMarts.get(stream.name)
  const counted = `select ${quoteText(`mindbody.${stream.name}`)} as source, `
  return filter === undefined
    ? `${counted} coalesce((select max(seq) from changed where stream = ${quoteText(stream.name)}), 0)
         || '/' || count(*) || '/' || count(_deleted_at) as state from ${rawTable(stream)}`
    : `${counted} cast(count(*) as varchar) as state from ${rawTable(stream)} where ${filter}`
}

/** The tables beside raw, by what models take from them: that a parent was asked, not when (but for balances of gift cards). */
const ownStates: readonly string[] = [
  `select 'meta.cursors' as source, count(*) || '/' || coalesce(max(updated_at)::varchar, '') as state from meta.cursors`,
  `select 'meta.parent_reads', coalesce(sum(parents), 0) || '/' || coalesce(string_agg(site_id || ' ' || oldest, ', ' order by site_id), '')
   from (
     select site_id, count(*) as parents, min(read_at) filter (stream = 'gift_card_balances') as oldest
     from meta.parent_reads group by site_id
   )`,
  `select 'ledger.client_merge', cast(count(*) as varchar) from ledger.client_merge`,
  `select 'ledger.expiry_registry', cast(count(*) as varchar) from ledger.expiry_registry`,
  `select 'ledger.period_close', count(*) || '/' || coalesce(max(seq), 0) from ledger.period_close`,
]

/** The state of each source of the models. */
export const sourceStates = async (duck: Duck, streams: readonly Stream[]): Promise<SourceStates> => {
  const rows = await duck.rows<StateRow>(
    `with changed as (
       select stream, seq from meta.batches where rows_changed > 0 or rows_deleted > 0
     )
     ${[...streams.map(rawState), ...ownStates].join('\nunion all\n')}`,
  )
  return Object.fromEntries(rows.map(({ source, state }) => [source, state]))
}

/** Sources that are not as they were. */
export const changedSources = (before: SourceStates, now: SourceStates): readonly string[] =>
  Object.keys(now)
    .filter((source) => now[source] !== before[source])
    .toSorted()
