// Nested records cut down to the members a card names: whose profile it is, not the profile.

/**
 * A record, or each record of a list, with the members named and in their order; `names` undefined keeps everything. What is
 * no record is not kept either: nobody said what may be in it.
 */
export const trimmed = (value: unknown, names: readonly string[] | undefined): unknown => {
  if (names === undefined || value === null || value === undefined) return value
  if (Array.isArray(value)) return value.filter(isRecord).map((record) => picked(record, names))
  return isRecord(value) ? picked(value, names) : null
}

type Members = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const picked = (record: Members, names: readonly string[]): Members =>
  Object.fromEntries(names.filter((name) => Object.hasOwn(record, name)).map((name) => [name, record[name]]))
