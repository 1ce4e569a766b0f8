// Reading an event's data: names in any letter case, ids as text, and what is never kept.

/** A JSON object as `parseJson` gives it: whole numbers beyond 2^53 are bigint. */
export type EventData = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is EventData =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A member of an object. Exact spelling first, then any letter case: the release notes name fields of waiting lists in
 * another case than every table does.
 */
export const memberOf = (data: EventData, name: string): unknown => {
  if (Object.hasOwn(data, name)) return data[name]
  const wanted = name.toLowerCase()
  const found = Object.keys(data).find((key) => key.toLowerCase() === wanted)
  return found === undefined ? undefined : data[found]
}

/** Ids go into keys and indexes: no longer than this, and no control characters, which a database may take for an end. */
const plainId = /^[^\p{Cc}\p{Cs}]{1,200}$/u

/** An id as text, exact to 64 bits; undefined where there is none. Public client ids are texts, the others numbers. */
export const idOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return plainId.test(value.trim()) ? value.trim() : undefined
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value)
  return undefined
}

/** Parts of card and account numbers, and when a card ends: never kept, wherever they stand. */
const cardFields: ReadonlySet<string> = new Set([
  'creditcardlastfour',
  'creditcardexpdate',
  'directdebitlastfour',
  'paymentlastfour',
])

/** Events are two levels deep; what is nested deeper than this was made to break a reader. */
const deepest = 64

/**
 * The data without card fields. Halves of surrogate pairs, which JSON allows and no database takes, become U+FFFD.
 * @throws RangeError when it is nested too deep.
 */
export const cleaned = (value: unknown, depth = 0): unknown => {
  if (depth > deepest) throw new RangeError(`nested deeper than ${deepest} levels`)
  if (typeof value === 'string') return wellFormed(value)
  if (Array.isArray(value)) return value.map((entry) => cleaned(entry, depth + 1))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !cardFields.has(name.toLowerCase()))
      .map(([name, entry]) => [wellFormed(name), cleaned(entry, depth + 1)]),
  )
}

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD')

/** The same value with the members of every object in the order of their names: equal data is equal text. */
export const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  const names = Object.keys(value).toSorted((one, other) => (one < other ? -1 : 1))
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]))
}
