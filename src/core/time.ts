// Wall clocks and instants: the one place that knows time zones.
import { getTimezoneOffset } from 'date-fns-tz'
import { windowsZones } from './windows-zones.ts'

/** A day on the site's calendar, `YYYY-MM-DD`. */
export type LocalDate = string
/** A reading of the site's wall clock, `YYYY-MM-DDTHH:mm:ss`. */
export type LocalDateTime = string

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Zones lie between UTC-12 and UTC+14, and one of them once skipped a whole day. */
const reachMs = 2 * dayMs

const wallMs = (local: LocalDateTime): number => {
  const ms = Date.parse(`${local.slice(0, 19)}Z`)
  if (Number.isNaN(ms)) throw new RangeError(`"${local}" is no date and time.`)
  return ms
}

/** Smallest instant in (before, after] whose offset equals the one at `after`. */
const transition = (zone: string, before: number, after: number): number => {
  const target = offsetAt(zone, after)
  let low = before
  let high = after
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(zone, middle) === target) high = middle
    else low = middle
  }
  return high
}

/**
 * Wall clock to instant. A time that exists twice (clocks put back) is the first of the two; a time that does not exist
 * (clocks put forward) is the first instant after the gap. DuckDB and date-fns-tz each answer differently there, so this
 * rule is ours and the SQL macro is held equal to it by a property test.
 * @throws RangeError on a text that is no date-time or a zone that is not known.
 */
export const localToUtc = (local: LocalDateTime, zone: string): Date => {
  const wall = wallMs(local)
  const offsets = new Set<number>()
  for (let probe = wall - reachMs; probe <= wall + reachMs; probe += 6 * hourMs) {
    offsets.add(offsetAt(zone, probe))
  }
  const instants = [...offsets]
    .map((offset) => ({ instant: wall - offset, offset }))
    .filter(({ instant, offset }) => offsetAt(zone, instant) === offset)
    .map(({ instant }) => instant)
  if (instants.length > 0) return new Date(Math.min(...instants))
  const before = wall - Math.max(...offsets)
  const after = wall - Math.min(...offsets)
  return new Date(transition(zone, before, after))
}

/**
 * Milliseconds the wall clock is ahead of UTC at an instant. Read off the wall clock itself: `getTimezoneOffset` of date-fns-tz
 * takes its date for a wall clock of this machine and is off by the change for hours around it.
 */
const offsetAt = (zone: string, instantMs: number): number => {
  if (Number.isNaN(getTimezoneOffset(zone))) {
    throw new RangeError(`"${zone}" is no time zone this system knows.`)
  }
  const seconds = Math.floor(instantMs / 1_000) * 1_000
  return Date.parse(`${utcToLocal(new Date(seconds), zone)}Z`) - seconds
}

const wallClocks = new Map<string, Intl.DateTimeFormat>()

const wallClockOf = (zone: string): Intl.DateTimeFormat => {
  const known = wallClocks.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  wallClocks.set(zone, made)
  return made
}

/**
 * Instant to wall clock. By Intl: date-fns-tz goes through a date of this machine's own zone, and loses an hour where that
 * zone has a gap.
 */
export const utcToLocal = (instant: Date, zone: string): LocalDateTime => {
  const parts = wallClockOf(zone).formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((candidate) => candidate.type === type)?.value ?? ''
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
  return `${date}T${part('hour')}:${part('minute')}:${part('second')}`
}

/** The calendar day of an instant at the site. */
export const localDateOf = (instant: Date, zone: string): LocalDate => utcToLocal(instant, zone).slice(0, 10)

const dayNumber = (date: LocalDate): number => {
  const ms = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(ms)) throw new RangeError(`"${date}" is no date.`)
  return ms / dayMs
}

/** Calendar arithmetic, free of zones. */
export const addDays = (date: LocalDate, days: number): LocalDate =>
  new Date((dayNumber(date) + days) * dayMs).toISOString().slice(0, 10)

/** Days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => dayNumber(to) - dayNumber(from)

/** True for a real calendar day written `YYYY-MM-DD`. */
export const isLocalDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  addDays(text, 0) === text

/**
 * IANA name for what a site calls its zone: an IANA name as it is, or a Windows name mapped ("Pacific Standard Time").
 * The format of Site.TimeZone is not documented. Undefined when it is neither.
 */
export const zoneOf = (text: string | null | undefined): string | undefined => {
  const name = text?.trim() ?? ''
  if (name === '') return undefined
  const mapped = windowsZones[name]
  if (mapped !== undefined) return mapped
  // Intl takes offsets such as "+02:00" for zones; a site has a place, not an offset.
  if (!/^(UTC|[A-Za-z_]+\/[A-Za-z0-9_+/-]+)$/.test(name)) return undefined
  return Number.isNaN(getTimezoneOffset(name)) ? undefined : name
}
