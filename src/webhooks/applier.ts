// When received events are applied: soon enough to be seen within the interval, one run after the other, and again after a failure.
import { applyGauges } from './apply-gauges.ts'
import type { LastSuccess } from './apply-gauges.ts'
import { openLooks } from './looks.ts'
import type { Gauge } from './metrics.ts'

/**
 * `done`: marts show what was taken · `again`: they do, but for what only another run may settle, at once · `waits`: drained, but
 * not all of it pulled or published, and another try with the same data would come to the same · `failed`: to be tried again after
 * the interval.
 */
export type ApplyEnd = 'done' | 'again' | 'waits' | 'failed'

export interface ApplierOptions {
  /** What is received is to be seen within this time. */
  readonly everyMs: number
  /** One run, from the inbox to published marts. Must not throw. */
  readonly run: (signal: AbortSignal) => Promise<ApplyEnd>
  /** When the oldest event came that waits in the inbox, whoever put it there. */
  readonly oldestWaiting: () => Promise<Date | undefined>
  /** Told once when the inbox cannot be looked at, until it can be again. */
  readonly onLookFailed: (error: unknown) => void
  readonly now: () => Date
}

export interface Applier {
  /** Something new lies in the inbox. */
  received(): void
  gauges(): readonly Gauge[]
  /** Starts nothing more, and waits for the run under way, which is told to stop. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Events come in bursts (a class is cancelled with its bookings): one run takes them all. */
const gatherMs = 500
/** What a run is taken to need until one has taken longer: a build of much on a small machine. */
const usualRunMs = 60_000
/** Silence is what a gap looks like: a run looks at Mindbody's counters although nothing came. */
const idleMs = 3_600_000
/** After a failure the next try waits for the interval, but no shorter: what failed at once would fail at once again. */
const leastRetryMs = 5_000
/**
 * Each further failure doubles the wait up to this: a try asks Mindbody a few times over, and an outage of a night must not spend
 * the calls of the day.
 */
const longestRetryMs = 900_000
/** Nobody tells of what another receiver stored, of a write that was repeated or of a dead letter that was put back. */
const lookEveryMs = 10_000

const oldestOf = (...dates: readonly (Date | undefined)[]): Date | undefined =>
  dates.reduce((one, other) => (one === undefined || (other !== undefined && other < one) ? other : one))

/**
 * Opens it. A run begins so late that two as long as the longest so far would still end in time, as one may be under way: with an
 * hour events are gathered for most of it, with a minute they are applied at once.
 */
export const openApplier = (options: ApplierOptions): Applier => {
  const { everyMs, run, oldestWaiting, onLookFailed, now } = options
  const stop = new AbortController()
  /** When the oldest event came that no run has begun with. */
  let waitingSince: Date | undefined
  /** The same for those the run under way has taken. */
  let takenSince: Date | undefined
  /** The same for those that runs have taken, and that marts do not show all the same. */
  let unshownSince: Date | undefined
  let running: Promise<void> | undefined
  let begun = 0
  let timer: NodeJS.Timeout | undefined
  let retryAtMs = 0
  let failures = 0
  let longestRunMs = usualRunMs
  let lastSuccess: LastSuccess | undefined
  const runs = { done: 0, waits: 0, failed: 0 }

  const settle = (end: ApplyEnd, startedAt: Date, endedAt: Date): void => {
    const since = takenSince ?? startedAt
    takenSince = undefined
    runs[end === 'again' ? 'done' : end] += 1
    if (end === 'failed') {
      waitingSince = oldestOf(since, waitingSince)
      const shortestMs = Math.max(everyMs, leastRetryMs)
      const doubledMs = Math.min(shortestMs * 2 ** failures, longestRetryMs)
      retryAtMs = endedAt.getTime() + Math.max(shortestMs, doubledMs)
      failures += 1
      return
    }
    failures = 0
    const tookMs = endedAt.getTime() - startedAt.getTime()
    longestRunMs = Math.max(longestRunMs, tookMs)
    const shownSince = oldestOf(since, unshownSince) ?? since
    unshownSince = end === 'done' ? undefined : shownSince
    if (end === 'done') lastSuccess = { endedAt, tookMs, lagMs: endedAt.getTime() - shownSince.getTime() }
    if (end === 'again') waitingSince ??= endedAt
  }

  const begin = async (): Promise<void> => {
    const startedAt = now()
    begun += 1
    takenSince = waitingSince
    waitingSince = undefined
    settle(await run(stop.signal), startedAt, now())
  }

  const plan = (): void => {
    clearTimeout(timer)
    if (running !== undefined || stop.signal.aborted) return
    const nowMs = now().getTime()
    const gatheredAtMs =
      waitingSince === undefined
        ? nowMs + idleMs
        : waitingSince.getTime() + Math.max(gatherMs, everyMs - 2 * longestRunMs)
    timer = setTimeout(
      () => {
        running = begin().finally(() => {
          running = undefined
          plan()
        })
      },
      Math.max(0, gatheredAtMs - nowMs, retryAtMs - nowMs),
    )
  }

  const look = async (): Promise<void> => {
    if (running !== undefined) return
    const runsBefore = begun
    const oldest = await oldestWaiting()
    // What was seen before a run began may be what it has taken.
    if (oldest === undefined || begun !== runsBefore || stop.signal.aborted) return
    // The clock of another machine may be ahead of ours.
    const since = oldestOf(waitingSince, oldest, now())
    // Planning anew without a reason would put off the run that follows silence, look by look.
    if (since === waitingSince) return
    waitingSince = since
    plan()
  }

  plan()
  const looks = openLooks({ look, everyMs: lookEveryMs, onFailure: onLookFailed })

  const close = async (): Promise<void> => {
    stop.abort()
    clearTimeout(timer)
    looks.close()
    await running
  }

  return {
    received: () => {
      waitingSince ??= now()
      plan()
    },
    gauges: () => {
      const unshown = oldestOf(unshownSince, takenSince, waitingSince)
      return applyGauges(
        { unshownSince: unshown, isRunning: running !== undefined, runs, lastSuccess },
        now(),
      )
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
