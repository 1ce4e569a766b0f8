// Empty answers: where raw knows rows, an answer without any is a fault until something else of the stream is seen to live.
import { Problem } from '../core/errors.ts'
import { addDays } from '../core/time.ts'
import { sinceSlice, windowSlice } from '../source/plan-slices.ts'
import type { Slice } from '../source/slices.ts'
import type { Duck } from './duck.ts'
import { quoteList, quoteName, quoteText } from './duck.ts'
import { parentColumn, rawTable } from './raw-schema.ts'

/** So many parents at once do not lose all they had. One or two may: a pass returned, the last visit of a class cancelled. */
const parentsEmptied = 3

/** A time sent without a zone is at most so much later than meant, when it is read on the site's clock. */
const zoneDoubtMs = 14 * 3_600_000

/** How far back a question about modified rows is widened. */
const widerDays = 31

/** Rows of raw that a good answer to the slice would have to hold, as a condition; undefined where none is certain. */
const expectedRows = (slice: Slice): string | undefined => {
  const { stream, window, day } = slice
  const { incremental } = stream
  if (stream.parent !== undefined || stream.leavesOut !== undefined) return undefined
  switch (incremental.kind) {
    case 'full':
      return 'true'
    case 'snapshot':
      return `left("SnapshotDate", 10) = ${quoteText(day ?? '')}`
    case 'window':
      if (incremental.field === undefined || window === undefined) return 'true'
      return `left(${quoteName(incremental.field)}, 10) between ${quoteText(window.from)} and ${quoteText(window.to)}`
    case 'modified': {
      if (slice.concludes) return 'true'
      const since = sinceOfSlice(slice, incremental.param)
      if (since === undefined) return undefined
      const certain = new Date(new Date(`${since}Z`).getTime() + zoneDoubtMs).toISOString()
      return `${quoteName(incremental.field)} >= ${quoteText(certain)}`
    }
  }
}

const sinceOfSlice = ({ query }: Slice, param: string): string | undefined =>
  query.find(([name]) => name === param)?.[1]

/** Rows present in raw that a good answer to the slice would hold. */
export const countExpected = async (duck: Duck, slice: Slice): Promise<number> => {
  const expected = expectedRows(slice)
  if (expected === undefined) return 0
  const { rows } = await duck.row<{ rows: number }>(
    `select count(*) as rows from ${rawTable(slice.stream)}
     where "SiteId" = ${slice.siteId} and _deleted_at is null and ${expected}`,
  )
  return rows
}

/**
 * The same question asked wider, or undefined where it is as wide as it goes. Rows in the answer to it show that the stream
 * lives, and then the narrow emptiness is a fact: the last class of a week may well have been cancelled.
 */
export const widened = (slice: Slice, startDate: string): Slice | undefined => {
  const { stream, siteId, window, cursor, parents, concludes } = slice
  const { incremental } = stream
  if (parents !== undefined) return undefined
  const after = { concludes, ...(cursor === undefined ? {} : { cursor }) }
  if (incremental.kind === 'window' && window !== undefined) {
    const back = addDays(window.to, 1 - incremental.stepDays)
    const from = back > startDate ? back : startDate
    if (from >= window.from) return undefined
    return { ...windowSlice(stream, siteId, incremental, { from, to: window.to }), ...after }
  }
  if (incremental.kind !== 'modified' || slice.concludes) return undefined
  const since = sinceOfSlice(slice, incremental.param)
  if (since === undefined) return undefined
  const wider = `${addDays(since.slice(0, 10), -widerDays)}${since.slice(10)}`
  return { ...sinceSlice(stream, siteId, incremental.param, wider), ...after }
}

/** What is said of an empty answer where rows are known. */
export const emptied = ({ stream, siteId, id }: Slice, known: number): Problem =>
  new Problem('ANSWER_BROKEN', {
    what: `Mindbody answers that ${stream.name} of site ${siteId} (${id}) is empty, where ${known.toLocaleString('en-US')} rows are known.`,
    why: 'That is a fault more often than the truth, so nothing of it was committed and nothing is marked as deleted.',
    remedy: `Run again later. If the studio really removed them all, run \`sync --full-refresh --streams ${stream.name}\` today and again tomorrow: two readings a day apart are believed.`,
  })

interface Answers {
  readonly slices: readonly Slice[]
  /** Those of them that answered at least one row. */
  readonly answered: readonly Slice[]
}

/**
 * Looks at the slices of a commit that came back without a row.
 * @throws Problem ANSWER_BROKEN when raw holds rows that should have come, or when several parents lost all they had at once.
 */
export const refuseEmptied = async (duck: Duck, { slices, answered }: Answers): Promise<void> => {
  const alive = new Set(answered)
  for (const slice of slices.filter((candidate) => candidate.concludes && !alive.has(candidate))) {
    const known = await countExpected(duck, slice)
    if (known > 0) throw emptied(slice, known)
  }
  // A limited number of pages leaves parents unasked: their slices conclude nothing.
  const asked = slices.filter(({ concludes }) => concludes)
  const [first] = asked
  if (first?.parents === undefined || answered.length > 0) return
  const { parents, rows } = await knownOfParents(duck, asked)
  if (parents >= parentsEmptied) throw emptied(first, rows)
}

/** Parents of the slices that raw holds rows of, those not counted that say themselves that they have none. */
const knownOfParents = async (
  duck: Duck,
  slices: readonly Slice[],
): Promise<{ parents: number; rows: number }> => {
  const [first] = slices
  const none = { parents: 0, rows: 0 }
  if (first === undefined) return none
  const { stream, siteId } = first
  const { parent } = stream
  const column = parentColumn(stream)
  if (parent === undefined || column === undefined) return none
  const name = quoteName(column)
  const asked = slices.flatMap(({ parents = [] }) => parents)
  const snapshot = first.day === undefined ? '' : ` and left("SnapshotDate", 10) = ${quoteText(first.day)}`
  const says =
    parent.positive === undefined
      ? ''
      : ` and ${name}::varchar not in (select ${quoteName(parent.field)}::varchar from raw.${quoteName(parent.stream)}
          where "SiteId" = ${siteId} and _deleted_at is null and ${quoteName(parent.positive)} = 0)`
  return duck.row<{ parents: number; rows: number }>(
    `select count(distinct ${name}) as parents, count(*) as rows from ${rawTable(stream)}
     where "SiteId" = ${siteId} and _deleted_at is null
       and ${name}::varchar in (select unnest(${quoteList(asked)}))${says}${snapshot}`,
  )
}
