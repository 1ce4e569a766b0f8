// Files of one person that a studio made one, and the file that is left of them.
import { touch, type Client, type Studio } from './life.ts'

/** Two files made one. */
export interface Merge {
  readonly removed: Client
  readonly kept: Client
  readonly at: number
}

/** The file that is left of a client's, over however many merges. */
export const keptOf = (studio: Studio, client: Client): Client => {
  const merge = studio.merges.find(({ removed }) => removed === client)
  return merge === undefined ? client : keptOf(studio, merge.kept)
}

/** Makes two files one: the removed one is inactive from then on. */
export const makeOne = (studio: Studio, merge: Merge): void => {
  const { removed, kept, at } = merge
  removed.active = false
  touch(removed, at)
  touch(kept, at)
  studio.merges.push(merge)
}
