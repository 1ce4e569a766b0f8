// What is no longer there: keys missing from a scope that was read whole become deleted once two runs agree.
import type { Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Duck } from './duck.ts'
import { quoteList, quoteName, quoteText } from './duck.ts'
import { keyJson, newestEvents } from './missing-keys.ts'
import { keyColumns, parentColumn, rawTable } from './raw-schema.ts'

export interface VanishPass {
  readonly stream: Stream
  readonly siteId: number
  readonly runId: string
  readonly at: Date
  /** The batch that concludes deletions; undefined when the pass brought no page at all. */
  readonly batchId: string | undefined
  readonly slices: readonly Slice[]
  /** Those of them that answered at least one row: nothing is learnt from an empty answer. */
  readonly answered: readonly Slice[]
  /** Unless the user has said that emptiness is the truth; then two readings a day apart are believed. */
  readonly acceptsEmpty: boolean
}

/** Between two readings that both came empty: an outage may last for hours. */
const emptyAgreementHours = 24

/** Rows of raw that the concluding slices have read the whole of, as conditions; none where absence means nothing. */
const scopesOf = ({ stream, siteId, slices }: VanishPass, answered: readonly Slice[]): string[] => {
  if (stream.parent !== undefined) {
    const concluding = slices.filter(({ concludes }) => concludes)
    const asked = concluding.flatMap(({ parents = [] }) => parents)
    if (asked.length === 0) return []
    const inSpan = spanCondition(stream, concluding[0]?.window)
    const ofDay = dayCondition(concluding[0])
    return rosterScopes(stream, siteId, asked).map((scope) => `(${scope}${inSpan}${ofDay})`)
  }
  const concluding = answered.filter(({ concludes }) => concludes)
  const { incremental } = stream
  if (incremental.kind !== 'window')
    return concluding.length === 0 ? [] : [`(true${dayCondition(concluding[0])})`]
  // One row per key answers for the whole window.
  if (incremental.field === undefined) return concluding.length === 0 ? [] : ['true']
  const day = `left(${quoteName(incremental.field)}, 10)`
  return concluding.flatMap(({ window }) =>
    window === undefined ? [] : [`${day} between ${quoteText(window.from)} and ${quoteText(window.to)}`],
  )
}

/** A snapshot says nothing of other days. */
const dayCondition = (slice: Slice | undefined): string =>
  slice?.day === undefined ? '' : ` and left("SnapshotDate", 10) = ${quoteText(slice.day)}`

/** All slices of a pass ask for the same days; a later start_date must not make older rows look deleted. */
const spanCondition = ({ parent }: Stream, window: Slice['window']): string => {
  const field = parent?.span?.field
  if (field === undefined || window === undefined) return ''
  return ` and left(${quoteName(field)}, 10) between ${quoteText(window.from)} and ${quoteText(window.to)}`
}

/**
 * One parent with an empty roster is an empty answer too, so its rows are only judged when another one of them came. Unless
 * the parent itself says, in a version newer than the row, that it has none: count and roster are two endpoints, and an
 * outage of one does not move the other. The row must be the older word because a count may leave some rows out
 * (TotalBooked does not count late cancellations, which stay on the roster).
 */
const rosterScopes = (stream: Stream, siteId: number, asked: readonly string[]): string[] => {
  const { parent } = stream
  const column = parentColumn(stream)
  if (parent === undefined || column === undefined) return []
  const name = quoteName(column)
  const isAsked = `${name}::varchar in (select unnest(${quoteList(asked)}))`
  const scopes = [`(${isAsked} and ${name} in (select ${name} from staged where ${name} is not null))`]
  if (parent.positive === undefined) return scopes
  return [
    ...scopes,
    `(${isAsked} and held.rowid in (
      select child.rowid from ${rawTable(stream)} as child
      join raw.${quoteName(parent.stream)} as parent
        on parent.${quoteName(parent.field)}::varchar = child.${name}::varchar and parent."SiteId" = child."SiteId"
      join meta.batches as of_child on of_child.batch_id = child._batch_id
      join meta.batches as of_parent on of_parent.batch_id = parent._batch_id
      where child."SiteId" = ${siteId} and parent._deleted_at is null
        and parent.${quoteName(parent.positive)} = 0 and of_parent.seq > of_child.seq))`,
  ]
}

/**
 * Compares raw with `staged` inside the scopes of the pass. The first run that misses a key notes it in ledger.missing_key;
 * the next run that misses it too sets `_deleted_at`; a key that is seen again is noted as seen. Runs after the merge, in its
 * transaction.
 * @returns rows marked as deleted.
 */
export const markVanished = async (duck: Duck, pass: VanishPass): Promise<number> => {
  const { stream, siteId } = pass
  const key = keyColumns(stream).map(quoteName)
  const at = `${quoteText(pass.at.toISOString().slice(0, -1))}::timestamp`
  const event = (name: string): string =>
    `${quoteText(stream.name)}, ${siteId}, key, '${name}', ${quoteText(pass.runId)}, ${at}`
  await duck.run(`create or replace temp table missed as ${newestEvents(stream, siteId)}`)
  await duck.run(`insert into ledger.missing_key
    select ${event('seen')} from missed where event <> 'seen' and key in (select ${keyJson(stream)} from staged)`)
  const scopes = scopesOf(pass, pass.answered)
  const emptied = pass.acceptsEmpty
    ? scopesOf(pass, pass.slices).filter((scope) => !scopes.includes(scope))
    : []
  if (scopes.length + emptied.length === 0) return 0
  const anyOf = (conditions: readonly string[]): string => conditions.join(' or ') || 'false'
  await duck.run(`create or replace temp table absent as
    select held.rowid as held_row, ${keyJson(stream)} as key, (${anyOf(scopes)}) as is_answered
    from ${rawTable(stream)} as held
    where "SiteId" = ${siteId} and _deleted_at is null and (${anyOf([...scopes, ...emptied])})
      and (${key.join(', ')}) not in (select (${key.join(', ')}) from staged)`)
  await duck.run(`create or replace temp table agreed as
    select held_row, key from absent join missed using (key)
    where missed.event = 'missing' and missed.pass_id <> ${quoteText(pass.runId)}
      and (is_answered or missed.noted_at <= ${at} - interval ${emptyAgreementHours} hours)`)
  await duck.run(`insert into ledger.missing_key select ${event('deleted')} from agreed`)
  await duck.run(`insert into ledger.missing_key
    select ${event('missing')} from absent
    where key not in (select key from missed where event = 'missing')`)
  // The batch that concluded the deletion becomes the row's: children of a deleted parent are asked again.
  const batch = pass.batchId === undefined ? '' : `, _batch_id = ${quoteText(pass.batchId)}`
  await duck.run(`update ${rawTable(stream)} set _deleted_at = ${at}${batch}
    where rowid in (select held_row from agreed)`)
  const { rows } = await duck.row<{ rows: number }>('select count(*) as rows from agreed')
  return rows
}
