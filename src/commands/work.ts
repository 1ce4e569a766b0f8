// Work on a home: the control database, the lease, the run on record and the client, opened and closed around one verb.
import type { Config } from '../core/config.ts'
import { loadConfig, secretsOf } from '../core/config.ts'
import { toProblem } from '../core/errors.ts'
import { claimForWarehouse, openHomeControl } from '../control/home-control.ts'
import type { Control } from '../control/database.ts'
import { takeLease } from '../control/leases.ts'
import { finishRun, startRun } from '../control/runs.ts'
import { openClient } from '../source/open-client.ts'
import type { Client } from '../source/client.ts'
import { ensureHome } from '../lakehouse/home.ts'
import { Stopped } from './session.ts'
import type { Context, Outcome } from './session.ts'

export interface Work {
  readonly home: string
  readonly control: Control
  readonly runId: string
  /** Aborts on a stop signal, or when the lease was taken over. */
  readonly signal: AbortSignal
}

export interface WorkOptions {
  readonly home: string
  readonly verb: string
  /** How long to wait for another run on the same home. */
  readonly waitMs: number
}

/**
 * Holds the home for one verb and puts the run on record.
 * @throws Problem HOME_LOCKED, HOME_UNUSABLE; whatever the verb throws.
 */
export const withHome = async (
  context: Context,
  options: WorkOptions,
  verb: (work: Work) => Promise<Outcome>,
): Promise<Outcome> => {
  await ensureHome(options.home)
  await using control = await openHomeControl(options.home, context.terminal.env)
  await claimForWarehouse(control, options.home, new Date())
  const lease = await takeLease(control, { waitMs: options.waitMs, signal: context.signal })
  try {
    const runId = await startRun(control, options.verb)
    const signal = AbortSignal.any([context.signal, lease.lost])
    try {
      const outcome = await verb({ home: options.home, control, runId, signal })
      const exitCode = outcome.problem?.exitCode ?? 0
      await finishRun(control, runId, {
        status: exitCode > 1 ? 'failed' : 'done',
        exitCode,
        ...(outcome.summary === undefined ? {} : { summary: outcome.summary }),
      })
      return outcome
    } catch (error) {
      const { aborted, reason } = context.signal
      await finishRun(control, runId, {
        status: aborted ? 'stopped' : 'failed',
        exitCode: aborted && reason instanceof Stopped ? reason.exitCode : toProblem(error).exitCode,
      })
      throw error
    }
  } finally {
    await lease.release()
  }
}

/** Loads the configuration and makes its secrets known to the scrubber before anything else is said. */
export const configFor = async (context: Context, path: string | undefined): Promise<Config> => {
  const { env } = context.terminal
  const { config, warning } = await loadConfig(path ?? env['MINDBODY_CONFIG'], env)
  for (const secret of secretsOf(config)) context.secrets.add(secret)
  if (warning !== undefined) context.log.warn(warning)
  return config
}

/** The client of a verb; tokens it is given are made known to the scrubber. */
export const clientFor = (
  context: Context,
  config: Config,
  control: Control,
  runId: string,
  maxCalls?: number,
): Client =>
  openClient({
    config,
    control,
    runId,
    log: context.log,
    maxCalls,
    onSecret: (secret) => context.secrets.add(secret),
  })
