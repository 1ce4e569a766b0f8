// The moment a subscription begins to deliver: noted before it is ordered, and what nobody told of before it is a gap.
import { addGap } from '../control/webhook-metrics.ts'
import { saveSubscription, subscriptionsKnown } from '../control/webhook-subscriptions.ts'
import { isPushRefusal } from '../source/push-errors.ts'
import { activeStatus } from '../source/push-shapes.ts'
import type { Subscription } from '../source/push-shapes.ts'
import type { Desk } from './desk.ts'
import { noteTold } from './standing.ts'
import type { KnownTold } from './standing.ts'
import { watchedOf } from './watched.ts'

type ActivationDesk = Pick<Desk, 'control' | 'push' | 'now' | 'configured'>

/** Our own word for one that Mindbody is being asked to activate: cut short there, it may deliver without our knowing. */
const activating = 'Activating'

/**
 * A home that had no subscription for longer was read by syncs alone, and they ask for everything again within this time
 * (`refreshDays` of the stream cards): its next subscription is a new beginning.
 */
const beginningMs = 30 * 86_400_000

/** Before Mindbody is asked. */
export const noteActivating = async (
  desk: Pick<Desk, 'control' | 'now'>,
  theirs: Subscription,
  known: KnownTold | undefined,
): Promise<void> => {
  await noteTold(desk, { ...theirs, status: activating }, known)
}

/** After Mindbody has answered. What happened since the last one was ended, nobody told: a gap. */
export const noteActive = async (
  desk: ActivationDesk,
  active: Subscription,
  known: KnownTold | undefined,
): Promise<void> => {
  const { subscriptionId } = active
  const from = await silentSince(desk, subscriptionId)
  const to = desk.now()
  if (from !== undefined && from < to) {
    const detail = 'No subscription delivered between the end of the one before and this one.'
    await addGap(desk.control, { subscriptionId, from, to, reason: 'not_active', detail, foundAt: to })
  }
  await noteTold(desk, active, known)
}

/** Undefined where this one was active before, another is watched, or there was none lately: then there is no silence to note. */
const silentSince = async (desk: ActivationDesk, subscriptionId: string): Promise<Date | undefined> => {
  const known = await subscriptionsKnown(desk.control)
  const wasActive = known.filter(({ activatedAt }) => activatedAt !== undefined)
  if (wasActive.some((one) => one.subscriptionId === subscriptionId)) return undefined
  if ((await watchedOf(desk)).length > 0) return undefined
  const last = wasActive.reduce((newest, { statusAt }) => Math.max(newest, statusAt.getTime()), 0)
  return desk.now().getTime() - last <= beginningMs ? new Date(last) : undefined
}

/** Asks after activations that were cut short. @throws Problem as `PushClient`. */
export const settleActivations = async (desk: ActivationDesk): Promise<void> => {
  const known = await subscriptionsKnown(desk.control)
  for (const one of known.filter(({ status }) => status === activating)) {
    try {
      const theirs = await desk.push.subscription(one.subscriptionId)
      await (theirs.status === activeStatus ? noteActive : noteTold)(desk, theirs, one)
    } catch (error) {
      if (!isPushRefusal(error, 'resourceNotFound')) throw error
      await saveSubscription(desk.control, { ...one, status: 'unlisted', statusAt: desk.now() })
    }
  }
}
