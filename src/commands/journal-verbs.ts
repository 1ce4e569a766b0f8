// The verb `journal export`: a month's balanced journal as files for a ledger.
import { join, resolve } from 'node:path'
import type { Argv } from 'yargs'
import { Problem } from '../core/errors.ts'
import { exportJournal } from '../finance/journal-export.ts'
import type { Export } from '../finance/journal-export.ts'
import { assertPeriod } from '../finance/period-close-checks.ts'
import type { Cli } from './cli-type.ts'
import { martsOf } from './marts-of.ts'
import { assertHome } from './known-home.ts'
import { configOption, homeOf, homeOption } from './options.ts'
import type { CommonArgs, Context } from './session.ts'

const tellExport = ({ printer }: Context, { files, totals }: Export): void => {
  printer.table(
    totals.map(({ site_id: site, ...sums }) => ({ site: String(site), ...sums })),
    ['site', 'basis', 'currency', 'entries', 'lines', 'debit', 'credit', 'suspense_lines'],
  )
  for (const file of files) {
    const draft = file.state === 'draft' ? 'DRAFT, the month is open: ' : ''
    printer.line(`${draft}${file.path} (${file.journals} journals, ${file.lines} lines)`)
  }
}

/** Money no rule fits would be booked as SUSPENSE in the ledger: the file is written, and that is said. */
const suspenseProblem = ({ totals }: Export): Problem | undefined => {
  const found = totals.filter(({ suspense_lines: lines }) => lines > 0)
  if (found.length === 0) return undefined
  return new Problem('FINDINGS', {
    what: `The files hold lines in SUSPENSE: ${found.map((sums) => `site ${sums.site_id}: ${sums.suspense_lines} lines, debit ${sums.suspense_debit}, credit ${sums.suspense_credit} ${sums.currency}`).join('; ')}.`,
    remedy: 'Map them first (`gl check` says what), build, and export again.',
  })
}

/** Registers journal export. */
export const journalVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command('journal', 'The balanced journal', (y) =>
    y
      .command(
        'export',
        'A month as files for QuickBooks Online, Xero, any ledger (generic) or Excel',
        (z) =>
          z
            .options({
              period: { type: 'string', demandOption: true, describe: 'The month, YYYY-MM' },
              format: {
                choices: ['qbo', 'xero', 'generic', 'xlsx'] as const,
                demandOption: true,
                describe: 'For which program',
              },
              basis: {
                choices: ['earned', 'cash_books'] as const,
                default: 'earned' as const,
                describe: 'Which books',
              },
              by: {
                choices: ['day', 'entry'] as const,
                default: 'day' as const,
                describe: 'One journal a location and day, or one an entry',
              },
              site: { type: 'number', describe: 'Only this site (else a file for each)' },
              out: { type: 'string', describe: 'Folder of the files (else HOME/reports)' },
              'date-order': {
                choices: ['mdy', 'dmy'] as const,
                describe: 'Order of day and month (else mdy for USD, dmy for others)',
              },
              'tax-rate': {
                type: 'string',
                describe: 'Xero: the name of your rate without tax, for lines whose rule has no tax_code',
              },
              ...homeOption,
              ...configOption,
            })
            .example('$0 journal export --period 2026-05 --format qbo --home ./home', ''),
        (args) =>
          cli.run('journal export', args, async (context) => {
            const period = assertPeriod(args.period)
            if (args['tax-rate'] !== undefined && args.format !== 'xero') {
              throw new Problem('USAGE', {
                what: '--tax-rate is for Xero: no other format names a tax rate on its lines.',
                remedy: 'Leave it out, or export with --format xero.',
              })
            }
            const home = homeOf(args, context.terminal.env)
            await assertHome(home, context.terminal.env)
            const exported = await exportJournal({
              home,
              marts: await martsOf(context, home, args.config),
              period,
              format: args.format,
              basis: args.basis,
              by: args.by,
              siteId: args.site,
              out: args.out === undefined ? join(home, 'reports') : resolve(args.out),
              dateOrder: args['date-order'],
              taxRate: args['tax-rate'],
            })
            tellExport(context, exported)
            return { summary: { home, period, ...exported }, problem: suspenseProblem(exported) }
          }),
      )
      .demandCommand(1, 'Name what to do: journal export.'),
  )
