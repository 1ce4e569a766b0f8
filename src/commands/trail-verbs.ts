// The verbs of the trail: `reconcile sign`, `reconcile waive` and `reconcile trail`.
import type { Argv } from 'yargs'
import { causes } from '../reconcile/causes.ts'
import type { Cli } from './cli-type.ts'
import { configOption, homeOption } from './options.ts'
import type { CommonArgs } from './session.ts'
import { doSign, doTrail, doWaive } from './trail-work.ts'

const scopeOptions = {
  report: { type: 'string', demandOption: true, requiresArg: true, describe: 'The report' },
  site: { type: 'number', demandOption: true, requiresArg: true, describe: 'The site' },
} as const

const periodOptions = {
  from: { type: 'string', demandOption: true, requiresArg: true, describe: 'First day of the report' },
  to: { type: 'string', demandOption: true, requiresArg: true, describe: 'Last day of the report' },
} as const

const byOption = {
  by: { type: 'string', requiresArg: true, describe: 'Who does it (else the user of this machine)' },
} as const

/** Registers reconcile sign, waive and trail inside `reconcile`. */
export const trailVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs
    .command(
      'sign',
      'Sign the newest comparison of a report and period; what is signed is kept for good',
      (y) =>
        y
          .options({
            ...homeOption,
            ...configOption,
            ...scopeOptions,
            ...periodOptions,
            ...byOption,
            role: {
              choices: ['exporter', 'reviewer'] as const,
              default: 'reviewer' as const,
              describe: 'As whom',
            },
            comment: {
              type: 'string',
              demandOption: true,
              requiresArg: true,
              describe: 'What was looked at',
            },
            file: {
              type: 'string',
              requiresArg: true,
              describe: 'The file you have before you: must be the one compared',
            },
            'with-open': { type: 'boolean', default: false, describe: 'Sign although a cause is open' },
          })
          .example(
            "$0 reconcile sign --report sales --site 123 --from 2026-06-01 --to 2026-06-30 --by 'Ann Lee' --comment 'all rows looked at'",
            '',
          ),
      (args) => cli.run('reconcile sign', args, (context) => doSign(context, args)),
    )
    .command(
      'waive',
      'Accept a cause of a report until a day; it stays in every result, and stops asking for a person',
      (y) =>
        y
          .options({
            ...homeOption,
            ...scopeOptions,
            ...byOption,
            cause: { choices: causes, demandOption: true, describe: 'The cause' },
            until: { type: 'string', requiresArg: true, describe: 'Last day on which it holds' },
            max: { type: 'string', requiresArg: true, describe: 'Up to this sum of its amounts (else any)' },
            reason: { type: 'string', demandOption: true, requiresArg: true, describe: 'Why; it is kept' },
            revoke: { type: 'boolean', default: false, describe: 'End the waiver of this cause now' },
          })
          .example(
            "$0 reconcile waive --report sales --site 123 --cause location_98 --until 2026-12-31 --reason 'web shop is booked at the desk'",
            '',
          ),
      (args) => cli.run('reconcile waive', args, (context) => doWaive(context, args)),
    )
    .command(
      'trail',
      'Who signed what, what is waived, and what has changed since',
      (y) =>
        y
          .options({ ...homeOption, ...configOption, ...scopeOptions, ...periodOptions })
          .example('$0 reconcile trail --report sales --site 123 --from 2026-06-01 --to 2026-06-30', ''),
      (args) => cli.run('reconcile trail', args, (context) => doTrail(context, args)),
    )
