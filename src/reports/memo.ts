// Remembers what a function made of a text: dates, prices and names repeat all through a report.

/** @param limit texts kept; beyond it all are forgotten, so that memory stays flat */
export const remembering = <T>(make: (text: string) => T, limit = 5_000): ((text: string) => T) => {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const made = make(text)
    if (known.size >= limit) known.clear()
    known.set(text, made)
    return made
  }
}
