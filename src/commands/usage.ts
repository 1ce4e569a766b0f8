// The verb `usage`: calls of a month by site, endpoint, stream and run, with their price; the sum is that of the ledger.
import { stringify } from 'csv-stringify/sync'
import type { Argv } from 'yargs'
import { openHomeControl } from '../control/home-control.ts'
import { usageOf } from '../control/usage.ts'
import type { UsageRow } from '../control/usage.ts'
import { Problem } from '../core/errors.ts'
import type { Cli } from './cli-type.ts'
import { assertHome } from './known-home.ts'
import { configOption, homeOf, homeOption } from './options.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { configFor } from './work.ts'

interface UsageArgs {
  readonly home?: string | undefined
  readonly config?: string | undefined
  readonly period: string
  readonly 'call-price'?: number | undefined
  readonly csv: boolean
}

const columns = ['site_id', 'endpoint', 'stream', 'run_id', 'calls', 'money'] as const

/** The price of a call: the flag, else the configuration where one is named. */
const priceOf = async (context: Context, args: UsageArgs): Promise<number | undefined> => {
  const price = args['call-price']
  if (price !== undefined && !(price >= 0)) {
    const remedy = 'Give it as --call-price 0.002, or leave it out.'
    throw new Problem('USAGE', { what: '--call-price must be 0 or more.', remedy })
  }
  if (price !== undefined) return price
  return args.config === undefined ? undefined : (await configFor(context, args.config)).call_price
}

const showUsage = async (context: Context, args: UsageArgs): Promise<Outcome> => {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(args.period)) {
    throw new Problem('USAGE', {
      what: `"${args.period}" is no month.`,
      remedy: 'Give it as --period 2026-06.',
    })
  }
  const price = await priceOf(context, args)
  const home = homeOf(args, context.terminal.env)
  await assertHome(home, context.terminal.env)
  await using control = await openHomeControl(home, context.terminal.env)
  const usage = await usageOf(control, args.period)
  const rows = usage.map((row) => shown(row, price))
  const calls = usage.reduce((sum, row) => sum + row.calls, 0)
  tell(context, args, rows, calls, price)
  return {
    summary: { home, period: args.period, usage: rows, calls, money: moneyOf(calls, price) },
  }
}

const shown = (row: UsageRow, price: number | undefined) => ({
  site_id: row.siteId,
  endpoint: row.endpoint ?? null,
  stream: row.stream ?? null,
  run_id: row.runId ?? null,
  calls: row.calls,
  money: moneyOf(row.calls, price),
})

/** Rounded to the hundredth of a cent, which a single call may cost. Null without a price. */
export const moneyOf = (calls: number, price: number | undefined): number | null =>
  price === undefined ? null : Math.round(calls * price * 10_000) / 10_000

const tell = (
  { printer }: Context,
  { csv, period }: UsageArgs,
  rows: readonly ReturnType<typeof shown>[],
  calls: number,
  price: number | undefined,
): void => {
  if (csv) {
    // A cell that begins with = + - @ would be run by a spreadsheet.
    const text = stringify([...rows], { header: true, columns: [...columns], escape_formulas: true })
    printer.line(text.trimEnd())
    return
  }
  printer.table(
    rows.map(({ money, ...row }) => ({
      ...row,
      site_id: String(row.site_id),
      endpoint: row.endpoint ?? 'details no longer kept',
      ...(money === null ? {} : { money }),
    })),
  )
  const cost = price === undefined ? '' : `, ${moneyOf(calls, price)} at ${price} a call`
  printer.line(`${calls.toLocaleString('en-US')} calls in ${period}${cost}`)
}

export const usageVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'usage',
    'Calls of a month by site, endpoint, stream and run; the sum is that of the ledger',
    (y) =>
      y
        .options({
          ...homeOption,
          ...configOption,
          period: { type: 'string', demandOption: true, describe: 'Month of the paying days, YYYY-MM' },
          'call-price': { type: 'number', describe: 'Money per call (else call_price of --config)' },
          csv: { type: 'boolean', default: false, describe: 'Print CSV' },
        })
        .example('$0 usage --home ./home --period 2026-06 --csv', ''),
    (args) => cli.run('usage', args, (context) => showUsage(context, args)),
  )
