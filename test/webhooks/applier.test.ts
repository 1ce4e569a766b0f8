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

const opened = (everyMs: number): { readonly applier: Applier; readonly runs: readonly Run[] } => {
  const began = Date.now()
  const runs: Run[] = []
  const applier = openApplier({
    everyMs,
    now: () => new Date(),
    run: (signal) =>
      new Promise<ApplyEnd>((resolve) => {
        runs.push({ atSeconds: (Date.now() - began) / 1_000, signal, end: resolve })
      }),
  })
  return { applier, runs }
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
    { labels: { result: 'failed' }, value: 1 },
  ])
  expect(gauge(applier, 'apply_lag_seconds')).toBe(0)
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
