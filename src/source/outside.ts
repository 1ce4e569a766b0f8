// Rows of other days than a slice asked for: bounds have matched the wrong range (classes, until December 2024).
import type { Row } from './records.ts'
import type { Slice } from './slices.ts'
import type { Stream } from './stream.ts'

/** How a wall clock begins that names a day. */
export const dayPattern = '^\\d{4}-\\d{2}-\\d{2}'
const dayOf = new RegExp(dayPattern)

/** Field that has to lie in the slice's window, where the stream drops rows outside of it. */
export const heldField = ({ incremental }: Pick<Stream, 'incremental'>): string | undefined =>
  incremental.kind === 'window' && incremental.dropsOutside === true ? incremental.field : undefined

/** True for a row to be dropped; a row that names no day is kept. */
export const isOutside = (stream: Stream, row: Row, { window }: Pick<Slice, 'window'>): boolean => {
  const field = heldField(stream)
  if (field === undefined || window === undefined) return false
  const value = row[field]
  const day = typeof value === 'string' ? dayOf.exec(value)?.[0] : undefined
  return day !== undefined && (day < window.from || day > window.to)
}
