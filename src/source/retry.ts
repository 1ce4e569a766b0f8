// When a call is tried again, and after how long.
import { setTimeout as timer } from 'node:timers/promises'

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

export const sleepFor: Sleep = async (ms, signal) => {
  await timer(ms, undefined, { signal })
}

/** Statuses below 500 that pass by themselves: the list of Mindbody's own SDK. Every 5xx does, a gateway's own included. */
const passing: ReadonlySet<number> = new Set([408, 413, 429])

/** Codes that pass by themselves, whatever status they come with. */
const passingCodes: ReadonlySet<string> = new Set(['TooManyRequests', 'SQLDBMaintenance'])

export const isPassing = (status: number, code: string | undefined): boolean =>
  status >= 500 || passing.has(status) || (code !== undefined && passingCodes.has(code))

const capMs = 60_000
/** A longer Retry-After is cut: the platform takes a silent source for dead, and a nightly run has an end. */
const retryAfterCapMs = 120_000

/**
 * Milliseconds a `Retry-After` header asks for (seconds or an HTTP date), capped at 120 s; undefined where there is none or
 * it makes no sense. Mindbody is reported to send none.
 */
export const retryAfterMs = (header: string | undefined, now: Date): number | undefined => {
  if (header === undefined || header.trim() === '') return undefined
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime()
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), retryAfterCapMs)
}

/** Full jitter: anything between nothing and the doubled base, so that callers do not come back together. */
export const backoffMs = (attempt: number, baseMs: number, random: () => number): number =>
  random() * Math.min(capMs, baseMs * 2 ** (attempt - 1))
