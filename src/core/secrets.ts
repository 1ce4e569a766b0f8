// Which texts are secret in this process, and how they are kept out of everything that is printed.

const shortest = 4

export interface Secrets {
  /** Registers a value that must never be printed; values under 4 characters are left out, they would blank ordinary words. */
  add(value: string | undefined): void
  /** Replaces every registered value (plain, JSON-escaped once or twice, URL-encoded) by `***`. */
  scrub(text: string): string
}

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)

/** How a value may be written: a log line is JSON, and a message in it may hold JSON again. */
const formsOf = (value: string): readonly string[] => [
  value,
  escaped(value),
  escaped(escaped(value)),
  encodeURIComponent(value),
  new URLSearchParams([['', value]]).toString().slice(1),
]

/** A fresh set of secrets. Values found later (an issued token) may be added at any time. */
export const createSecrets = (initial: readonly (string | undefined)[] = []): Secrets => {
  const values = new Set<string>()
  let longestFirst: readonly string[] = []

  const add = (value: string | undefined): void => {
    if (value === undefined || value.length < shortest) return
    for (const form of formsOf(value)) values.add(form)
    // A secret that contains another must go first, or its tail would stay readable.
    longestFirst = [...values].sort((a, b) => b.length - a.length)
  }
  for (const value of initial) add(value)

  return {
    add,
    scrub: (text) => longestFirst.reduce((rest, value) => rest.replaceAll(value, '***'), text),
  }
}
