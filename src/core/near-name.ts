// The name a person may have meant: the nearest of those that exist, by letters.

/** Edits (a letter more, less, or another one) that turn one word into the other. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

/** The known name a person may have meant, if one is close. */
export const nearName = (name: string, known: readonly string[]): string | undefined => {
  const plain = name.toLowerCase().replaceAll('-', '_')
  const [best] = known
    .map((candidate) => ({ candidate, edits: distance(plain, candidate) }))
    .sort((one, other) => one.edits - other.edits)
  return best !== undefined && best.edits <= Math.max(1, Math.round(best.candidate.length / 3))
    ? best.candidate
    : undefined
}
