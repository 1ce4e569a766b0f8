// What the flags of `reconcile run` say of how the report was run.
import { Problem } from '../core/errors.ts'
import type { DateOrder } from '../finance/dates.ts'
import type { Given, Returns, Told } from '../reconcile/given.ts'
import type { Basis, ReportProfile } from '../reports/report-profile.ts'
import { dayFlag } from './flag-values.ts'

export interface GivenArgs {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly asOf?: string | undefined
  readonly basis?: Basis | undefined
  readonly location?: readonly string[] | undefined
  readonly returns?: Returns | undefined
  readonly exportedAt?: string | undefined
  readonly dateOrder?: DateOrder | undefined
}

const flag = <T>(value: T): Told<T> => ({ value, source: 'flag' })

const checkAsOf = (profile: ReportProfile): void => {
  if (profile.twin.rows === 'balance' || profile.twin.rows === 'snapshot') return
  throw new Problem('USAGE', {
    what: `The ${profile.title} report shows a period, not the state of a day.`,
    remedy: 'Give --from and --to instead of --as-of.',
  })
}

const spaced = (locations: readonly string[]): readonly string[] => {
  if (locations.every((name) => name.trim() !== '')) return locations.map((name) => name.trim())
  throw new Problem('USAGE', {
    what: '--location is empty.',
    remedy: 'Name a location, or leave it out for all.',
  })
}

/**
 * The flags as settings.
 * @throws Problem USAGE for a day that is none, and for --as-of where the report shows a period.
 */
export const givenOf = (profile: ReportProfile, args: GivenArgs): Given => {
  const { asOf, basis, location, returns, exportedAt, dateOrder } = args
  if (asOf !== undefined) checkAsOf(profile)
  const [to, name] = asOf === undefined ? [args.to, 'to'] : [asOf, 'as-of']
  return {
    ...(args.from === undefined ? {} : { from: flag(dayFlag('from', args.from)) }),
    ...(to === undefined ? {} : { to: flag(dayFlag(name, to)) }),
    ...(basis === undefined ? {} : { basis: flag(basis) }),
    ...(location === undefined ? {} : { locations: flag(spaced(location)) }),
    ...(returns === undefined ? {} : { returns: flag(returns) }),
    ...(exportedAt === undefined ? {} : { exportedAt: flag(exportedAt) }),
    ...(dateOrder === undefined ? {} : { dateOrder: flag(dateOrder) }),
  }
}
