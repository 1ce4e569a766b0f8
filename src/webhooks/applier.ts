// When received events are applied: soon enough to be seen within the interval, one run after the other, and again after a failure.
import type { Gauge } from './metrics.ts'

export interface ApplierOptions {
  /** What is received is to be seen within this time. */
  readonly everyMs: number
  /** One run, from the inbox to published marts; false when it failed and is to be tried again. Must not throw. */
  readonly run: (signal: AbortSignal) => Promise<boolean>
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
/** After a failure the next try waits for the interval, but no shorter: what failed at once would fail at once again. */
const leastRetryMs = 5_000

/**
 * Opens it. A run begins so late that one as long as the last, behind another one under way, would still end in time: with an hour
 * events are gathered for most of it, with a minute they are applied at once.
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
  let lastRunMs = everyMs
  let lastSuccess: { readonly endedAt: Date; readonly lagMs: number } | undefined
  const runs = { done: 0, failed: 0 }

  const begin = async (): Promise<void> => {
    const startedAt = now()
    takenSince = waitingSince
    waitingSince = undefined
    const isDone = await run(stop.signal)
    const endedAt = now()
    runs[isDone ? 'done' : 'failed'] += 1
    if (isDone) {
      lastRunMs = endedAt.getTime() - startedAt.getTime()
      lastSuccess = { endedAt, lagMs: endedAt.getTime() - (takenSince ?? startedAt).getTime() }
    } else {
      waitingSince = takenSince ?? startedAt
      retryAtMs = endedAt.getTime() + Math.max(everyMs, leastRetryMs)
    }
    takenSince = undefined
  }

  const plan = (): void => {
    clearTimeout(timer)
    if (waitingSince === undefined || running !== undefined || stop.signal.aborted) return
    const nowMs = now().getTime()
    const gatheredAtMs = waitingSince.getTime() + Math.max(gatherMs, everyMs - 2 * lastRunMs)
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
        value: lastSuccess === undefined ? undefined : lastRunMs / 1_000,
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
