// A home opened for its trail: the control database alone, which no lease guards, so that it answers while a sync writes.
import { openHomeControl } from '../control/home-control.ts'
import type { Control } from '../control/database.ts'
import { profileNamed } from '../reconcile/profiles.ts'
import { siteFlag } from './flag-values.ts'
import { assertHome } from './known-home.ts'
import { homeOf } from './options.ts'
import type { Context, Outcome } from './session.ts'

/**
 * Works on the trail of a home that is there.
 * @throws Problem HOME_UNUSABLE where it is not, USAGE for a report nobody knows or a site that is none.
 */
export const onTrail = async (
  context: Context,
  args: {
    readonly home?: string | undefined
    readonly report?: string | undefined
    readonly site?: number | undefined
  },
  work: (control: Control, home: string) => Promise<Outcome>,
): Promise<Outcome> => {
  const home = homeOf(args, context.terminal.env)
  await assertHome(home, context.terminal.env)
  if (args.report !== undefined) profileNamed(args.report)
  if (args.site !== undefined) siteFlag(args.site)
  await using control = await openHomeControl(home, context.terminal.env)
  // Awaited here: the database closes when this function is left.
  return await work(control, home)
}
