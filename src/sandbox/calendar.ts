// The studio's own zone arithmetic, on Intl alone: it must not share a line with the product it is used to test.

export const dayMs = 86_400_000
export const hourMs = 3_600_000
export const minuteMs = 60_000

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, Map<number, number>>()

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, format)
  return format
}

/** What the zone's clocks are ahead of UTC at an instant, in ms. Cached by the hour: both zones change on whole hours. */
export const offsetMs = (instantMs: number, zone: string): number => {
  const hour = Math.floor(instantMs / hourMs)
  let ofZone = offsets.get(zone)
  if (ofZone === undefined) offsets.set(zone, (ofZone = new Map()))
  const known = ofZone.get(hour)
  if (known !== undefined) return known
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(hour * hourMs)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour: hours = 0, minute = 0, second = 0 } = part
  const offset = Date.UTC(year, month - 1, day, hours, minute, second) - hour * hourMs
  ofZone.set(hour, offset)
  return offset
}

/** Wall clock of the zone at an instant: `2026-07-01T05:00:00`. */
export const localOf = (instantMs: number, zone: string): string =>
  new Date(instantMs + offsetMs(instantMs, zone)).toISOString().slice(0, 19)

/** Local day of the zone at an instant: `2026-07-01`. */
export const localDayOf = (instantMs: number, zone: string): string => localOf(instantMs, zone).slice(0, 10)

/** Instant of a wall clock time. The studio schedules nothing in the hours that summer time skips or repeats. */
export const instantOf = (local: string, zone: string): number => {
  const naive = Date.parse(`${local}Z`)
  return naive - offsetMs(naive - offsetMs(naive, zone), zone)
}

/** The day `days` after a local day. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** The same day of a later month, or that month's last day. */
export const addMonths = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay()

/** Wall clock time some minutes later, within naive time. */
export const addMinutes = (local: string, minutes: number): string =>
  new Date(Date.parse(`${local}Z`) + minutes * minuteMs).toISOString().slice(0, 19)

/** UTC the way the API writes it: a Z, and as many fraction digits as are not zero (recorded: `…27.4Z`). */
export const utcStamp = (instantMs: number): string =>
  new Date(instantMs).toISOString().replace(/\.?0+Z$/, 'Z')

/** A day the way the API writes days: naive midnight. */
export const midnight = (day: string): string => `${day}T00:00:00`
