// The verbs of the map of accounts: `gl init` writes tables to start from, `gl check` tells what they leave open.
import { join } from 'node:path'
import type { Argv } from 'yargs'
import { Problem } from '../core/errors.ts'
import { financeFolder, newFinanceFolder } from '../finance/finance-folder.ts'
import { checkMap } from '../finance/gl-check.ts'
import type { GlCheck } from '../finance/gl-check.ts'
import { startFinanceFolder } from '../finance/gl-init.ts'
import { problemOfTables, readFinanceTables } from '../finance/gl-tables.ts'
import type { FinanceTables } from '../finance/gl-tables.ts'
import type { Cli } from './cli-type.ts'
import { martsOf } from './marts-of.ts'
import { configOption, homeOption } from './options.ts'
import { placeOf } from './own-folder.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'

const sayTables = ({ printer }: Context, { folder, own }: FinanceTables): void => {
  if (folder === undefined)
    return printer.line('Tables: as shipped. `gl init` writes your own, with a rule per revenue category.')
  printer.line(
    own.length === 0
      ? `Tables: ${folder} holds none, so all count as shipped.`
      : `Tables: ${own.join(', ')} from ${folder}; the others as shipped.`,
  )
}

type Shown = Readonly<Record<string, string | number | null>>

interface Shows {
  readonly title: string
  /** The table the rows belong into, and what is left to fill in. */
  readonly file: string
  readonly left: string
}

/** Money with its thousands apart, right under right. */
const aligned = (amounts: readonly string[]): readonly string[] => {
  const texts = amounts.map((amount) => amount.replace(/\B(?=(\d{3})+\.)/g, ','))
  const width = Math.max(...texts.map((text) => text.length))
  return texts.map((text) => text.padStart(width))
}

/** Ids are names, not counts: they are shown without the marks of thousands. */
const asShown = (gaps: readonly Shown[]): readonly object[] => {
  const isBegun = gaps.some(({ undecided_line: line }) => typeof line === 'number')
  const amounts = aligned(gaps.map(({ amount }) => String(amount)))
  return gaps.map(({ row: _, site_id: site, category_id: category, undecided_line: line, ...gap }, nth) => ({
    site: String(site),
    ...gap,
    ...(category === undefined ? {} : { category_id: category === null ? '' : String(category) }),
    amount: amounts[nth],
    ...(isBegun ? { undecided: typeof line === 'number' ? `line ${line}` : '' } : {}),
  }))
}

const sayGaps = ({ printer }: Context, { title, file, left }: Shows, gaps: readonly Shown[]): void => {
  if (gaps.length === 0) return
  printer.heading(title)
  printer.table(asShown(gaps))
  if (gaps.some(({ undecided_line: line }) => typeof line === 'number'))
    printer.line(`\nFill in account_code in the undecided lines of ${file}.`)
  const rows = new Set(gaps.flatMap(({ row }) => (typeof row === 'string' ? [row] : [])))
  if (rows.size === 0) return
  printer.line(`\nRows for ${file}${left === '' ? '' : `; fill in ${left}`}:`)
  for (const row of rows) printer.line(row)
}

const spread = (gaps: readonly object[]): readonly Shown[] => gaps.map((gap) => ({ ...gap }))

const sayCheck = (context: Context, found: GlCheck): void => {
  const { printer } = context
  const { checked, undecided, unused_rules: unused } = found
  printer.line(`Checked ${checked.lines.toLocaleString('en-US')} lines against ${checked.rules} rules.`)
  const account = { file: 'gl_map.csv', left: 'account_code' }
  sayGaps(context, { title: 'No rule fits: lines that go to SUSPENSE', ...account }, spread(found.unmapped))
  sayGaps(
    context,
    { title: 'No rule fits: other sides that go to SUSPENSE', ...account },
    spread(found.roles),
  )
  sayGaps(
    context,
    { title: 'Services without a recognition policy', file: 'recognition_policy.csv', left: '' },
    spread(found.no_policy),
  )
  sayGaps(
    context,
    {
      title: 'Ways to pay that nobody has named: taken as money',
      file: 'tender_map.csv',
      left: 'tender_kind and is_cash_equivalent',
    },
    spread(found.tenders),
  )
  const pointedAt = new Set(found.unmapped.map(({ undecided_line: line }) => line))
  const others = undecided.filter(({ line }) => !pointedAt.has(line))
  if (others.length > 0) {
    printer.heading('Other rules of gl_map.csv without an account: not decided yet')
    printer.line(others.map(({ rule_id: id, line }) => `${id} (line ${line})`).join(', '))
  }
  if (unused.length > 0) {
    printer.heading('Rules that took nothing so far (no fault)')
    printer.line(unused.join(', '))
  }
}

/** What a map leaves open, as the problem it ends in. */
const problemOfCheck = ({
  unmapped,
  roles,
  no_policy: policies,
  tenders,
  undecided,
}: GlCheck): Problem | undefined => {
  const parts = [
    [unmapped.length + roles.length, 'groups without an account'],
    [policies.length, 'groups of services without a policy'],
    [tenders.length, 'ways to pay without a kind'],
    [undecided.length, 'rules not decided'],
  ] as const
  const open = parts.filter(([n]) => n > 0).map(([n, words]) => `${words}: ${n}`)
  if (open.length === 0) return undefined
  return new Problem('FINDINGS', {
    what: `The map leaves something open (${open.join(', ')}).`,
    remedy: 'Complete the tables as shown, look again with `gl check`, then run `build`.',
  })
}

const check = async (
  context: Context,
  projectDir: string,
  marts: string,
  folder: string | undefined,
): Promise<Outcome> => {
  const tables = await readFinanceTables({ folder, projectDir })
  const summary = { folder: folder ?? null, own: tables.own, faults: tables.faults }
  sayTables(context, tables)
  const broken = problemOfTables(tables)
  if (broken !== undefined) return { summary: { ...summary, unmapped: [] }, problem: broken }
  const found = await checkMap(marts, tables)
  sayCheck(context, found)
  const problem = problemOfCheck(found)
  if (problem === undefined) context.printer.line('Everything has an account.')
  return { summary: { ...summary, ...found }, problem }
}

/** Registers gl init and gl check. */
export const glVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> => {
  const projectDir = join(cli.root, 'models')
  return yargs.command('gl', 'Map of accounts: tables to start from, and what they leave open', (y) =>
    y
      .command(
        'init',
        'Write finance tables to start from: a rule for each revenue category seen',
        (init) =>
          init
            .options({
              ...homeOption,
              ...configOption,
              force: { type: 'boolean', default: false, describe: 'Overwrite tables that are there' },
            })
            .example('$0 gl init --config config.json --home ./home', ''),
        (args) =>
          cli.run('gl init', args, async (context): Promise<Outcome> => {
            const place = placeOf(context, args)
            const marts = await martsOf(context, place.home, args.config)
            const started = await startFinanceFolder({
              marts,
              folder: newFinanceFolder(place),
              projectDir,
              force: args.force,
            })
            const { printer } = context
            printer.line(`Written to ${started.folder}: ${started.files.join(', ')}`)
            printer.line('\nNext:')
            printer.line('1. gl_account.csv: your accounts, as in your books.')
            printer.line(
              `2. gl_map.csv: an account_code for each of the ${started.categories} revenue categories at its top;`,
            )
            printer.line('   below them, check the accounts of what is no revenue.')
            printer.line('3. `gl check` tells what is open, with the money at stake; `build` then uses it.')
            return { summary: { ...started } }
          }),
      )
      .command(
        'check',
        'What no rule takes, with the money at stake; faults of the tables with their lines',
        (look) =>
          look
            .options({ ...homeOption, ...configOption })
            .example('$0 gl check --config config.json --home ./home', ''),
        (args) =>
          cli.run('gl check', args, async (context): Promise<Outcome> => {
            const place = placeOf(context, args)
            const marts = await martsOf(context, place.home, args.config)
            return check(context, projectDir, marts, await financeFolder(place))
          }),
      )
      .demandCommand(1, 'Name what to do: gl init or gl check.'),
  )
}
