// Lists derived from a shelf, made when first asked for and dropped with it.
import type { Shelf } from './shelf.ts'

/** Makes a value once per shelf. A shelf is replaced whenever life goes on, so nothing goes stale. */
export const ofShelf = <T>(make: (shelf: Shelf) => T): ((shelf: Shelf) => T) => {
  const known = new WeakMap<Shelf, { readonly value: T }>()
  return (shelf) => {
    const found = known.get(shelf)
    if (found !== undefined) return found.value
    const value = make(shelf)
    known.set(shelf, { value })
    return value
  }
}
