// The verb of finance's HTML report.
import type { Argv } from 'yargs'
import type { Cli } from './cli-type.ts'
import { martsOf } from './marts-of.ts'
import { configOption, homeOf, homeOption } from './options.ts'
import { ownFolder } from './own-folder.ts'
import type { CommonArgs } from './session.ts'

export const financeVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'report',
    'One self-contained HTML page over the published marts',
    (y) =>
      y
        .options({ ...homeOption, ...configOption, out: { type: 'string', describe: 'File to write' } })
        .example('$0 report --home ./home', ''),
    (args) =>
      cli.run('report', args, async (context) => {
        const home = homeOf(args, context.terminal.env)
        await ownFolder(context, cli, args)
        const marts = await martsOf(context, home, args.config)
        // The charts take longer to load than all the rest: only who draws them waits for them.
        const { writeReport } = await import('../ops/report.ts')
        const path = await writeReport({
          home,
          marts,
          now: new Date(),
          ...(args.out === undefined ? {} : { out: args.out }),
        })
        context.printer.line(path)
        return { summary: { path } }
      }),
  )
