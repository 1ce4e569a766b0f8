// When events are applied: gathered while there is time, at once when there is none, one run after the other, again after a failure.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openApplier } from '../../src/webhooks/applier.ts'
import type { Applier, ApplyEnd } from '../../src/webhooks/applier.ts'

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-06-30T12:00:00Z') }))
afterEach(() => void vi.useRealTimers())

interface Run {
  readonly atSeconds: number
  readonly signal: AbortSignal
  end(how: ApplyEnd): void
}

interface Opened {
  readonly applier: Applier
  readonly runs: readonly Run[]
  /** What could not be looked at. */
  readonly failures: readonly unknown[]
}

/** @param oldestWaiting what a look into the inbox finds: nothing, unless it is given */
const opened = (
  everyMs: number,
  oldestWaiting: () => Promise<Date | undefined> = () => Promise.resolve(undefined),
): Opened => {
  const began = Date.now()
  const runs: Run[] = []
  const failures: unknown[] = []
  const applier = openApplier({
    everyMs,
    now: () => new Date(),
    oldestWaiting,
    onLookFailed: (error) => failures.push(error),
    run: (signal) =>
      new Promise<ApplyEnd>((resolve) => {
        runs.push({ atSeconds: (Date.now() - began) / 1_000, signal, end: resolve })
      }),
  })
  return { applier, runs, failures }
}

const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * 1_000)
const gauge = (applier: Applier, name: string): number | undefined =>
  applier.gauges().find((one) => one.name === name)?.value

test('the first run begins at once, with a burst gathered; in silence one begins each hour', async () => {
  const { applier, runs } = opened(60_000)
  await pass(120)
  expect(runs).toHaveLength(0)
  applier.received()
  await pass(0.4)
  applier.received()
  expect(runs).toHaveLength(0)
  await pass(0.1)
  expect(runs).toHaveLength(1)
  runs[0]?.end('done')
  await pass(3_599)
  expect(runs).toHaveLength(1)
  await pass(2)
  expect(runs).toHaveLength(2)
})

test('what comes during a run is applied by the next one, which begins when the first has ended', async () => {
  const { applier, runs } = opened(60_000)
  applier.received()
  await pass(1)
  applier.received()
  applier.received()
  await pass(29)
  expect(runs).toHaveLength(1)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(30)
  runs[0]?.end('done')
  await pass(0.1)
  expect(runs).toHaveLength(2)
  expect(gauge(applier, 'apply_last_freshness_seconds')).toBe(30)
  expect(gauge(applier, 'apply_lag_seconds')).toBeCloseTo(29.1)
  runs[1]?.end('done')
  await pass(600)
  expect(runs).toHaveLength(2)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(0)
})

test('a long interval gathers events until two runs as long as the longest would just end in time', async () => {
  const { applier, runs } = opened(600_000)
  applier.received()
  await pass(479)
  applier.received()
  expect(runs).toHaveLength(0)
  await pass(1)
  expect(runs).toHaveLength(1)
  await pass(100)
  runs[0]?.end('done')
  await pass(0)
  applier.received()
  await pass(600 - 2 * 100 - 1)
  expect(runs).toHaveLength(1)
  await pass(1)
  expect(runs).toHaveLength(2)
})

test('a failed run is tried again after the interval, with what it had taken; more events do not hurry it', async () => {
  const { applier, runs } = opened(60_000)
  applier.received()
  await pass(1)
  runs[0]?.end('failed')
  await pass(1)
  applier.received()
  await pass(57)
  expect(runs).toHaveLength(1)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(59)
  await pass(3)
  expect(runs).toHaveLength(2)
  runs[1]?.end('done')
  await pass(1)
  expect(applier.gauges().filter(({ name }) => name === 'apply_runs_total')).toMatchObject([
    { labels: { result: 'done' }, value: 1 },
    { labels: { result: 'waits' }, value: 0 },
    { labels: { result: 'failed' }, value: 1 },
  ])
  expect(gauge(applier, 'apply_lag_seconds')).toBe(0)
})

test('failure after failure the wait doubles up to a quarter of an hour; a run that is done begins anew', async () => {
  const { applier, runs } = opened(60_000)
  applier.received()
  await pass(1)
  for (const [nth, minutes] of [1, 2, 4, 8, 15, 15].entries()) {
    runs[nth]?.end('failed')
    await pass(minutes * 60 - 1)
    expect([minutes, runs.length]).toEqual([minutes, nth + 1])
    await pass(2)
    expect([minutes, runs.length]).toEqual([minutes, nth + 2])
  }
  runs[6]?.end('done')
  await pass(1)
  applier.received()
  await pass(1)
  runs[7]?.end('failed')
  await pass(61)
  expect(runs).toHaveLength(9)
})

test('a run that is not through asks for another one, once', async () => {
  const { applier, runs } = opened(60_000)
  applier.received()
  await pass(1)
  runs[0]?.end('again')
  await pass(1)
  expect(runs).toHaveLength(2)
  runs[1]?.end('done')
  await pass(600)
  expect(runs).toHaveLength(2)
})

test('a run that is not through has not shown what it took: the lag goes on until the other one has ended', async () => {
  const { applier, runs } = opened(60_000)
  applier.received()
  await pass(10)
  runs[0]?.end('again')
  await pass(5)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(15)
  runs[1]?.end('done')
  await pass(0)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(0)
  expect(gauge(applier, 'apply_last_freshness_seconds')).toBe(15)
})

test('what was drained and not published stays in the lag, is no success, and is not tried again at once', async () => {
  const { applier, runs } = opened(60_000)
  applier.received()
  await pass(10)
  runs[0]?.end('waits')
  await pass(600)
  expect(runs).toHaveLength(1)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(610)
  expect(gauge(applier, 'apply_last_success_age_seconds')).toBeUndefined()
  // The next event tries again, by itself: what waited before it makes it no later and no sooner.
  applier.received()
  await pass(10)
  expect(runs).toHaveLength(2)
  runs[1]?.end('waits')
  await pass(3_590)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(4_210)
  // And so does silence, after its hour; a failure in between changes nothing.
  await pass(20)
  expect(runs).toHaveLength(3)
  runs[2]?.end('failed')
  await pass(70)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(4_300)
  expect(runs).toHaveLength(4)
  runs[3]?.end('done')
  await pass(0)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(0)
  expect(gauge(applier, 'apply_last_success_age_seconds')).toBe(0)
  expect(gauge(applier, 'apply_last_freshness_seconds')).toBe(4_300)
  expect(gauge(applier, 'apply_runs_total')).toBe(1)
})

test('after a start the lag counts from the oldest event in the inbox, and a run begins with it', async () => {
  const { applier, runs } = opened(60_000, () => Promise.resolve(new Date('2026-06-30T11:50:00Z')))
  // As `serve` does.
  applier.received()
  await pass(0)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(600)
  await pass(1)
  expect(runs).toHaveLength(1)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(601)
})

test('what another receiver stored, or a replay put back, is found within ten seconds', async () => {
  let oldest: Date | undefined
  const { applier, runs } = opened(60_000, () => Promise.resolve(oldest))
  await pass(100)
  expect(runs).toHaveLength(0)
  oldest = new Date()
  await pass(10.5)
  expect(runs).toHaveLength(1)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(10.5)
  // Nothing is looked for beside a run: what it has taken may still lie there.
  await pass(30)
  oldest = undefined
  runs[0]?.end('done')
  await pass(20)
  expect(runs).toHaveLength(1)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(0)
})

test('a look that ends beside a run, or after it, does not count what the run has taken', async () => {
  const answers: ((oldest: Date) => void)[] = []
  const { applier, runs } = opened(60_000, () => new Promise((resolve) => answers.push(resolve)))
  const seen = new Date()
  applier.received()
  await pass(1)
  runs[0]?.end('done')
  await pass(1)
  answers[0]?.(seen)
  await pass(1)
  expect(runs).toHaveLength(1)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(0)
})

test('looks that find nothing do not put off the run after an hour of silence', async () => {
  const { runs } = opened(60_000)
  await pass(3_601)
  expect(runs).toHaveLength(1)
})

test('a clock ahead of ours makes no event of the future', async () => {
  const { applier, runs } = opened(60_000, () => Promise.resolve(new Date('2026-06-30T13:00:00Z')))
  await pass(1)
  expect(runs).toHaveLength(1)
  expect(gauge(applier, 'apply_lag_seconds')).toBe(1)
})

test('a look that fails is told once, again after one that went well, and not after the end', async () => {
  let isAway = true
  const look = () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(undefined))
  const { applier, failures } = opened(60_000, look)
  await pass(60)
  expect(failures).toEqual([new Error('away')])
  isAway = false
  await pass(10)
  isAway = true
  await pass(60)
  expect(failures).toHaveLength(2)
  isAway = false
  await pass(10)
  isAway = true
  await applier.close()
  await pass(60)
  expect(failures).toHaveLength(2)
})

test('closing tells the run under way to stop, waits for it, and begins no other', async () => {
  const { applier, runs } = opened(60_000)
  applier.received()
  await pass(1)
  applier.received()
  let isClosed = false
  const closing = applier.close().then(() => (isClosed = true))
  expect(runs[0]?.signal.aborted).toBe(true)
  await pass(5)
  expect(isClosed).toBe(false)
  runs[0]?.end('failed')
  await closing
  await pass(600)
  expect(runs).toHaveLength(1)
})
