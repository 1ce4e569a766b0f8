// When received events are applied: soon enough to be seen within the interval, one run after the other, and again after a failure.
import type { Gauge } from './metrics.ts'

/** `again`: done, and found something that only another run may settle · `failed`: to be tried again after the interval. */
export type ApplyEnd = 'done' | 'again' | 'failed'

export interface ApplierOptions {
  /** What is received is to be seen within this time. */
  readonly everyMs: number
  /** One run, from the inbox to published marts. Must not throw. */
  readonly run: (signal: AbortSignal) => Promise<ApplyEnd>
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
 * Opens it. A run begins so late that two as long as the longest so far would still end in time, as one may be under way: with an
 * hour events are gathered for most of it, with a minute they are applied at once.
 */
export const openApplier = ({ everyMs, run, now }: ApplierOptions): Applier => {
  const stop = new AbortController()
  /** When the oldest event came that no run has begun with. */
  let waitingSince: Date | undefined
  /** The same for those the run under way has taken. */
  let takenSince: Date | undefined
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let retryAtMs = 0
  let longestRunMs = usualRunMs
  let lastSuccess: { readonly endedAt: Date; readonly tookMs: number; readonly lagMs: number } | undefined
  const runs = { done: 0, failed: 0 }

  const begin = async (): Promise<void> => {
    const startedAt = now()
    takenSince = waitingSince
    waitingSince = undefined
    const end = await run(stop.signal)
    const isDone = end !== 'failed'
    const endedAt = now()
    runs[isDone ? 'done' : 'failed'] += 1
    if (isDone) {
      const tookMs = endedAt.getTime() - startedAt.getTime()
      longestRunMs = Math.max(longestRunMs, tookMs)
      lastSuccess = { endedAt, tookMs, lagMs: endedAt.getTime() - (takenSince ?? startedAt).getTime() }
    } else {
      waitingSince = takenSince ?? startedAt
      retryAtMs = endedAt.getTime() + Math.max(everyMs, leastRetryMs)
    }
    if (end === 'again') waitingSince ??= endedAt
    takenSince = undefined
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

  const secondsSince = (since: Date | undefined): number =>
    since === undefined ? 0 : (now().getTime() - since.getTime()) / 1_000

  const close = async (): Promise<void> => {
    stop.abort()
    clearTimeout(timer)
    await running
  }

  plan()
  return {
    received: () => {
      waitingSince ??= now()
      plan()
    },
    gauges: () => [
      {
        name: 'apply_lag_seconds',
        help: 'Age of the oldest event that published marts do not show yet; 0 when they show all.',
        value: secondsSince(takenSince ?? waitingSince),
      },
      { name: 'apply_running', help: '1 while events are applied.', value: running === undefined ? 0 : 1 },
      {
        name: 'apply_runs_total',
        help: 'Runs of `webhooks apply` since the start.',
        type: 'counter',
        labels: { result: 'done' },
        value: runs.done,
      },
      {
        name: 'apply_runs_total',
        help: 'Runs of `webhooks apply` since the start.',
        type: 'counter',
        labels: { result: 'failed' },
        value: runs.failed,
      },
      {
        name: 'apply_last_success_age_seconds',
        help: 'Since events were last applied and published.',
        value: lastSuccess === undefined ? undefined : secondsSince(lastSuccess.endedAt),
      },
      {
        name: 'apply_last_duration_seconds',
        help: 'How long that run took.',
        value: lastSuccess === undefined ? undefined : lastSuccess.tookMs / 1_000,
      },
      {
        name: 'apply_last_freshness_seconds',
        help: 'From its oldest event to marts that showed it.',
        value: lastSuccess === undefined ? undefined : lastSuccess.lagMs / 1_000,
      },
    ],
    close,
    [Symbol.asyncDispose]: close,
  }
}
