// What the applier tells of itself in /metrics: how far marts are behind, and how its runs went.
import type { Gauge } from './metrics.ts'

/** How a run counts: one that only another may settle has done its part. */
export type RunResult = 'done' | 'waits' | 'failed'

export interface ApplyState {
  /** When the oldest event came that published marts do not show. */
  readonly unshownSince: Date | undefined
  readonly isRunning: boolean
  readonly runs: Readonly<Record<RunResult, number>>
  /** The last run after which marts showed all it had taken. */
  readonly lastSuccess: LastSuccess | undefined
}

export interface LastSuccess {
  readonly endedAt: Date
  readonly tookMs: number
  /** From its oldest event to its end. */
  readonly lagMs: number
}

const runsGauge =
  (runs: ApplyState['runs']) =>
  (result: RunResult): Gauge => ({
    name: 'apply_runs_total',
    help: 'Runs of `webhooks apply` since the start.',
    type: 'counter',
    labels: { result },
    value: runs[result],
  })

/** Ages are counted up to `now`. */
export const applyGauges = (
  { unshownSince, isRunning, runs, lastSuccess }: ApplyState,
  now: Date,
): readonly Gauge[] => {
  const secondsSince = (since: Date): number => (now.getTime() - since.getTime()) / 1_000
  return [
    {
      name: 'apply_lag_seconds',
      help: 'Age of the oldest event that published marts do not show yet; 0 when they show all.',
      value: unshownSince === undefined ? 0 : secondsSince(unshownSince),
    },
    { name: 'apply_running', help: '1 while events are applied.', value: isRunning ? 1 : 0 },
    ...(['done', 'waits', 'failed'] as const).map(runsGauge(runs)),
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
  ]
}
