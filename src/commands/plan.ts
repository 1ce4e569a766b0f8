// The verb `plan`: calls, time and money per stream before anything is read.
import type { Argv } from 'yargs'
import { openHomeControl } from '../control/home-control.ts'
import { Problem } from '../core/errors.ts'
import type { Printer } from '../core/print.ts'
import type { Cli } from './cli-type.ts'
import { configOption, homeOf, homeOption, streamsOption } from './options.ts'
import { planFromLedger, planLine } from './plan-line.ts'
import type { Plan, PlanRequest } from './plan-line.ts'
import { selectStreams } from './select-streams.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { configFor, withHome } from './work.ts'

/** Prints a plan: streams that cost something first, then what it comes to. */
export const tellPlan = (printer: Printer, plan: Plan): void => {
  const hasPrice = plan.money !== null
  const costly = plan.streams.filter(({ calls }) => calls > 0)
  printer.heading('Plan')
  printer.table(
    costly.map(({ stream, calls, seconds, money, why }) => ({
      stream,
      calls,
      seconds,
      ...(hasPrice ? { money } : {}),
      why,
    })),
  )
  const free = plan.streams.filter(({ calls, known }) => calls === 0 && known).length
  if (free > 0)
    printer.line(`${free} further streams cost nothing now: they are fresh, or have nothing to ask.`)
  const unknown = plan.streams.filter(({ known }) => !known).map(({ stream }) => stream)
  if (unknown.length > 0)
    printer.line(
      `Not counted, and on top: ${unknown.join(', ')}. What drives their calls was never read or probed.`,
    )
  printer.line(totalLine(plan))
  if (plan.probes > 0) printer.line(`The plan itself took ${plan.probes} calls.`)
}

/** What a run would come to, in one line. */
export const totalLine = ({ calls, seconds, money, budgetLeft }: Plan): string => {
  const count = calls.toLocaleString('en-US')
  const minutes = seconds < 90 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`
  const price = money === null ? ' (no call_price is set)' : `, ${money.toLocaleString('en-US')} in money`
  const left =
    budgetLeft === null
      ? ''
      : `; ${budgetLeft.toLocaleString('en-US')} calls are left today${calls > budgetLeft ? ', so the run ends there and the next goes on' : ''}`
  return `In all about ${count} calls, ${minutes}${price}${left}.`
}

export const planSummary = ({ budgetLeft, ...plan }: Plan): Record<string, unknown> => ({
  ...plan,
  budget_left: budgetLeft,
})

const makePlan = async (
  context: Context,
  cli: Cli,
  home: string,
  request: PlanRequest,
): Promise<{ readonly plan: Plan; readonly isFromLedger: boolean }> => {
  let plan: Plan | undefined
  try {
    await withHome(context, { home, verb: 'plan', waitMs: 0 }, async (work): Promise<Outcome> => {
      plan = await planLine(context, cli, work, request)
      return { summary: planSummary(plan) }
    })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'HOME_LOCKED') throw error
  }
  if (plan !== undefined) return { plan, isFromLedger: false }
  await using control = await openHomeControl(home, context.terminal.env)
  return { plan: await planFromLedger(control, request), isFromLedger: true }
}

export const planVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'plan',
    'Calls, time and money of the next sync, per stream, before anything is spent',
    (y) =>
      y
        .options({
          ...configOption,
          ...homeOption,
          ...streamsOption,
          'full-refresh': { type: 'boolean', default: false, describe: 'As if everything were read again' },
          probes: {
            type: 'boolean',
            default: true,
            describe: 'Make single calls to learn what is not known; --no-probes makes none',
          },
        })
        .example('$0 plan --config config.json --home ./home', ''),
    (args) =>
      cli.run('plan', args, async (context): Promise<Outcome> => {
        const streams = selectStreams(cli.streams, args.streams)
        const config = await configFor(context, args.config)
        const { plan, isFromLedger } = await makePlan(context, cli, homeOf(args, context.terminal.env), {
          config,
          streams,
          fullRefresh: args['full-refresh'],
          probes: args.probes ? 'all' : 'none',
        })
        tellPlan(context.printer, plan)
        if (isFromLedger) {
          context.printer.line(
            'Another run holds this home: these are the calls of the last readings, not a new count.',
          )
        }
        return { summary: { ...planSummary(plan), is_from_ledger: isFromLedger } }
      }),
  )
