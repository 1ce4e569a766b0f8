// Work on webhooks: configuration, control database, run and push client around one verb. No lease: a sync may go on meanwhile.
import { setTimeout as sleep } from 'node:timers/promises'
import { openHomeControl } from '../control/home-control.ts'
import type { Control } from '../control/database.ts'
import { createLedger } from '../control/ledger.ts'
import { finishRun, startRun } from '../control/runs.ts'
import type { Config, WebhooksConfig } from '../core/config.ts'
import { webhooksSchema } from '../core/config-schema.ts'
import { toProblem } from '../core/errors.ts'
import { ensureHome } from '../lakehouse/home.ts'
import type { CallLimits } from '../source/call-limits.ts'
import { lookAt } from '../source/look-at.ts'
import { createPushClient } from '../source/push-client.ts'
import type { Desk } from '../webhooks/desk.ts'
import type { Cli } from './cli-type.ts'
import { configOption, homeOf, homeOption } from './options.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { configFor } from './work.ts'

export interface DeskArgs {
  readonly home?: string | undefined
  readonly config?: string | undefined
}

export const deskOptions = { ...configOption, ...homeOption } as const

export interface OpenDesk extends Desk {
  readonly home: string
  readonly webhooks: WebhooksConfig
}

/** What the configuration says of webhooks, or the defaults. */
export const webhooksOf = (config: Pick<Config, 'webhooks'>): WebhooksConfig =>
  config.webhooks ?? webhooksSchema.parse({})

interface DeskWork {
  readonly control: Control
  readonly runId: string
  readonly signal: AbortSignal
  readonly limits?: Partial<CallLimits>
}

/** A desk whose calls go on a run; close its push client. */
export const deskFor = (
  context: Context,
  config: Config,
  { control, runId, signal, limits }: DeskWork,
): Desk => {
  const webhooks = webhooksOf(config)
  const push = createPushClient({
    baseUrl: webhooks.push_url,
    apiKey: config.api_key,
    extraHeaders: config.extra_headers,
    ledger: createLedger(control, { runId }),
    log: context.log,
    signal,
    onSecret: (secret) => context.secrets.add(secret),
    ...(limits === undefined ? {} : { limits }),
  })
  return {
    control,
    push,
    log: context.log,
    now: push.now,
    sleep: (ms) => sleep(ms, undefined, { signal }),
    look: (url) => lookAt(url, signal),
    configured: { path: webhooks.path, hasKeys: webhooks.signature_keys.length > 0 },
  }
}

/**
 * Opens a desk for one verb and puts the run on record.
 * @throws Problem HOME_UNUSABLE, CONFIG_INVALID; whatever the verb throws.
 */
const atDesk = async (
  context: Context,
  verb: string,
  args: DeskArgs,
  work: (desk: OpenDesk) => Promise<Outcome>,
): Promise<Outcome> => {
  const config = await configFor(context, args.config)
  const home = homeOf(args, context.terminal.env)
  await ensureHome(home)
  await using control = await openHomeControl(home, context.terminal.env)
  const runId = await startRun(control, verb)
  try {
    const desk = deskFor(context, config, { control, runId, signal: context.signal })
    await using _push = desk.push
    const outcome = await work({ ...desk, home, webhooks: webhooksOf(config) })
    const exitCode = outcome.problem?.exitCode ?? 0
    const { summary = {} } = outcome
    await finishRun(control, runId, { status: exitCode > 1 ? 'failed' : 'done', exitCode, summary })
    return outcome
  } catch (error) {
    const status = context.signal.aborted ? 'stopped' : 'failed'
    await finishRun(control, runId, { status, exitCode: toProblem(error).exitCode })
    throw error
  }
}

/** Runs a verb at a desk. */
export const atDeskOf = (
  cli: Cli,
  verb: string,
  args: CommonArgs & DeskArgs,
  work: (context: Context, desk: OpenDesk) => Promise<Outcome>,
): Promise<void> =>
  cli.run(verb, args, (context) => atDesk(context, verb, args, (desk) => work(context, desk)))
