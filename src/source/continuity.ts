// Continuity: whether two stretches of a slice follow each other, with no row lost between them.
import type { Stretch } from './odd-rows.ts'
import type { Stream } from './stream.ts'

/** Part of the earlier page's last rows, as far back as the rows shared reach, that must be shared. */
const leastShared = 0.5

/**
 * What tells each row from others of its slice; undefined where a page could not be parsed. A row without its key is for
 * whoever takes the rows to refuse.
 */
export const identitiesOn = (
  { key, parent }: Pick<Stream, 'key' | 'parent'>,
  { pages }: Pick<Stretch, 'pages'>,
): readonly string[] | undefined => {
  const names = parent?.echo === undefined ? key : [...key, parent.echo]
  const identities: string[] = []
  for (const { records } of pages) {
    if (records === undefined) return undefined
    for (const row of records) identities.push(names.map((name) => String(row[name] ?? '')).join('\u0000'))
  }
  return identities
}

/**
 * True when the rows both pages hold are the earlier page's last ones. Rows that vanish before the later page is read move its
 * rows forward, and then the two share fewer rows or none; a server without a stable order gives shared rows from anywhere in
 * the earlier page, which proves nothing. The middle one of the shared rows decides, so that a row that moved by itself does not.
 */
export const follows = (later: readonly string[], earlier: readonly string[]): boolean => {
  const held = new Set(later)
  const placesFromEnd = earlier.toReversed().flatMap((identity, place) => (held.has(identity) ? [place] : []))
  const middle = (placesFromEnd.length - 1) >> 1
  const place = placesFromEnd[middle]
  return place !== undefined && (middle + 1) / (place + 1) >= leastShared
}
