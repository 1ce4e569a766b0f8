// The verbs of finance: reconcile a native report with the marts, and the HTML report.
import { join } from 'node:path'
import type { Argv } from 'yargs'
import { Problem } from '../core/errors.ts'
import { isLocalDate } from '../core/time.ts'
import { profiles, reconcile } from '../reconcile/reconcile.ts'
import type { Reconciliation } from '../reconcile/findings.ts'
import { summaryRows } from '../reconcile/report-files.ts'
import type { Cli } from './cli-type.ts'
import { configOption, homeOf, homeOption } from './options.ts'
import { ownFolder } from './own-folder.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { configFor } from './work.ts'

type ReportName = keyof typeof profiles

/** Where the marts of a home are published. */
export const martsOf = async (
  context: Context,
  home: string,
  config: string | undefined,
): Promise<string> => {
  const folder = config === undefined ? home : ((await configFor(context, config)).publish_dir ?? home)
  return join(folder, 'marts.duckdb')
}

export const tellReconciliation = ({ printer }: Context, found: Reconciliation): void => {
  printer.heading(`${found.report}, site ${found.site_id}, ${found.from} to ${found.to}: ${found.verdict}`)
  const currency = found.currency ?? ''
  printer.line(
    `native ${found.native_total} ${currency}  ours ${found.our_total}  variance ${found.variance}  (${found.rows.native} rows against ${found.rows.ours})`,
  )
  printer.table(summaryRows(found))
  printer.line(found.html)
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

const assertDay = (name: string, text: string): string => {
  if (isLocalDate(text)) return text
  throw new Problem('USAGE', { what: `--${name} ${text} is no day.`, remedy: 'Write it as YYYY-MM-DD.' })
}

const reportNames = Object.keys(profiles) as ReportName[]

export const financeVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs
    .command('reconcile', 'Marts against a native Mindbody report', (y) =>
      y
        .command(
          'run',
          'Compare one exported report with the published marts',
          (run) =>
            run
              .options({
                ...homeOption,
                ...configOption,
                report: { choices: reportNames, demandOption: true, describe: 'Which report the file is' },
                file: { type: 'string', demandOption: true, describe: 'The exported file (CSV or XLSX)' },
                site: { type: 'number', demandOption: true, describe: 'Site the report was exported from' },
                from: { type: 'string', demandOption: true, describe: 'First local day of the report' },
                to: { type: 'string', demandOption: true, describe: 'Last local day of the report' },
                basis: { choices: ['accrual', 'cash'] as const, describe: 'Basis the report was run on' },
                'exported-at': { type: 'string', describe: 'When the file was exported' },
                'date-order': {
                  choices: ['mdy', 'dmy'] as const,
                  describe: 'Order of day and month in the file',
                },
              })
              .example(
                '$0 reconcile run --report sales --file Sales.csv --site 123 --from 2026-06-01 --to 2026-06-30',
                '',
              ),
          (args) =>
            cli.run('reconcile', args, async (context): Promise<Outcome> => {
              const home = homeOf(args, context.terminal.env)
              const found = await reconcile({
                home,
                report: args.report,
                file: args.file,
                siteId: args.site,
                from: assertDay('from', args.from),
                to: assertDay('to', args.to),
                marts: await martsOf(context, home, args.config),
                log: context.log,
                ...(args.basis === undefined ? {} : { basis: args.basis }),
                ...(args['exported-at'] === undefined ? {} : { exportedAt: args['exported-at'] }),
                ...(args['date-order'] === undefined ? {} : { dateOrder: args['date-order'] }),
              })
              tellReconciliation(context, found)
              const { details: _, ...summary } = found
              return { summary: { ...summary, workbook: null }, problem: problemOfReconciliation(found) }
            }),
        )
        .demandCommand(1, 'Name what to do: reconcile run.'),
    )
    .command(
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
