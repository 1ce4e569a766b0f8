// The verbs a scheduler calls: sync, build, and run, which is both.
import { join } from 'node:path'
import type { Argv } from 'yargs'
import { schedulesOf } from '../control/schedules.ts'
import { driftLines } from '../finance/period-close-drift.ts'
import { checkPython } from '../lakehouse/python.ts'
import { problemOf } from '../lakehouse/sync.ts'
import { askFirst } from './ask-first.ts'
import type { Cli } from './cli-type.ts'
import { buildLine, buildSummary, problemOfBuild, worstOf } from './build-line.ts'
import type { BuildResult } from './build-line.ts'
import { problemOfDrain, tellEvents } from './drain-line.ts'
import { tellGaps } from './gap-line.ts'
import { configOption, homeOf, homeOption, waitOption } from './options.ts'
import { ownFolder } from './own-folder.ts'
import { tellDue, workOffAll } from './schedule-line.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { syncLine, syncSummary } from './sync-line.ts'
import type { Synced, SyncRequest } from './sync-line.ts'
import { spentLine, streamRows } from './sync-progress.ts'
import { orderOf, requestOf, syncOptions } from './sync-request.ts'
import type { SyncOrder } from './sync-request.ts'
import { configFor, withHome } from './work.ts'
import type { Work } from './work.ts'

/** A scheduler's run waits for the one before it; other verbs fail at once unless told to wait. */
const runWaitSeconds = 120

export const tellSync = ({ printer }: Context, result: Synced, isLook = false): void => {
  printer.heading('Loaded')
  printer.table(streamRows(result))
  printer.line(spentLine(result))
  tellEvents({ printer }, result.drained, result.dirty)
  tellGaps({ printer }, result.gaps)
  if (isLook)
    printer.line('A look at a few pages: no stream has moved on, the next sync begins where it would have.')
}

export const tellBuild = (context: Context, { dbt, publication, findings, drift }: BuildResult): void => {
  const { printer } = context
  for (const { name, message } of dbt.failures) printer.line(`failed: ${name}\n  ${message}`)
  if (publication === undefined) return
  printer.heading('Published')
  printer.table(publication.marts)
  printer.line(`in ${publication.path}`)
  if (findings.length > 0) {
    printer.heading('Findings in the data (mart data_quality)')
    printer.table(findings)
  }
  for (const line of driftLines(drift)) printer.line(line)
}

/** Undefined when the person at the terminal said no. */
const doSync = async (
  context: Context,
  cli: Cli,
  work: Work,
  request: SyncRequest,
  { askAbove }: Pick<SyncOrder, 'askAbove'>,
): Promise<Outcome | undefined> => {
  const { maySpend, probes } = await askFirst(context, cli, work, request, askAbove)
  if (!maySpend) return undefined
  const maxCalls = request.maxCalls === undefined ? undefined : Math.max(0, request.maxCalls - probes)
  const synced = await syncLine(context, cli, work, { ...request, maxCalls })
  // What was asked to plan the run is part of what the run has cost.
  const result = { ...synced, callsUsed: synced.callsUsed + probes }
  tellSync(context, result, request.limitPages !== undefined)
  return {
    summary: syncSummary(result),
    problem: worstOf(problemOf(result), problemOfDrain(result.drained), result.gaps.problem),
  }
}

const declined = ({ printer }: Context): Outcome => {
  printer.line('Nothing was read. --yes begins without asking; --ask-above N asks only above N calls.')
  return { summary: { declined: true } }
}

const doBuild = async (
  context: Context,
  cli: Cli,
  work: Work,
  request: Parameters<typeof buildLine>[3],
): Promise<Outcome> => {
  const { financeFolder: folder } = request
  context.printer.line(
    folder === undefined
      ? 'Accounts by the shipped tables; `gl init` writes tables of your own.'
      : `Accounts by the tables in ${folder}`,
  )
  const result = await buildLine(context, cli, work, request)
  tellBuild(context, result)
  return { summary: buildSummary(result), problem: problemOfBuild(result) }
}

/** The parallel runs of a home, where it has any. */
const doDueOf = async (
  context: Context,
  { control, home, signal }: Work,
  folder: string,
): Promise<Outcome> => {
  const schedules = await schedulesOf(control)
  if (schedules.length === 0) return {}
  const marts = join(folder, 'marts.duckdb')
  return tellDue(
    context,
    await workOffAll({ control, home, marts, log: context.log, now: new Date(), signal }, schedules),
  )
}

/** Registers sync, build and run. */
export const warehouseVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs
    .command(
      'sync',
      'Mindbody -> lake -> warehouse',
      (y) =>
        y
          .options({ ...configOption, ...homeOption, ...syncOptions, ...waitOption })
          .example('$0 sync --config config.json --home ./home --streams clients,sales', ''),
      (args) =>
        cli.run('sync', args, async (context) => {
          const order = orderOf(cli.streams, args)
          const config = await configFor(context, args.config)
          const options = {
            home: homeOf(args, context.terminal.env),
            verb: 'sync',
            waitMs: (args.wait ?? 0) * 1_000,
          }
          return withHome(
            context,
            options,
            async (work) =>
              (await doSync(context, cli, work, requestOf(config, order), order)) ?? declined(context),
          )
        }),
    )
    .command(
      'build [selection..]',
      'dbt models and tests, then publish the marts',
      (y) =>
        y
          .positional('selection', {
            type: 'string',
            array: true,
            describe: "dbt's own selection, e.g. +fct_visit",
          })
          .options({ ...homeOption, ...configOption, ...waitOption })
          .example('$0 build --home ./home', ''),
      (args) =>
        cli.run('build', args, async (context) => {
          await checkPython()
          const financeFolder = await ownFolder(context, cli, args)
          const config = args.config === undefined ? undefined : await configFor(context, args.config)
          const options = {
            home: homeOf(args, context.terminal.env),
            verb: 'build',
            waitMs: (args.wait ?? 0) * 1_000,
          }
          return withHome(context, options, (work) =>
            doBuild(context, cli, work, {
              config,
              financeFolder,
              publishDir: config?.publish_dir,
              ...(args.selection === undefined ? {} : { select: args.selection }),
            }),
          )
        }),
    )
    .command(
      'run',
      'sync, build and due reconciliations: what a scheduler calls',
      (y) =>
        y
          .options({ ...configOption, ...homeOption, ...syncOptions, ...waitOption })
          .example('$0 run --config config.json --home ./home', ''),
      (args) =>
        cli.run('run', args, async (context) => {
          await checkPython()
          const financeFolder = await ownFolder(context, cli, args)
          const order = orderOf(cli.streams, args)
          const config = await configFor(context, args.config)
          const waitMs = (args.wait ?? runWaitSeconds) * 1_000
          return withHome(
            context,
            { home: homeOf(args, context.terminal.env), verb: 'run', waitMs },
            async (work) => {
              const read = await doSync(context, cli, work, requestOf(config, order), order)
              if (read === undefined) return declined(context)
              const built = await doBuild(context, cli, work, {
                config,
                financeFolder,
                publishDir: config.publish_dir,
              })
              const due = await doDueOf(context, work, config.publish_dir ?? work.home)
              return {
                summary: { ...read.summary, ...built.summary, ...due.summary },
                problem: worstOf(read.problem, built.problem, due.problem),
              }
            },
          )
        }),
    )
