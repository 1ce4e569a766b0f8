// The verb `webhooks apply`: from what was received to published marts, without a sync.
import type { Argv } from 'yargs'
import { problemOfDirty } from '../lakehouse/dirty-problem.ts'
import { checkPython } from '../lakehouse/python.ts'
import { applyFlags } from './apply-answer.ts'
import { applyLine } from './apply-line.ts'
import { buildAffected, buildSummary, problemOfBuild, worstOf } from './build-line.ts'
import type { Cli } from './cli-type.ts'
import { eventsSummary, problemOfDrain, tellEvents } from './drain-line.ts'
import { gapsSummary, tellGaps } from './gap-line.ts'
import { configOption, countOption, homeOf, homeOption, waitOption } from './options.ts'
import { ownFolder } from './own-folder.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { tellBuild } from './warehouse-verbs.ts'
import { configFor, withHome } from './work.ts'
import type { Work } from './work.ts'

interface ApplyArgs {
  readonly home?: string | undefined
  readonly config?: string | undefined
  readonly wait?: number | undefined
  readonly 'max-calls'?: number | undefined
}

const apply = async (context: Context, cli: Cli, args: ApplyArgs): Promise<Outcome> => {
  await checkPython()
  const financeFolder = await ownFolder(context, cli, args)
  const config = await configFor(context, args.config)
  const maxCalls = countOption('max-calls', args['max-calls'], 0)
  const options = {
    home: homeOf(args, context.terminal.env),
    verb: 'webhooks apply',
    waitMs: (args.wait ?? 0) * 1_000,
  }
  return withHome(context, options, async (work: Work) => {
    const { drained, gaps, pulls, callsUsed } = await applyLine(context, cli, work, { config, maxCalls })
    tellEvents(context, drained, pulls)
    tellGaps(context, gaps)
    const built = await buildAffected(context, cli, work, {
      config,
      financeFolder,
      publishDir: config.publish_dir,
    })
    const flags = applyFlags(pulls, built)
    if (flags.again) context.printer.line('Rows that did not come are looked for once more by the next run.')
    if (built === undefined) context.printer.line('The published marts are up to date.')
    else tellBuild(context, built)
    return {
      summary: {
        events: eventsSummary(drained, pulls),
        gaps: gapsSummary(gaps),
        calls_used: callsUsed,
        ...flags,
        ...(built === undefined ? { published: null } : buildSummary(built)),
      },
      problem: worstOf(
        problemOfDrain(drained),
        problemOfDirty(pulls),
        gaps.problem,
        built === undefined ? undefined : problemOfBuild(built),
      ),
    }
  })
}

/** Registers webhooks apply. */
export const applyVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'apply',
    'Received events -> what they tell of is pulled -> the marts it touches are built and published',
    (y) =>
      y
        .options({
          ...configOption,
          ...homeOption,
          ...waitOption,
          'max-calls': { type: 'number', describe: 'Stop after so many calls' },
        })
        .example('$0 webhooks apply --config config.json --home ./home', ''),
    (args) => cli.run('webhooks apply', args, (context) => apply(context, cli, args)),
  )
