// The pace of calls under one API key: an even rate, and a pause for all when Mindbody asks for one.
import type { Sleep } from './retry.ts'

export interface Pace {
  /** Resolves when the next call may start. */
  turn(signal: AbortSignal): Promise<void>
  /** Nobody starts for this long. */
  pause(ms: number): void
}

/** How far a late timer may be caught up with, so that short sleeps do not eat the rate. */
const catchUpMs = 50

/** Spreads calls evenly instead of in bursts: users report that bursts are limited hard. */
export const createPace = (requestsPerSecond: number, sleep: Sleep, nowMs: () => number): Pace => {
  const stepMs = 1000 / requestsPerSecond
  let nextMs = 0
  let pausedUntilMs = 0
  return {
    turn: async (signal) => {
      let now = nowMs()
      nextMs = Math.max(nextMs, now - catchUpMs)
      const start = nextMs
      nextMs += stepMs
      // Again after each sleep: a pause may have been asked for, or made longer, meanwhile.
      for (let until = Math.max(start, pausedUntilMs); until > now; until = Math.max(now, pausedUntilMs)) {
        await sleep(until - now, signal)
        now = until
      }
    },
    pause: (ms) => {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs() + ms)
    },
  }
}
