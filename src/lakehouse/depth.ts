// How deep a pass reads beyond what is new: a verifying pass, and what a second reading must confirm, as far as calls allow.
import type { Confirm, PlanInput } from '../source/plan-slices.ts'
import type { Stream } from '../source/stream.ts'
import { confirmOf } from './confirm.ts'
import { standingOf } from './standing.ts'
import type { Warehouse } from './warehouse.ts'

/** How often streams are verified. */
export interface VerifyConfig {
  /** Days between verifying passes; 0 = none. */
  readonly verify_every_days?: number
  /** Streams that are verified every day, whatever the others are. */
  readonly verify_daily?: readonly string[]
}

/** Days between the verifying passes of a stream; 0 = none. */
export const verifyDaysOf = (
  { verify_every_days: days = 0, verify_daily: daily = [] }: VerifyConfig,
  { name }: Pick<Stream, 'name'>,
): number => (daily.includes(name) ? 1 : days)

export interface DepthInput {
  readonly warehouse: Warehouse
  readonly stream: Stream
  readonly siteId: number
  readonly verifyEveryDays: number | undefined
  /** Calls left to the site today; undefined = no limit. */
  readonly callsLeft: number | undefined
}

/**
 * A stream of modified rows is verified in one go. Where that would not fit into the calls that are left it waits for a day
 * with more: tried each time and cut each time, it would keep what is new from being read.
 */
export const depthOf = async (
  input: DepthInput,
): Promise<Required<Pick<PlanInput, 'verifyEveryDays' | 'confirm'>>> => {
  const { warehouse, stream, siteId, callsLeft, verifyEveryDays = 0 } = input
  const confirm: Confirm = await confirmOf(warehouse, stream, siteId)
  if (stream.incremental.kind !== 'modified' || callsLeft === undefined) return { verifyEveryDays, confirm }
  const { wholeCalls = 0 } = (await standingOf(warehouse, stream, siteId)) ?? {}
  return wholeCalls <= callsLeft
    ? { verifyEveryDays, confirm }
    : { verifyEveryDays: 0, confirm: { whole: false, days: [] } }
}
