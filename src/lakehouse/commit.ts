// The commit: rows, deletions, batch records and the cursor of whole slices become visible in one transaction.
import { join } from 'node:path'
import type { Cursor } from '../source/cursor.ts'
import type { Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Duck } from './duck.ts'
import { quoteList, quoteText } from './duck.ts'
import { refuseEmptied } from './empty-answers.ts'
import { mergeStaged, stageParts } from './merge.ts'
import { rawTable } from './raw-schema.ts'
import { moveCursor } from './standing.ts'
import type { Drift } from './type-pages.ts'
import { markVanished } from './vanish.ts'
import type { Warehouse } from './warehouse.ts'

/** A Parquet part that is complete in the lake and not yet visible. */
export interface Part {
  readonly batchId: string
  readonly pages: number
  readonly rows: number
  readonly sourceSha256: string
  /** Relative to the home. */
  readonly parquetPath: string
  readonly parquetSha256: string
  readonly drift: readonly Drift[]
}

export interface Commit {
  readonly stream: Stream
  readonly siteId: number
  readonly runId: string
  /** In reading order; empty when no slice had a page (parents that are gone). */
  readonly parts: readonly Part[]
  readonly slices: readonly Slice[]
  /** Those of them that answered at least one row. */
  readonly answered: readonly Slice[]
  /** Where the stream stands now; undefined: rows only, the stream stands where it stood. */
  readonly cursor: Cursor | undefined
  /** An empty answer where rows are known is taken for the truth: the user has said so. */
  readonly acceptsEmpty: boolean
  /** Newest commit known when the pass planned its slices. */
  readonly knownSeq: number
  readonly passStartedAt: Date
  readonly at: Date
  /** Parents asked are noted as asked though the stream stands where it stood. */
  readonly notesParents?: boolean | undefined
  /** What must become visible with the rows, in the same transaction; rows of the commit, if any, are listed as `staged`. */
  readonly also?: ((duck: Duck, committed: Committed) => Promise<void>) | undefined
}

export interface Committed {
  readonly rows: number
  readonly rowsChanged: number
  readonly rowsDeleted: number
  /** Parents asked. */
  readonly parents: number
}

const timestamp = (at: Date): string => `${quoteText(at.toISOString().slice(0, -1))}::timestamp`

/** Makes a commit visible, whole or not at all. */
export const commitBatch = (warehouse: Warehouse, commit: Commit): Promise<Committed> =>
  warehouse.exclusive((duck) =>
    duck.transaction(async () => {
      const committed = await applyRows(duck, warehouse, commit)
      await recordBatches(duck, commit, committed)
      await recordDrift(duck, commit)
      const { cursor, notesParents = cursor !== undefined } = commit
      if (notesParents) await recordParents(duck, commit)
      if (cursor !== undefined) await moveCursor(duck, { ...commit, cursor })
      await commit.also?.(duck, committed)
      return committed
    }),
  )

const applyRows = async (duck: Duck, warehouse: Warehouse, commit: Commit): Promise<Committed> => {
  const { stream, siteId, parts } = commit
  if (!commit.acceptsEmpty) await refuseEmptied(duck, commit)
  const parents = askedOf(commit).length
  const last = parts.at(-1)
  if (last === undefined) {
    if (!commit.acceptsEmpty) return { rows: 0, rowsChanged: 0, rowsDeleted: 0, parents }
    await duck.run(`create or replace temp view staged as select * from ${rawTable(stream)} where false`)
    const gone = await markVanished(duck, { ...commit, batchId: undefined })
    return { rows: 0, rowsChanged: 0, rowsDeleted: gone, parents }
  }
  const files = parts.map(({ parquetPath }) => join(warehouse.paths.home, parquetPath))
  const rows = await stageParts(duck, stream, files)
  const rowsChanged = await mergeStaged(duck, stream, warehouse.streams, siteId)
  const rowsDeleted = await markVanished(duck, { ...commit, batchId: last.batchId })
  return { rows, rowsChanged, rowsDeleted, parents }
}

/** Counts of a commit of several parts stand in its last batch: rows are told apart only after all parts are staged. */
const recordBatches = async (duck: Duck, commit: Commit, committed: Committed): Promise<void> => {
  for (const [index, part] of commit.parts.entries()) {
    const isLast = index === commit.parts.length - 1
    const changed = isLast ? `${committed.rowsChanged}, ${committed.rowsDeleted}` : '0, 0'
    await duck.run(`insert into meta.batches
      select coalesce((select max(seq) from meta.batches), 0) + 1, ${quoteText(part.batchId)}, ${quoteText(commit.runId)},
        ${quoteText(commit.stream.name)}, ${commit.siteId}, ${part.pages}, ${part.rows}, ${changed},
        ${quoteText(part.sourceSha256)}, ${quoteText(part.parquetPath)}, ${quoteText(part.parquetSha256)},
        ${timestamp(commit.at)}`)
  }
}

const recordDrift = async (duck: Duck, { stream, parts, at }: Commit): Promise<void> => {
  for (const { batchId, drift } of parts) {
    for (const { field, change, example_type, count } of drift) {
      const same = 'stream = $1 and field = $2 and change = $3'
      const [known] = await duck.rows(`select 1 from meta.schema_changes where ${same}`, [
        stream.name,
        field,
        change,
      ])
      if (known === undefined) {
        await duck.run(`insert into meta.schema_changes values ($1, $2, $3, $4, ${timestamp(at)}, $5, $6)`, [
          stream.name,
          field,
          change,
          example_type,
          batchId,
          count,
        ])
      } else {
        await duck.run(`update meta.schema_changes set count = count + $4 where ${same}`, [
          stream.name,
          field,
          change,
          count,
        ])
      }
    }
  }
}

const askedOf = ({ slices }: Commit): readonly string[] => slices.flatMap(({ parents = [] }) => parents)

const recordParents = async (duck: Duck, commit: Commit): Promise<void> => {
  const asked = askedOf(commit)
  if (asked.length === 0) return
  const owner = `stream = ${quoteText(commit.stream.name)} and site_id = ${commit.siteId}`
  await duck.run(
    `delete from meta.parent_reads where ${owner} and parent_key in (select unnest(${quoteList(asked)}))`,
  )
  await duck.run(`insert into meta.parent_reads
    select ${quoteText(commit.stream.name)}, ${commit.siteId}, parent, ${timestamp(commit.passStartedAt)}, ${commit.knownSeq}
    from (select distinct unnest(${quoteList(asked)}) as parent)`)
}

/** Forgets which parents were asked: all of them are due again. */
export const forgetParents = (duck: Duck, stream: Stream, siteId: number): Promise<void> =>
  duck.run(`delete from meta.parent_reads where stream = ${quoteText(stream.name)} and site_id = ${siteId}`)
