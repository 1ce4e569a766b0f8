// The verb `webhooks drain`: what was received becomes rows and dirty keys, without asking Mindbody for anything.
import type { Argv } from 'yargs'
import { countDirty } from '../lakehouse/dirty-marks.ts'
import { Warehouse } from '../lakehouse/warehouse.ts'
import type { Cli } from './cli-type.ts'
import { drainLine, eventsSummary, problemOfDrain, tellEarlierDead } from './drain-line.ts'
import { configOption, homeOf, homeOption, waitOption } from './options.ts'
import type { CommonArgs } from './session.ts'
import { warehouseStreams } from './warehouse-streams.ts'
import { configFor, withHome } from './work.ts'

/** Registers webhooks drain. */
export const drainVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'drain',
    'What was received becomes rows and dirty keys; Mindbody is not asked',
    (y) =>
      y
        .options({ ...configOption, ...homeOption, ...waitOption })
        .example('$0 webhooks drain --config config.json --home ./home', ''),
    (args) =>
      cli.run('webhooks drain', args, async (context) => {
        const config = await configFor(context, args.config)
        const home = homeOf(args, context.terminal.env)
        const options = { home, verb: 'webhooks drain', waitMs: (args.wait ?? 0) * 1_000 }
        return withHome(context, options, async (work) => {
          await using warehouse = await Warehouse.open(home, warehouseStreams(cli))
          const drained = await drainLine(context, work, config, warehouse)
          const left = await countDirty(warehouse, config.site_ids)
          context.printer.line(`Events: ${drained.drained} drained`)
          context.printer.line(`${left} keys wait for the next sync or \`webhooks apply\`.`)
          tellEarlierDead(context, drained)
          return {
            summary: { events: { ...eventsSummary(drained, []), left } },
            problem: problemOfDrain(drained),
          }
        })
      }),
  )
