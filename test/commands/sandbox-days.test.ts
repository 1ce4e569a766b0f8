// The verb `sandbox`: days lived one after the other, each told, until it is stopped.
import { expect, test } from 'vitest'
import { everyMsOf, liveOn } from '../../src/commands/sandbox-days.ts'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { openSubscriber } from '../sandbox/subscriber.ts'

test('--advance-every lives a day each time, delivers its events, and ends when it is stopped', async () => {
  await using subscriber = await openSubscriber()
  const sandbox = await startSandbox({ days: -355, sites: [losAngeles] })
  sandbox.push.subscribe({ webhookUrl: subscriber.url })
  const stop = new AbortController()
  const lines: string[] = []
  const line = (text: string): void => {
    lines.push(text)
    if (lines.length === 2) stop.abort()
  }
  await liveOn(sandbox, 5, { printer: { line }, signal: stop.signal })
  expect(lines).toEqual([
    expect.stringMatching(/^2025-07-12 {2}\d+ events delivered, 0 on their way, 0 given up$/),
    expect.stringMatching(/^2025-07-13 /),
  ])
  expect(subscriber.events.length).toBe(sandbox.push.deliveries.length)
  expect(subscriber.events.length).toBeGreaterThan(0)
  await sandbox.close()
})

test('the seconds are a number above zero, a day at most', () => {
  expect([everyMsOf(undefined), everyMsOf(0.5)]).toEqual([undefined, 500])
  for (const seconds of [0, -1, Number.NaN, 86_401])
    expect(() => everyMsOf(seconds)).toThrow('--advance-every must be a number of seconds above zero')
})
