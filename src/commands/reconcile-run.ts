// `reconcile run`: one exported report against the marts, told on the terminal, in files and by the exit code.
import { openHomeControl } from '../control/home-control.ts'
import { Problem } from '../core/errors.ts'
import { likelyReport } from '../reconcile/likely-report.ts'
import type { Reconciled } from '../reconcile/outcome.ts'
import { profileFor } from '../reconcile/profile-for.ts'
import { putOnRecord } from '../reconcile/put-on-record.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import type { ReportProfile } from '../reports/report-profile.ts'
import { chooseSite } from '../reconcile/sites.ts'
import { siteFlag } from './flag-values.ts'
import { martsOf } from './marts-of.ts'
import { homeOf } from './options.ts'
import { givenOf } from './reconcile-given.ts'
import type { GivenArgs } from './reconcile-given.ts'
import type { Context, Outcome } from './session.ts'
import { problemOfReconciliation, summaryOf, tellReconciliation } from './tell-reconciliation.ts'

export interface RunArgs extends GivenArgs {
  readonly home?: string | undefined
  readonly config?: string | undefined
  readonly report: string
  readonly file: string
  readonly site?: number | undefined
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
    args.site === undefined
      ? await chooseSite(marts, ask)
      : ({ siteId: siteFlag(args.site), source: 'flag' } as const)
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
  await using control = await openHomeControl(home, context.terminal.env)
  const record = await putOnRecord({ control, home }, reconciled)
  tellReconciliation(context, record)
  return { summary: summaryOf(record), problem: problemOfReconciliation(record) }
}
