// Which subscriptions are held against Mindbody's counters: those that were active once, until they are ended here.
import { keysKnown } from '../control/webhook-keys.ts'
import { subscriptionsKnown } from '../control/webhook-subscriptions.ts'
import type { KnownSubscription } from '../control/webhook-subscriptions.ts'
import type { Desk } from './desk.ts'

/** Our own word for one that was ended here: Mindbody's `DeactivatedByUser` may also be somebody's slip on its site. */
export const endedHere = 'DeactivatedHere'

export interface Watched extends KnownSubscription {
  readonly activatedAt: Date
  /** Made by this home; else its key is a configured one. */
  readonly isOurs: boolean
}

/** Those that were active once and whose key is not retired. */
export const watchedOf = async ({
  control,
  configured,
}: Pick<Desk, 'control' | 'configured'>): Promise<readonly Watched[]> => {
  const keys = await keysKnown(control)
  return (await subscriptionsKnown(control)).flatMap((known) => {
    const { activatedAt, status, subscriptionId } = known
    const isOurs = keys.some((key) => key.subscription_id === subscriptionId && key.retired_at === null)
    const isConfigured = configured.hasKeys && known.path === configured.path
    if (activatedAt === undefined || status === endedHere) return []
    return isOurs || isConfigured ? [{ ...known, activatedAt, isOurs }] : []
  })
}
