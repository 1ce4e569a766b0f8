// The studio's own finance tables, as the options of a verb lead to them.
import { join } from 'node:path'
import { financeFolder } from '../finance/finance-folder.ts'
import type { FinancePlace } from '../finance/finance-folder.ts'
import { assertFinanceTables } from '../finance/gl-tables.ts'
import type { FinanceTables } from '../finance/gl-tables.ts'
import type { Cli } from './cli-type.ts'
import { homeOf } from './options.ts'
import type { Context } from './session.ts'

interface PlaceArgs {
  readonly home?: string | undefined
  readonly config?: string | undefined
}

export const placeOf = ({ terminal: { env } }: Context, args: PlaceArgs): FinancePlace => ({
  home: homeOf(args, env),
  config: args.config ?? env['MINDBODY_CONFIG'],
})

/**
 * The finance tables, each of them looked at: a rule that is broken stops a verb before it does anything.
 * @throws Problem FINANCE_TABLES_BROKEN naming every fault.
 */
export const ownTables = async (context: Context, { root }: Cli, args: PlaceArgs): Promise<FinanceTables> => {
  const folder = await financeFolder(placeOf(context, args))
  return assertFinanceTables({ folder, projectDir: join(root, 'models') })
}

/**
 * The folder of {@link ownTables}; undefined = the studio has none.
 * @throws Problem FINANCE_TABLES_BROKEN naming every fault.
 */
export const ownFolder = async (context: Context, cli: Cli, args: PlaceArgs): Promise<string | undefined> =>
  (await ownTables(context, cli, args)).folder
