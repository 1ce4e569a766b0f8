// The verbs of a parallel run: `reconcile schedule`, `end`, `due`, `board` and `certificate`.
import type { Argv } from 'yargs'
import type { Cli } from './cli-type.ts'
import { configOption, homeOption } from './options.ts'
import { doBoard, doCertificate, doDue, doEnd, doSchedule } from './schedule-work.ts'
import type { CommonArgs } from './session.ts'

const reportOption = { report: { type: 'string', requiresArg: true, describe: 'Only this report' } } as const

const scheduleOptions = {
  report: { type: 'string', demandOption: true, requiresArg: true, describe: 'The report' },
  site: { type: 'number', demandOption: true, requiresArg: true, describe: 'The site' },
  folder: {
    type: 'string',
    demandOption: true,
    requiresArg: true,
    describe: "Where a person puts each day's file; nothing in it is moved or deleted",
  },
  from: { type: 'string', demandOption: true, requiresArg: true, describe: 'First local day' },
  days: { type: 'number', default: 14, requiresArg: true, describe: 'How many days' },
  'pass-days': {
    type: 'number',
    requiresArg: true,
    describe: 'Days in a row that must pass (else as many as --days)',
  },
  'max-classed': {
    type: 'string',
    requiresArg: true,
    describe: 'Most money a day may differ by with named causes (else any)',
  },
  basis: { choices: ['accrual', 'cash'] as const, describe: 'Basis all its files are exported with' },
  location: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'Location all its files are filtered by; repeat for several',
  },
  returns: { choices: ['include', 'exclude'] as const, describe: 'Whether its files hold returns' },
  'date-order': { choices: ['mdy', 'dmy'] as const, describe: 'Order of day and month in its files' },
} as const

/** Registers reconcile schedule, end, due, board and certificate inside `reconcile`. */
export const scheduleVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs
    .command(
      'schedule',
      'Begin a parallel run: one file of a report for each of so many days, compared as they come',
      (y) =>
        y
          .options({ ...homeOption, ...configOption, ...scheduleOptions })
          .example(
            '$0 reconcile schedule --report sales --site 123 --folder ./exports --from 2026-06-01 --days 14 --basis accrual',
            '',
          ),
      (args) => cli.run('reconcile schedule', args, (context) => doSchedule(context, args)),
    )
    .command(
      'end',
      'End a parallel run: nothing more is expected; what was compared stays',
      (y) =>
        y
          .options({ ...homeOption, report: scheduleOptions.report, site: scheduleOptions.site })
          .example('$0 reconcile end --home ./home --report sales --site 123', ''),
      (args) => cli.run('reconcile end', args, (context) => doEnd(context, args)),
    )
    .command(
      'due',
      'Compare every file of the parallel runs that is new, also after a gap of days (`run` does it too)',
      (y) =>
        y
          .options({
            ...homeOption,
            ...configOption,
            ...reportOption,
            again: {
              type: 'boolean',
              default: false,
              describe: 'Compare every file again, as after a reading that brought what was missing',
            },
          })
          .example('$0 reconcile due --home ./home', '')
          .example('$0 reconcile due --home ./home --report sales --again', ''),
      (args) => cli.run('reconcile due', args, (context) => doDue(context, args)),
    )
    .command(
      'board',
      'How each day of the parallel runs stands',
      (y) =>
        y
          .options({ ...homeOption, ...configOption, ...reportOption })
          .example('$0 reconcile board --home ./home', ''),
      (args) => cli.run('reconcile board', args, (context) => doBoard(context, args)),
    )
    .command(
      'certificate',
      'The go-live certificates of this home, checked against their hashes',
      (y) =>
        y
          .options({ ...homeOption, ...configOption, ...reportOption })
          .example('$0 reconcile certificate --home ./home', ''),
      (args) => cli.run('reconcile certificate', args, (context) => doCertificate(context, args)),
    )
