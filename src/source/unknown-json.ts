// Looks into JSON of unknown shape that somebody else wrote.

/** The value as an object, or undefined when it is a list, null or no object at all. */
export const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
