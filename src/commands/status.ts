// The verb `status`: where each stream stands and what the last runs did; works while a sync writes.
import type { Argv } from 'yargs'
import { openControl } from '../control/database.ts'
import { readMirror } from '../control/mirror.ts'
import { listRuns } from '../control/runs.ts'
import { homePaths } from '../lakehouse/home.ts'
import type { Cli } from './cli-type.ts'
import { assertHome } from './known-home.ts'
import { homeOf, homeOption } from './options.ts'
import type { CommonArgs } from './session.ts'

const runsShown = 5

export const statusVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'status',
    'Where each stream stands and what the last runs did',
    (y) => y.options(homeOption).example('$0 status --home ./home', ''),
    (args) =>
      cli.run('status', args, async ({ printer, terminal }) => {
        const home = homeOf(args, terminal.env)
        await assertHome(home)
        await using control = await openControl(homePaths(home).control)
        const streams = (await readMirror(control)).map((entry) => ({
          stream: entry.stream,
          site_id: entry.siteId,
          rows: entry.rows,
          status: entry.status,
          last_synced_at: entry.lastSyncedAt?.toISOString() ?? null,
          cursor:
            entry.cursor === undefined ? null : Object.values(entry.cursor).slice(1).map(String).join(' '),
        }))
        const runs = (await listRuns(control, runsShown)).map((run) => ({
          run_id: run.id,
          verb: run.verb,
          started_at: run.started_at,
          finished_at: run.finished_at,
          status: run.status,
          exit_code: run.exit_code,
        }))
        printer.heading('Streams')
        printer.table(streams.map((row) => ({ ...row, site_id: String(row.site_id) })))
        printer.heading('Last runs')
        printer.table(runs)
        return { summary: { home, streams, runs } }
      }),
  )
