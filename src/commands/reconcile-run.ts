// `reconcile run`: one exported report against the marts, told on the terminal, in files and by the exit code.
import { Problem } from '../core/errors.ts'
import { likelyReport } from '../reconcile/likely-report.ts'
import { profileFor } from '../reconcile/profile-for.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import type { Reconciled, Written } from '../reconcile/outcome.ts'
import { writeReconciliation } from '../reconcile/report-files.ts'
import type { ReportProfile } from '../reconcile/report-profile.ts'
import { chooseSite } from '../reconcile/sites.ts'
import { summaryLines } from '../reconcile/summary-lines.ts'
import { emptyTrail } from '../reconcile/trail-types.ts'
import { martsOf } from './marts-of.ts'
import { homeOf } from './options.ts'
import { givenOf } from './reconcile-given.ts'
import type { GivenArgs } from './reconcile-given.ts'
import type { Context, Outcome } from './session.ts'

export interface RunArgs extends GivenArgs {
  readonly home?: string | undefined
  readonly config?: string | undefined
  readonly report: string
  readonly file: string
  readonly site?: number | undefined
}

/** Findings with their evidence and the files they were written to. */
export type Reconciliation = Reconciled & Written

/** Prints a result, with what people have said of the same report, site and period. */
export const tellReconciliation = ({ printer }: Context, found: Reconciliation, trail = emptyTrail): void => {
  printer.heading(`${found.title}, site ${found.site_id}, ${found.from} to ${found.to}: ${found.verdict}`)
  for (const line of summaryLines(found, found, trail)) printer.line(line)
}

/** What `--json` tells: all but the rows, which are in the files. */
export const summaryOf = (found: Reconciliation): Readonly<Record<string, unknown>> => {
  const { details: _, breakdowns: __, unmapped: ___, ...summary } = found
  return summary
}

/** The problem of a reconciliation that found something. */
export const problemOfReconciliation = (found: Reconciliation): Problem | undefined => {
  if (found.differences.length === 0) return undefined
  const causes = found.differences.map(({ cause, count }) => `${cause} (${count})`).join(', ')
  return new Problem('DIFFERENCES', {
    what: `The ${found.report} report of site ${found.site_id} differs from the marts by ${found.variance}: ${causes}.`,
    remedy: `Open ${found.html} and look at each difference.`,
  })
}

/** Says which report a refused file looks like. */
const namingLikely = async (
  profile: ReportProfile,
  file: string,
  comparing: Promise<Reconciled>,
): Promise<Reconciled> => {
  try {
    return await comparing
  } catch (error) {
    const isRefused = error instanceof Problem && error.code === 'REPORT_PROFILE'
    const likely = isRefused ? await likelyReport(file, profile) : undefined
    if (!isRefused || likely === undefined) throw error
    const { what, why } = error
    const remedy = `It looks like the ${likely.title} report: give --report ${likely.name}.`
    throw new Problem(
      'REPORT_PROFILE',
      { what, ...(why === undefined ? {} : { why }), remedy },
      { cause: error },
    )
  }
}

/**
 * Compares a report with the marts.
 * @throws Problem USAGE for flags that make no sense, REPORT_SETTINGS where a setting is missing, REPORT_PROFILE where the file is
 * not that report.
 */
export const doRun = async (context: Context, args: RunArgs): Promise<Outcome> => {
  const home = homeOf(args, context.terminal.env)
  const { profile, origin } = await profileFor(home, args.report)
  const given = givenOf(profile, args)
  const marts = await martsOf(context, home, args.config)
  const ask = context.printer.json ? undefined : context.terminal.ask
  const { siteId, source: siteSource } =
    args.site === undefined ? await chooseSite(marts, ask) : ({ siteId: args.site, source: 'flag' } as const)
  const comparing = reconcile({
    profile,
    origin,
    file: args.file,
    siteId,
    given: { ...given, siteSource },
    marts,
    log: context.log,
    ask,
  })
  const reconciled = await namingLikely(profile, args.file, comparing)
  const found = { ...reconciled, ...(await writeReconciliation(home, reconciled)) }
  tellReconciliation(context, found)
  return { summary: summaryOf(found), problem: problemOfReconciliation(found) }
}
