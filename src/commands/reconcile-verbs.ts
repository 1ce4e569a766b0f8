// The verbs of `reconcile`: compare a native report with the marts, and what its headers mean.
import type { Argv } from 'yargs'
import type { Cli } from './cli-type.ts'
import { configOption, homeOption } from './options.ts'
import { doProfile } from './reconcile-profile.ts'
import { doRun } from './reconcile-run.ts'
import { scheduleVerbs } from './schedule-verbs.ts'
import type { CommonArgs } from './session.ts'
import { trailVerbs } from './trail-verbs.ts'

const runOptions = {
  report: {
    type: 'string',
    demandOption: true,
    requiresArg: true,
    describe: 'Which report the file is (`reconcile profile --list` shows all)',
  },
  file: {
    type: 'string',
    demandOption: true,
    requiresArg: true,
    describe: 'The exported file: CSV, XLSX, or an HTML table named .xls',
  },
  site: { type: 'number', requiresArg: true, describe: 'Site it is from (else the only one of the marts)' },
  from: {
    type: 'string',
    requiresArg: true,
    describe: 'First local day of the report (else as the file tells)',
  },
  to: {
    type: 'string',
    requiresArg: true,
    describe: 'Last local day of the report (else as the file tells)',
  },
  'as-of': { type: 'string', requiresArg: true, describe: 'The day a report of balances shows' },
  basis: {
    choices: ['accrual', 'cash'] as const,
    describe: 'Basis the report was run on (else found, where only one fits)',
  },
  location: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'Location the report was filtered by; repeat for several (else all)',
  },
  returns: {
    choices: ['include', 'exclude'] as const,
    describe: 'Whether the report was run with returns (else included)',
  },
  'exported-at': {
    type: 'string',
    requiresArg: true,
    describe: 'When it was exported: 2026-07-01T09:30 at the site, or UTC with a Z; tells late edits',
  },
  'date-order': {
    choices: ['mdy', 'dmy'] as const,
    describe: 'Order of day and month, where the file cannot tell',
  },
} as const

const profileOptions = {
  report: { type: 'string', requiresArg: true, describe: 'The report' },
  file: { type: 'string', requiresArg: true, describe: 'An exported file, whose headers are shown' },
  map: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'field="Header text": where a field stands in your files; repeat for several',
  },
  cap: {
    type: 'number',
    array: true,
    nargs: 1,
    describe: 'Number of rows at which your exports are cut off; repeat for several',
  },
  'date-order': {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'field=dmy or field=mdy: how a column writes its dates',
  },
  forget: { type: 'boolean', describe: 'Drop what was remembered of the report' },
  list: { type: 'boolean', describe: 'All reports, their twins and where Mindbody has them' },
} as const

/** The verbs a comparison begins with: they stand first in the help. */
const ownVerbs = (y: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  y
    .command(
      'run',
      'Compare one exported report with the published marts and name the cause of each difference',
      (run) =>
        run
          .options({ ...homeOption, ...configOption, ...runOptions })
          .conflicts('as-of', 'to')
          .example(
            '$0 reconcile run --report sales --file Sales.csv --site 123 --from 2026-06-01 --to 2026-06-30',
            'A month of sales; the basis is found',
          )
          .example(
            '$0 reconcile run --report account-balances --file Balances.xls --as-of 2026-06-30',
            'A state of one day',
          ),
      (args) => cli.run('reconcile', args, (context) => doRun(context, args)),
    )
    .command(
      'profile',
      'What a report file needs to have, what is found in it, and headers that you tell once',
      (profile) =>
        profile
          .options({ ...homeOption, ...profileOptions })
          .conflicts('list', ['report', 'file', 'map', 'cap', 'date-order'])
          .conflicts('forget', ['map', 'cap', 'date-order'])
          .example('$0 reconcile profile --report gift-cards --file GiftCards.xls', 'What is missing')
          .example(
            `$0 reconcile profile --report gift-cards --map amount="Card value" --cap 500`,
            'Told once, remembered in HOME/profiles',
          ),
      (args) => cli.run('reconcile profile', args, (context) => doProfile(context, args)),
    )

/** Registers `reconcile` with all its verbs. */
export const reconcileVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command('reconcile', "Marts against Mindbody's own reports", (y) =>
    scheduleVerbs(trailVerbs(ownVerbs(y, cli), cli), cli).demandCommand(
      1,
      'Name what to do: `reconcile --help` lists it.',
    ),
  )
