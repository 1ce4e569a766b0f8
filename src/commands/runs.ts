// The verb `runs`: what was started on a home, how it ended and what it cost.
import type { Argv } from 'yargs'
import { openHomeControl } from '../control/home-control.ts'
import type { Control } from '../control/database.ts'
import { callsByRun, listRuns } from '../control/runs.ts'
import type { Cli } from './cli-type.ts'
import { assertHome } from './known-home.ts'
import { countOption, homeOf, homeOption } from './options.ts'
import type { CommonArgs } from './session.ts'

const defaultLimit = 20

/** The newest runs with their calls; killed runs stay `running`. */
export const readRuns = async (
  control: Control,
  limit: number,
): Promise<readonly Record<string, unknown>[]> => {
  const runs = await listRuns(control, limit)
  const calls = await callsByRun(
    control,
    runs.map(({ id }) => id),
  )
  return runs.map((run) => ({
    run_id: run.id,
    verb: run.verb,
    started_at: run.started_at,
    finished_at: run.finished_at,
    status: run.status,
    exit_code: run.exit_code,
    calls: calls.get(run.id) ?? 0,
  }))
}

export const runsVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'runs',
    'What was run on a home, how it ended and what it cost; newest first',
    (y) =>
      y
        .options({ ...homeOption, limit: { type: 'number', default: defaultLimit, describe: 'How many' } })
        .example('$0 runs --home ./home --limit 5', ''),
    (args) =>
      cli.run('runs', args, async ({ printer, terminal }) => {
        const limit = countOption('limit', args.limit) ?? defaultLimit
        const home = homeOf(args, terminal.env)
        await assertHome(home, terminal.env)
        await using control = await openHomeControl(home, terminal.env)
        const runs = await readRuns(control, limit)
        printer.table(runs)
        if (runs.length === 0) printer.line('Nothing was run on this home yet.')
        return { summary: { home, runs } }
      }),
  )
