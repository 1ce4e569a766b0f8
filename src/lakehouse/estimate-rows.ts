// How many rows a slice will bring, from what raw holds of its stream.
import { addDays, daysBetween } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import type { Cursor } from '../source/cursor.ts'
import type { DayWindow, Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import { quoteName, quoteText } from './duck.ts'
import { rawTable } from './raw-schema.ts'
import type { Warehouse } from './warehouse.ts'

/** Days whose average stands for days that were never read. */
const averagedDays = 28

/**
 * Rows of each slice of a stream that was read before. Days outside what was read count as the average of the newest weeks;
 * what was modified since is what was modified in the same span before.
 */
export const knownRows = async (
  warehouse: Warehouse,
  slices: readonly Slice[],
  cursor: Cursor,
  now: Date,
): Promise<readonly number[]> => {
  const [first] = slices
  if (first === undefined) return []
  const { stream, siteId } = first
  const { incremental } = stream
  if (incremental.kind === 'window' && incremental.field !== undefined && cursor.kind === 'window') {
    const perDay = await rowsPerDay(warehouse, stream, siteId, incremental.field)
    const lastDay = addDays(cursor.until, incremental.lookaheadDays)
    const average = sumOver(perDay, { from: addDays(cursor.until, 1 - averagedDays), to: cursor.until })
    return slices.map(({ window }) => {
      if (window === undefined) return 0
      const known = { from: later(window.from, cursor.from), to: earlier(window.to, lastDay) }
      const unknownDays = daysIn(window) - Math.max(0, daysIn(known))
      return sumOver(perDay, known) + (unknownDays * average) / averagedDays
    })
  }
  const all = await warehouse.rowCount(stream, siteId)
  if (incremental.kind === 'modified' && cursor.kind === 'modified') {
    const since = new Date(cursor.since)
    const span = now.getTime() - since.getTime()
    const before = new Date(since.getTime() - span)
    const modified = await modifiedSince(warehouse, stream, siteId, incremental.field, before)
    return slices.map(({ concludes }) => (concludes ? all : modified))
  }
  return slices.map(() => all)
}

const rowsPerDay = async (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
  field: string,
): Promise<ReadonlyMap<LocalDate, number>> => {
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<{ day: string; rows: number }>(
      `select left(${quoteName(field)}, 10) as day, count(*) as rows from ${rawTable(stream)}
       where "SiteId" = ${siteId} and _deleted_at is null and ${quoteName(field)} is not null group by 1`,
    ),
  )
  return new Map(rows.map(({ day, rows: count }) => [day, count]))
}

const modifiedSince = async (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
  field: string,
  since: Date,
): Promise<number> => {
  const { rows } = await warehouse.exclusive((duck) =>
    duck.row<{ rows: number }>(
      `select count(*) as rows from ${rawTable(stream)} where "SiteId" = ${siteId} and _deleted_at is null
       and ${quoteName(field)} >= ${quoteText(since.toISOString().slice(0, 19))}`,
    ),
  )
  return rows
}

const sumOver = (perDay: ReadonlyMap<LocalDate, number>, { from, to }: DayWindow): number => {
  let sum = 0
  for (const [day, rows] of perDay) if (day >= from && day <= to) sum += rows
  return sum
}

const daysIn = ({ from, to }: DayWindow): number => daysBetween(from, to) + 1
const later = (one: LocalDate, other: LocalDate | undefined): LocalDate =>
  other !== undefined && other > one ? other : one
const earlier = (one: LocalDate, other: LocalDate): LocalDate => (one < other ? one : other)
