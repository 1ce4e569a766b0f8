// Days of the simulated studio, one after the other in real time, each with its events delivered.
import { setTimeout as timer } from 'node:timers/promises'
import { Problem } from '../core/errors.ts'
import type { Printer } from '../core/print.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'

const longestSeconds = 86_400

/**
 * Milliseconds of `--advance-every`; undefined without it.
 * @throws Problem USAGE for what is no number above zero, or longer than a day.
 */
export const everyMsOf = (seconds: number | undefined): number | undefined => {
  if (seconds === undefined) return undefined
  if (seconds > 0 && seconds <= longestSeconds) return seconds * 1_000
  throw new Problem('USAGE', {
    what: '--advance-every must be a number of seconds above zero, a day at most.',
    remedy: 'Say for example --advance-every 60: a day a minute.',
  })
}

interface Surroundings {
  readonly printer: Pick<Printer, 'line'>
  readonly signal: AbortSignal
}

/** Lives a day each time, delivers what it tells and says so, until it is stopped. */
export const liveOn = async (
  sandbox: Sandbox,
  everyMs: number,
  { printer, signal }: Surroundings,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      await timer(everyMs, undefined, { signal })
    } catch (error) {
      if (!signal.aborted) throw error
      return
    }
    sandbox.advance(1)
    const { delivered, failed } = await sandbox.push.deliver()
    const day = new Date(sandbox.now).toISOString().slice(0, 10)
    const onTheirWay = sandbox.push.pending.length
    printer.line(`${day}  ${delivered} events delivered, ${onTheirWay} on their way, ${failed} given up`)
  }
}
