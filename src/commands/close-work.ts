// What `close`, `close reopen` and `close list` do on a home, and how it is told.
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'
import { fileState } from '../finance/closed-files.ts'
import { assertPeriod } from '../finance/period-close-checks.ts'
import { driftLines, readDrift } from '../finance/period-close-drift.ts'
import { closedNow, newestEvents, readEvents } from '../finance/period-close-ledger.ts'
import { closePeriod, reopenPeriod } from '../finance/period-close.ts'
import type { ClosedPeriod } from '../finance/period-close.ts'
import { assertPublishedFrom } from '../finance/published-from.ts'
import { openReadOnly } from '../lakehouse/duck.ts'
import { homePaths } from '../lakehouse/home.ts'
import { Warehouse } from '../lakehouse/warehouse.ts'
import type { Cli } from './cli-type.ts'
import { martsOf } from './marts-of.ts'
import { assertHome } from './known-home.ts'
import { homeOf } from './options.ts'
import { ownTables } from './own-folder.ts'
import type { Context, Outcome } from './session.ts'
import { warehouseStreams } from './warehouse-streams.ts'
import { whoOf } from './who.ts'
import { withHome } from './work.ts'

export interface CloseArgs {
  readonly home?: string | undefined
  readonly config?: string | undefined
  readonly wait?: number | undefined
  readonly period: string
  readonly site?: number | undefined
  readonly by?: string | undefined
}

/** One line a month and basis: who closes a year wants to see it at a glance. */
const tellMonths = ({ printer }: Context, home: string, closed: readonly ClosedPeriod[]): void => {
  printer.table(
    closed.flatMap(({ site_id: site, period, totals }) =>
      totals.map((sums) => ({ site: String(site), period, ...sums })),
    ),
  )
  printer.line(`${closed.length} months frozen in ${join(home, 'closed')}; \`close list\` shows them.`)
}

const tellEach = ({ printer }: Context, home: string, closed: readonly ClosedPeriod[]): void => {
  for (const { totals, ...event } of closed) {
    printer.heading(`${event.period} of site ${event.site_id} is closed: ${event.line_n ?? 0} lines`)
    printer.table(totals)
    printer.line(`frozen in ${join(home, event.file_path)}`)
    printer.line(`sha256 ${event.journal_hash}`)
  }
}

/** A closed month with lines no rule fits is closed all the same, and never quietly. */
const suspenseProblem = (closed: readonly ClosedPeriod[]): Problem | undefined => {
  const found = closed.flatMap(({ site_id: siteId, period, totals }) =>
    totals
      .filter(({ suspense_lines: lines }) => lines > 0)
      .map(
        (sums) =>
          `${period} of site ${siteId}, ${sums.basis}: ${sums.suspense_lines} lines, debit ${sums.suspense_debit}, credit ${sums.suspense_credit} ${sums.currency}`,
      ),
  )
  if (found.length === 0) return undefined
  return new Problem('FINDINGS', {
    what: `Closed, and money was frozen in SUSPENSE: ${found.join('; ')}.`,
    remedy:
      'Map it (`gl check` says what): the next build posts the correction into the first open month. Or `close reopen`, map, build, and close again.',
  })
}

/** Freezes a month. @throws Problem USAGE, MARTS_STALE, FINANCE_TABLES_BROKEN, JOURNAL_UNBALANCED, HOME_LOCKED, HOME_UNUSABLE. */
export const doClose = async (context: Context, cli: Cli, args: CloseArgs): Promise<Outcome> => {
  const period = assertPeriod(args.period)
  const by = whoOf(args)
  const home = homeOf(args, context.terminal.env)
  await assertHome(home, context.terminal.env)
  const marts = await martsOf(context, home, args.config)
  return withHome(context, { home, verb: 'close', waitMs: (args.wait ?? 0) * 1_000 }, async () => {
    await assertPublishedFrom(home, await ownTables(context, cli, args))
    await using warehouse = await Warehouse.open(home, warehouseStreams(cli))
    const request = { warehouse, home, marts, period, siteId: args.site }
    const closed = await closePeriod({ ...request, by, now: new Date() })
    const drift = (await readDrift(marts)).filter((found) =>
      closed.some((event) => event.site_id === found.site_id && event.period === found.posted_in),
    )
    const tell = new Set(closed.map(({ site_id: id }) => id)).size < closed.length ? tellMonths : tellEach
    tell(context, home, closed)
    for (const line of driftLines(drift)) context.printer.line(line)
    return { summary: { home, period, closed, drift }, problem: suspenseProblem(closed) }
  })
}

/** Opens a month again. @throws Problem USAGE, HOME_LOCKED, HOME_UNUSABLE. */
export const doReopen = async (
  context: Context,
  cli: Cli,
  args: CloseArgs & { readonly site: number; readonly reason: string },
): Promise<Outcome> => {
  const period = assertPeriod(args.period)
  if (args.reason.trim() === '') {
    throw new Problem('USAGE', {
      what: 'A closed period is reopened with a reason.',
      remedy: 'Give --reason.',
    })
  }
  const home = homeOf(args, context.terminal.env)
  await assertHome(home, context.terminal.env)
  return withHome(context, { home, verb: 'close reopen', waitMs: (args.wait ?? 0) * 1_000 }, async () => {
    await using warehouse = await Warehouse.open(home, warehouseStreams(cli))
    const reopened = await reopenPeriod({
      warehouse,
      period,
      siteId: args.site,
      reason: args.reason.trim(),
      by: whoOf(args),
      now: new Date(),
    })
    context.printer.line(
      `${period} of site ${args.site} is open again. Its frozen file stays: ${reopened.file_path}.`,
    )
    context.printer.line('Run `build`, look at the month, and close it again.')
    return { summary: { home, reopened } }
  })
}

/** How all months stand, and what has drifted. @throws Problem HOME_LOCKED, HOME_UNUSABLE. */
export const doList = async (context: Context, args: Omit<CloseArgs, 'period'>): Promise<Outcome> => {
  const home = homeOf(args, context.terminal.env)
  await assertHome(home, context.terminal.env)
  await using warehouse = await openReadOnly(homePaths(home).warehouse)
  const events = await readEvents(warehouse)
  const closings = new Map(closedNow(events).map((closing) => [closing.seq, closing]))
  const periods = []
  for (const { event, ...newest } of newestEvents(events)) {
    if (args.site !== undefined && newest.site_id !== args.site) continue
    const closing = closings.get(newest.seq)
    const file = closing === undefined ? null : await fileState(home, closing)
    periods.push({ ...newest, state: event, file })
  }
  const drift =
    periods.length === 0
      ? []
      : (await readDrift(await martsOf(context, home, args.config))).filter(
          ({ site_id: id }) => args.site === undefined || id === args.site,
        )
  const { printer } = context
  if (periods.length === 0) printer.line('No period was closed yet.')
  printer.table(
    periods.map((row) => ({
      site: String(row.site_id),
      period: row.period,
      state: row.state,
      at: row.at_utc,
      by: row.by_whom,
      lines: row.line_n,
      file: row.file,
      reason: row.reason,
    })),
  )
  for (const line of driftLines(drift)) printer.line(line)
  const broken = periods.filter(({ file }) => file === 'missing' || file === 'changed')
  const problem =
    broken.length === 0
      ? undefined
      : new Problem('CLOSED_JOURNAL_CHANGED', {
          what: `${broken.length} frozen journals are not as they were closed: ${broken.map((row) => `${join(home, row.file_path)} is ${row.file ?? ''}`).join(', ')}.`,
        })
  return { summary: { home, periods, drift }, problem }
}
