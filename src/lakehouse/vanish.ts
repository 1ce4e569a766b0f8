// What is no longer there: keys missing from a scope that was read whole become deleted once two runs agree.
import type { Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Duck } from './duck.ts'
import { quoteList, quoteName, quoteText } from './duck.ts'
import { keyColumns, parentColumn, rawTable } from './raw-schema.ts'

export interface VanishPass {
  readonly stream: Stream
  readonly siteId: number
  readonly runId: string
  readonly at: Date
  readonly batchId: string
  /** Slices of the commit that concluded and answered at least one row: nothing is learnt from an empty answer. */
  readonly slices: readonly Slice[]
}

/** Rows of raw that the concluding slices have read the whole of, as conditions; none where absence means nothing. */
const scopesOf = (stream: Stream, slices: readonly Slice[]): string[] => {
  const concluding = slices.filter(({ concludes }) => concludes)
  const { incremental } = stream
  if (stream.parent !== undefined) {
    const column = parentColumn(stream)
    const asked = concluding.flatMap(({ parents = [] }) => parents)
    if (column === undefined || asked.length === 0) return []
    const name = quoteName(column)
    // One parent with an empty roster is an empty answer too, hence the second condition.
    return [
      `(${name}::varchar in (select unnest(${quoteList(asked)}))
        and ${name} in (select ${name} from staged where ${name} is not null))`,
    ]
  }
  if (incremental.kind !== 'window') return concluding.length === 0 ? [] : ['true']
  const day = `left(${quoteName(incremental.field)}, 10)`
  return concluding.flatMap(({ window }) =>
    window === undefined ? [] : [`${day} between ${quoteText(window.from)} and ${quoteText(window.to)}`],
  )
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
  const keyJson = `json_object(${stream.key.map((name) => `${quoteText(name)}, ${quoteName(name)}`).join(', ')})`
  const at = `${quoteText(pass.at.toISOString().slice(0, -1))}::timestamp`
  const event = (name: string): string =>
    `${quoteText(stream.name)}, ${siteId}, key, '${name}', ${quoteText(pass.runId)}, ${at}`
  await duck.run(`create or replace temp table missed as
    select key, arg_max(event, rowid) as event, arg_max(pass_id, rowid) as pass_id from ledger.missing_key
    where stream = ${quoteText(stream.name)} and site_id = ${siteId} group by key`)
  await duck.run(`insert into ledger.missing_key
    select ${event('seen')} from missed where event <> 'seen' and key in (select ${keyJson} from staged)`)
  const scopes = scopesOf(stream, pass.slices)
  if (scopes.length === 0) return 0
  await duck.run(`create or replace temp table absent as
    select held.rowid as held_row, ${keyJson} as key from ${rawTable(stream)} as held
    where "SiteId" = ${siteId} and _deleted_at is null and (${scopes.join(' or ')})
      and (${key.join(', ')}) not in (select (${key.join(', ')}) from staged)`)
  await duck.run(`create or replace temp table agreed as
    select held_row, key from absent join missed using (key)
    where missed.event = 'missing' and missed.pass_id <> ${quoteText(pass.runId)}`)
  await duck.run(`insert into ledger.missing_key select ${event('deleted')} from agreed`)
  await duck.run(`insert into ledger.missing_key
    select ${event('missing')} from absent
    where key not in (select key from missed where event = 'missing')`)
  // The batch that concluded the deletion becomes the row's: children of a deleted parent are asked again.
  await duck.run(`update ${rawTable(stream)} set _deleted_at = ${at}, _batch_id = ${quoteText(pass.batchId)}
    where rowid in (select held_row from agreed)`)
  const { rows } = await duck.row<{ rows: number }>('select count(*) as rows from agreed')
  return rows
}
