// The verbs `close`, `close reopen` and `close list`: a month frozen, opened again with a reason, and how all months stand.
import type { Argv } from 'yargs'
import type { Cli } from './cli-type.ts'
import { doClose, doList, doReopen } from './close-work.ts'
import { configOption, homeOption, waitOption } from './options.ts'
import type { CommonArgs } from './session.ts'

const periodOption = {
  period: { type: 'string', demandOption: true, describe: 'The month, YYYY-MM' },
} as const

const byOption = { by: { type: 'string', describe: 'Who does it (else the user of this machine)' } } as const

/** Registers close, close reopen and close list. */
export const closeVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command('close', 'Freeze a finance month; reopen it; how all months stand', (y) =>
    y
      .command(
        '$0',
        'Freeze the journal of a month, and of the open ones before it: later differences become adjustments in the first open month',
        (z) =>
          z
            .options({
              ...periodOption,
              site: { type: 'number', describe: 'Only this site (else all)' },
              ...homeOption,
              ...configOption,
              ...byOption,
              ...waitOption,
            })
            .example('$0 close --period 2026-05 --home ./home', ''),
        (args) => cli.run('close', args, (context) => doClose(context, cli, args)),
      )
      .command(
        'reopen',
        'Open the newest closed month of a site again',
        (z) =>
          z
            .options({
              ...periodOption,
              site: { type: 'number', demandOption: true, describe: 'The site' },
              reason: { type: 'string', demandOption: true, describe: 'Why; it is kept' },
              ...homeOption,
              ...byOption,
              ...waitOption,
            })
            .example(
              "$0 close reopen --period 2026-05 --site 123 --reason 'bank fees were missing' --home ./home",
              '',
            ),
        (args) => cli.run('close reopen', args, (context) => doReopen(context, cli, args)),
      )
      .command(
        'list',
        'Every month that was ever closed, whether its file is intact, and what has drifted since',
        (z) =>
          z
            .options({
              site: { type: 'number', describe: 'Only this site' },
              ...homeOption,
              ...configOption,
            })
            .example('$0 close list --home ./home', ''),
        (args) => cli.run('close list', args, (context) => doList(context, args)),
      ),
  )
