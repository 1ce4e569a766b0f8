// The verbs `state show|set|reset`: where each stream stands, and surgery on it that always leaves a way back.
import type { Argv } from 'yargs'
import { openHomeControl } from '../control/home-control.ts'
import { readMirror } from '../control/mirror.ts'
import type { Stream } from '../source/stream.ts'
import type { Cli } from './cli-type.ts'
import { assertHome } from './known-home.ts'
import { homeOf, homeOption, streamsOption, waitOption } from './options.ts'
import { selectStreams } from './select-streams.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { forgetState, setState } from './state-surgery.ts'
import type { StateArgs } from './state-surgery.ts'

const siteOption = { site: { type: 'number', describe: 'Only this site' } } as const

const dryRunOption = {
  'dry-run': { type: 'boolean', default: false, describe: 'Say what would change, and change nothing' },
} as const

/** All streams unless named: state of an opt-in stream counts as well. */
const streamsOf = (cli: Cli, { streams }: StateArgs): readonly Stream[] =>
  streams === undefined ? cli.streams : selectStreams(cli.streams, streams)

const showState = async (context: Context, cli: Cli, args: StateArgs): Promise<Outcome> => {
  const home = homeOf(args, context.terminal.env)
  await assertHome(home, context.terminal.env)
  const wanted = new Set(streamsOf(cli, args).map(({ name }) => name))
  await using control = await openHomeControl(home, context.terminal.env)
  const states = (await readMirror(control))
    .filter(({ stream, siteId }) => wanted.has(stream) && (args.site ?? siteId) === siteId)
    .map((entry) => ({
      stream: entry.stream,
      site_id: entry.siteId,
      cursor: entry.cursor ?? null,
      rows: entry.rows,
      waiting: entry.waiting ?? 0,
      status: entry.status,
      last_synced_at: entry.lastSyncedAt?.toISOString() ?? null,
    }))
  context.printer.table(
    states.map((row) => ({
      ...row,
      site_id: String(row.site_id),
      cursor: row.cursor === null ? 'none: read from the start' : JSON.stringify(row.cursor),
    })),
  )
  if (states.length === 0) context.printer.line('No stream of this selection was read yet.')
  return { summary: { home, states } }
}

/** Registers state show, set and reset. */
export const stateVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command('state', 'Where each stream stands: show it, set it, or start a stream over', (y) =>
    y
      .command(
        'show',
        'Cursors, rows and freshness; works while a sync writes',
        (z) =>
          z
            .options({ ...homeOption, ...streamsOption, ...siteOption })
            .example('$0 state show --home ./home --streams sales', ''),
        (args) => cli.run('state show', args, (context) => showState(context, cli, args)),
      )
      .command(
        'set',
        'Set the cursor of one stream of one site, or restore a backup',
        (z) =>
          z
            .options({
              ...homeOption,
              stream: { type: 'string', describe: 'The stream' },
              site: { type: 'number', describe: 'The site' },
              cursor: { type: 'string', describe: 'The cursor as JSON, as `state show` prints it' },
              from: { type: 'string', describe: 'A file of HOME/state-backups to restore, for all streams' },
              ...dryRunOption,
              ...waitOption,
            })
            .conflicts('from', ['stream', 'site', 'cursor'])
            .example(
              `$0 state set --home ./home --stream sales --site 123 --cursor '{"until":"2026-06-01"}' --dry-run`,
              '',
            ),
        (args) =>
          cli.run('state set', args, async (context): Promise<Outcome> => setState(context, cli, args)),
      )
      .command(
        'reset',
        'Forget where streams stand, so that the next sync reads them from the start; rows stay',
        (z) =>
          z
            .options({ ...homeOption, ...streamsOption, ...siteOption, ...dryRunOption, ...waitOption })
            .example('$0 state reset --home ./home --streams sales --dry-run', ''),
        (args) => cli.run('state reset', args, (context) => forgetState(context, cli, args)),
      )
      .demandCommand(1, 'Name what to do: state show, state set or state reset.'),
  )
