// How the API reads a query: names in any letter case with or without their prefix, unknown ones ignored, zones dropped.

/** Parameters of one request as the API binds them. */
export interface Query {
  text(name: string): string | undefined
  /** A repeated parameter. The comma form stays one value and so matches nothing (observed). */
  list(name: string): readonly string[]
  flag(name: string, otherwise: boolean): boolean
  int(name: string): number | undefined
  /** Wall clock `YYYY-MM-DDTHH:mm:ss`; a bare day is its midnight; Z, offset and fraction are dropped; nonsense is no value. */
  time(name: string): string | undefined
  day(name: string): string | undefined
}

const wallClock = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?/

/** True for an id of a list filter; an empty list filters nothing. */
export const wanted = (ids: readonly string[], id: unknown): boolean =>
  ids.length === 0 || ids.includes(String(id))

/** Binds a query string. The prefix is `request` everywhere but at courses; another one makes a name unknown. */
export const bindQuery = (params: URLSearchParams, prefix = 'request'): Query => {
  const values = new Map<string, string[]>()
  for (const [name, value] of params) {
    const lower = name.toLowerCase()
    const bound = lower.startsWith(`${prefix}.`) ? lower.slice(prefix.length + 1) : lower
    values.set(bound, [...(values.get(bound) ?? []), value])
  }
  const text = (name: string): string | undefined => {
    const value = values.get(name.toLowerCase())?.at(-1)
    return value === '' ? undefined : value
  }
  const time = (name: string): string | undefined => {
    const match = wallClock.exec(text(name) ?? '')
    if (match?.[1] === undefined || Number.isNaN(Date.parse(match[1]))) return undefined
    const clock = match[2] ?? '00:00:00'
    return `${match[1]}T${clock.length === 5 ? `${clock}:00` : clock}`
  }
  return {
    text,
    list: (name) => (values.get(name.toLowerCase()) ?? []).filter((value) => value !== ''),
    flag: (name, otherwise) => {
      const value = text(name)?.toLowerCase()
      return value === 'true' ? true : value === 'false' ? false : otherwise
    },
    int: (name) => {
      const value = text(name)
      return value !== undefined && /^-?\d{1,18}$/.test(value) ? Number(value) : undefined
    },
    time,
    day: (name) => time(name)?.slice(0, 10),
  }
}
