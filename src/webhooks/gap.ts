// The gap detector: what Mindbody counts against what was accepted here, judged from one look to the next.
import type { MetricsSnapshot, NewGap } from '../control/webhook-metrics.ts'
import { activeStatus } from '../source/push-shapes.ts'

/** What is known of a subscription beside its counters. */
interface Told {
  readonly activatedAt: Date
  /** Made by this home: nothing was delivered before it was activated. What another made was counted from its own beginning. */
  readonly isOurs: boolean
  /** When Mindbody says the status last changed. */
  readonly statusChangedAt?: Date | undefined
}

export type FoundGap = Pick<NewGap, 'from' | 'to' | 'reason' | 'detail'>

/** A message that was given up, or came at last, was first tried up to 3 hours before. */
const reachMs = 4 * 3_600_000

/** Looks that the difference of the counts is held against: a day of hourly ones. */
export const historyLooks = 25

/**
 * Stretches of time of which events may be missing, as of this look.
 * - A subscription that is not Active, now or at the look before, or was not in between: nothing is kept for it meanwhile.
 * - Mindbody gave up more messages than at the look before.
 * - Mindbody counts more deliveries than were accepted, at two looks in a row. Deliveries on their way, and repeats of what we
 *   had answered too late, make its count the smaller one (ours is read after it), so a difference counts only above the largest
 *   of a day, and one look is not believed.
 * @param history earlier looks, newest first
 */
export const gapsOf = (
  now: MetricsSnapshot,
  history: readonly MetricsSnapshot[],
  told: Told,
): readonly FoundGap[] => {
  const before = history[0] ?? unused(now, told.activatedAt)
  const hasBase = history.length > 0 || told.isOurs
  return [
    notActive(now, before, history.length > 0) ??
      (hasBase ? offBetween(now, before, history.length > 0, told) : undefined),
    hasBase ? failed(now, before) : undefined,
    uncounted(now, history, told),
  ].filter((gap) => gap !== undefined)
}

/** Its counters on the day it was activated. */
const unused = ({ subscriptionId }: MetricsSnapshot, at: Date): MetricsSnapshot => ({
  subscriptionId,
  at,
  status: activeStatus,
  attempted: 0,
  delivered: 0,
  undelivered: 0,
  failed: 0,
  accepted: 0,
})

const reachingBack = (at: Date): Date => new Date(at.getTime() - reachMs)

const notActive = (now: MetricsSnapshot, before: MetricsSnapshot, wasSeen: boolean): FoundGap | undefined => {
  if (now.status === activeStatus && before.status === activeStatus) return undefined
  // The stretch up to a look that was not Active either is on record already.
  const from = before.status === activeStatus && wasSeen ? reachingBack(before.at) : before.at
  const detail = now.status === activeStatus ? `${before.status}, and Active again.` : `${now.status}.`
  return { from, to: now.at, reason: 'not_active', detail }
}

/** Active at both looks, or at the activation and the first look, and off for a while between them. */
const offBetween = (
  now: MetricsSnapshot,
  before: MetricsSnapshot,
  wasSeen: boolean,
  { statusChangedAt }: Told,
): FoundGap | undefined => {
  if (statusChangedAt === undefined) return undefined
  // Looks are of whole seconds: an HTTP date has no parts of them.
  if (Math.floor(statusChangedAt.getTime() / 1_000) <= Math.floor(before.at.getTime() / 1_000))
    return undefined
  const detail = `Its status changed at ${statusChangedAt.toISOString()}, and it is Active again.`
  const from = wasSeen ? reachingBack(before.at) : before.at
  return { from, to: now.at, reason: 'not_active', detail }
}

const failed = (now: MetricsSnapshot, before: MetricsSnapshot): FoundGap | undefined => {
  // Counters that began anew count from nothing.
  const lost = now.failed < before.failed ? now.failed : now.failed - before.failed
  if (lost === 0) return undefined
  const detail = `Mindbody gave up ${lost} ${lost === 1 ? 'message' : 'messages'} after 3 hours of tries.`
  return { from: reachingBack(before.at), to: now.at, reason: 'failed', detail }
}

const drift = ({ delivered, accepted }: MetricsSnapshot): number => delivered - accepted

const uncounted = (
  now: MetricsSnapshot,
  history: readonly MetricsSnapshot[],
  { activatedAt, isOurs }: Told,
): FoundGap | undefined => {
  const known = sinceRestart(now, history)
  const [suspected, ...earlier] = known
  if (suspected === undefined) return undefined
  // Fewer looks than are kept, none of them cut off: they reach back to the first delivery.
  const isWhole = isOurs && known.length === history.length && history.length < historyLooks
  const base = [...earlier, ...(isWhole ? [unused(now, activatedAt)] : [])]
  if (base.length === 0) return undefined
  const lost = Math.min(drift(now), drift(suspected)) - Math.max(...base.map(drift))
  if (lost <= 0) return undefined
  const lastGood = base[0] ?? suspected
  const detail = `Mindbody counts ${lost} more ${lost === 1 ? 'delivery' : 'deliveries'} than were accepted here.`
  return { from: reachingBack(lastGood.at), to: now.at, reason: 'uncounted', detail }
}

/** The looks before any of the counters fell: totals of another beginning cannot be compared. */
const sinceRestart = (
  now: MetricsSnapshot,
  history: readonly MetricsSnapshot[],
): readonly MetricsSnapshot[] => {
  const cut = history.findIndex((look, index) => {
    const next = history[index - 1] ?? now
    return next.delivered < look.delivered || next.accepted < look.accepted
  })
  return cut < 0 ? history : history.slice(0, cut)
}
