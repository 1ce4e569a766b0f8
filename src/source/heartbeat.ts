// A sign of life when a read has nothing to say for a while.
import type { Sleep } from './retry.ts'

export interface HeartbeatOptions {
  readonly everyMs: number
  readonly sleep: Sleep
  /** Signs of life given so far. */
  readonly beats: () => number
  /** Gives one. */
  readonly beat: () => Promise<void>
  /** Ends the watch. */
  readonly signal: AbortSignal
}

/** A minute: far below the three hours after which Airbyte's platform ends a silent source, and short enough for a person. */
export const heartbeatMs = 60_000

/** Looks every `everyMs` whether anything was said since, and speaks up if not. Resolves when the signal ends it. */
export const keepAlive = async ({ everyMs, sleep, beats, beat, signal }: HeartbeatOptions): Promise<void> => {
  try {
    for (;;) {
      const before = beats()
      await sleep(everyMs, signal)
      if (beats() === before) await beat()
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
