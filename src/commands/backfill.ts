// The verb `backfill`: a past span of days of one stream, window by window; where syncs stand is not touched.
import type { Argv } from 'yargs'
import { Problem } from '../core/errors.ts'
import { addDays } from '../core/time.ts'
import { backfillSlices } from '../lakehouse/backfill.ts'
import { backfillLine } from './backfill-line.ts'
import type { Cli } from './cli-type.ts'
import { dayFlag } from './flag-values.ts'
import { webhooksOfRun, withoutWebhooksOption } from './going-live.ts'
import { configOption, countOption, homeOf, homeOption, waitOption } from './options.ts'
import { selectStreams } from './select-streams.ts'
import type { CommonArgs, Outcome } from './session.ts'
import { configFor, withHome } from './work.ts'

export const backfillVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'backfill',
    'Read a past span of days of one stream again; where syncs stand is not touched',
    (y) =>
      y
        .options({
          ...configOption,
          ...homeOption,
          stream: { type: 'string', demandOption: true, describe: 'The stream' },
          from: { type: 'string', demandOption: true, describe: 'First site-local day, YYYY-MM-DD' },
          to: { type: 'string', demandOption: true, describe: 'Last site-local day, YYYY-MM-DD' },
          site: { type: 'number', describe: 'Only this site' },
          'max-calls': { type: 'number', describe: 'Stop after so many calls' },
          yes: { type: 'boolean', default: false, alias: 'y', describe: 'Do not ask' },
          ...withoutWebhooksOption,
          ...waitOption,
        })
        .example(
          '$0 backfill --config config.json --home ./home --stream sales --from 2024-01-01 --to 2024-12-31',
          '',
        ),
    (args) =>
      cli.run('backfill', args, async (context): Promise<Outcome> => {
        const [from, to] = [dayFlag('from', args.from), dayFlag('to', args.to)]
        if (from > to) throw new Problem('USAGE', { what: `--from ${from} is later than --to ${to}.` })
        if (to > addDays(new Date().toISOString().slice(0, 10), 1)) {
          const remedy = 'Days to come are read by `sync`.'
          throw new Problem('USAGE', { what: `--to ${to} lies in the future.`, remedy })
        }
        const stream = selectStreams(cli.streams, args.stream).find(({ name }) => name === args.stream)
        if (stream === undefined) {
          throw new Problem('USAGE', { what: `"${args.stream}" is not the name of one stream.` })
        }
        const maxCalls = countOption('max-calls', args['max-calls'], 0)
        // Said before a configuration is read or a home is made.
        backfillSlices(stream, 0, { from, to }, cli.streams)
        const config = await configFor(context, args.config)
        const siteIds = config.site_ids.filter((id) => (args.site ?? id) === id)
        if (siteIds.length === 0) {
          const remedy = `Sites: ${config.site_ids.join(', ')}.`
          throw new Problem('USAGE', { what: `Site ${args.site} is not in the configuration.`, remedy })
        }
        const home = homeOf(args, context.terminal.env)
        const options = { home, verb: 'backfill', waitMs: (args.wait ?? 0) * 1_000 }
        const order = { config, stream, siteIds, from, to, maxCalls, isSure: args.yes }
        return withHome(context, options, async (work) => {
          const webhooks = await webhooksOfRun(context, config, work, args['without-webhooks'])
          const { summary, problem } = await backfillLine(context, cli, work, order)
          return { summary: { ...summary, webhooks }, problem }
        })
      }),
  )
