// The verbs `webhooks ...`: subscriptions, their keys and counters, and what came through them.
import type { Argv } from 'yargs'
import type { Cli } from './cli-type.ts'
import type { CommonArgs } from './session.ts'
import { drainVerb } from './webhooks-drain.ts'
import { applyVerb } from './webhooks-apply.ts'
import { webhooksChange } from './webhooks-change.ts'
import { webhooksLook } from './webhooks-look.ts'
import { webhooksRotate } from './webhooks-rotate.ts'

/** In the order of the help; each registers some verbs inside `webhooks`. */
const parts = [webhooksLook, webhooksChange, webhooksRotate, drainVerb, applyVerb]

/** Registers the verbs inside `webhooks`. */
export const webhooksVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command('webhooks', 'Subscriptions to Mindbody’s events: make, look at, change, rotate', (y) =>
    parts
      .reduce((inner, register) => register(inner, cli), y)
      .demandCommand(1, 'Name what to do: webhooks list, create, activate ...'),
  )
