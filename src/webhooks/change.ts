// Changing a subscription: on, off, another list of events, another host, gone.
import { retireKey } from '../control/webhook-keys.ts'
import { saveSubscription } from '../control/webhook-subscriptions.ts'
import { Problem } from '../core/errors.ts'
import type { SubscriptionChange } from '../source/push-client.ts'
import { isPushRefusal } from '../source/push-errors.ts'
import { activeStatus } from '../source/push-shapes.ts'
import type { Subscription } from '../source/push-shapes.ts'
import { noteActivating, noteActive } from './activation.ts'
import { deliveryUrl } from './address.ts'
import type { Desk } from './desk.ts'
import { lookBeforeEnd } from './gap-watch.ts'
import { noteTold, standingOf } from './standing.ts'
import type { Standing } from './standing.ts'
import { endedHere } from './watched.ts'

/** A running receiver reads keys again every few seconds; a delivery before that would be refused, and come again 15 minutes later. */
const keySettlesMs = 4_000

/**
 * Lets Mindbody deliver.
 * @throws Problem SUBSCRIPTION_REFUSED where its key is not here: every delivery would be refused, and it would be deactivated.
 */
export const activate = async (desk: Desk, id: string): Promise<Subscription> => {
  const standing = await standingOf(desk, id)
  const theirs = mindbodys(standing)
  if (!standing.hasKey) throw keyLost(id)
  const youngest = Math.max(0, ...standing.keys.map(({ added_at: at }) => Date.parse(at)))
  // Never longer, whatever a clock has done since the key was kept.
  const waitMs = Math.min(keySettlesMs, youngest + keySettlesMs - desk.now().getTime())
  if (waitMs > 0) await desk.sleep(waitMs)
  if (theirs.status !== activeStatus) await noteActivating(desk, theirs, standing.known)
  const active =
    theirs.status === activeStatus ? theirs : await desk.push.change(id, { status: activeStatus })
  await noteActive(desk, active, standing.known)
  return active
}

/** Stops deliveries until it is activated again. Events of the time between never come. */
export const deactivate = async (desk: Desk, id: string): Promise<Subscription> => {
  const standing = await standingOf(desk, id)
  const theirs = mindbodys(standing)
  const off = theirs.status.startsWith('Deactivated')
    ? theirs
    : await desk.push.change(id, { status: 'DeactivatedByUser' })
  if (standing.hasKey) await noteTold(desk, off, standing.known)
  return off
}

export interface Update {
  readonly eventIds?: readonly string[] | undefined
  readonly referenceId?: string | undefined
  /** Scheme and host; the path stays its own. */
  readonly publicUrl?: string | undefined
}

/** Changes what is named. A new host is looked at by Mindbody before it takes it. */
export const update = async (desk: Desk, id: string, order: Update): Promise<Subscription> => {
  const standing = await standingOf(desk, id)
  const { known, hasKey } = standing
  const path = known?.path ?? new URL(mindbodys(standing).webhookUrl).pathname
  const { eventIds, referenceId, publicUrl } = order
  const change: SubscriptionChange = {
    ...(eventIds === undefined ? {} : { eventIds }),
    ...(referenceId === undefined ? {} : { referenceId }),
    ...(publicUrl === undefined ? {} : { webhookUrl: deliveryUrl(publicUrl, path) }),
  }
  if (Object.keys(change).length === 0) {
    throw new Problem('USAGE', {
      what: 'Nothing to change was named.',
      remedy:
        'Give --events, --reference or --url. Its status is changed by `webhooks activate` and `webhooks deactivate`.',
    })
  }
  const changed = await desk.push.change(id, change)
  if (hasKey) await noteTold(desk, changed, { ...known, path })
  return changed
}

export interface Removed {
  readonly keysRetired: readonly string[]
  /** Set where its key is not ours to retire. */
  readonly warning: string | undefined
}

/** Ends a subscription and retires its keys; Mindbody goes on listing it as deactivated. */
export const remove = async (desk: Desk, id: string): Promise<Removed> => {
  await lookBeforeEnd(desk, id)
  const { theirs, known, keys, hasKey } = await standingOf(desk, id)
  if (theirs !== undefined && !theirs.status.startsWith('Deactivated')) {
    try {
      await desk.push.remove(id)
    } catch (error) {
      // Somebody else was quicker.
      if (!isPushRefusal(error, 'genericDomainError')) throw error
    }
  }
  const at = desk.now()
  for (const { key_id: keyId } of keys) await retireKey(desk.control, keyId, at)
  if (known !== undefined) {
    await saveSubscription(desk.control, { ...known, status: endedHere, statusAt: at })
  }
  const warning =
    hasKey && keys.length === 0
      ? 'Its key is one of webhooks.signature_keys: take it out there and start `serve` again, or what it signs is still taken.'
      : undefined
  return { keysRetired: keys.map(({ key_id: keyId }) => keyId), warning }
}

/** @throws Problem SUBSCRIPTION_REFUSED for one that Mindbody no longer has. */
const mindbodys = ({ subscriptionId, theirs }: Standing): Subscription => {
  if (theirs !== undefined) return theirs
  throw new Problem('SUBSCRIPTION_REFUSED', {
    what: `Mindbody no longer has the subscription ${subscriptionId}.`,
    remedy: `Make another with \`webhooks create\`; \`webhooks delete ${subscriptionId}\` retires its key here.`,
  })
}

const keyLost = (id: string): Problem =>
  new Problem('SUBSCRIPTION_REFUSED', {
    what: `The signature key of ${id} is not here, so nothing it delivers could be verified.`,
    why: 'Mindbody tells a key once, when the subscription is made.',
    remedy: `Run \`webhooks delete ${id}\` and \`webhooks create\`. If it was made elsewhere and its key is known, put that into webhooks.signature_keys.`,
  })
