// Continuity: whether two stretches of a slice follow each other, with no row lost between them.
import type { Row } from './records.ts'
import type { Stretch } from './stretch.ts'
import type { Stream } from './stream.ts'

/** Part of the rows at the seam, as far as the rows shared reach, that must be shared. */
const leastShared = 0.5

/** Part of the shared rows that may come in another order: rows move when they are modified. */
const mostMoved = 0.2

/** So many shared rows in order are no accident, wherever they stand. */
const enoughInOrder = 8

/** What tells a row from others of its slice. A row without its key is for whoever takes the rows to refuse. */
export const identityOf = ({ key, parent }: Pick<Stream, 'key' | 'parent'>, row: Row): string => {
  const names = parent?.echo === undefined ? key : [...key, parent.echo]
  return names.map((name) => String(row[name] ?? '')).join('\u0000')
}

/** The identities on a stretch in their order; undefined where a page could not be parsed. */
export const identitiesOn = (
  stream: Pick<Stream, 'key' | 'parent'>,
  { pages }: Pick<Stretch, 'pages'>,
): readonly string[] | undefined => {
  const identities: string[] = []
  for (const page of pages) {
    const records = page.records()
    if (records === undefined) return undefined
    for (const row of records) if (row !== null) identities.push(identityOf(stream, row))
  }
  return identities
}

/**
 * True when both stretches hold rows in common, in the same order; where these are few, they must be the earlier one's last or
 * the later one's first. Rows that vanish before the later one is read move its rows forward: the two share fewer rows then,
 * or none. A server without a stable order gives shared rows from anywhere and in any order, which proves nothing.
 */
export const follows = (later: readonly string[], earlier: readonly string[]): boolean => {
  const placeInEarlier = new Map(earlier.map((identity, place) => [identity, place]))
  const inEarlier: number[] = []
  const inLater: number[] = []
  for (const [place, identity] of later.entries()) {
    const known = placeInEarlier.get(identity)
    if (known === undefined) continue
    inEarlier.push(known)
    inLater.push(place)
  }
  if (inLater.length === 0 || !isOrdered(inEarlier)) return false
  if (inLater.length >= enoughInOrder) return true
  const fromEnd = inEarlier.map((place) => earlier.length - 1 - place).toSorted((one, other) => one - other)
  return isDense(fromEnd) || isDense(inLater)
}

const isOrdered = (places: readonly number[]): boolean => {
  const backwards = places.filter((place, nth) => place < (places[nth - 1] ?? 0)).length
  return backwards <= 1 || backwards <= places.length * mostMoved
}

/** Whether ascending places fill their range from 0. The middle one decides, so that a row that moved by itself does not. */
const isDense = (places: readonly number[]): boolean => {
  const middle = (places.length - 1) >> 1
  return (middle + 1) / ((places[middle] ?? 0) + 1) >= leastShared
}
