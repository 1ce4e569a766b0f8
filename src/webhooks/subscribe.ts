// Making a subscription: a path first, then Mindbody, then its key on the disk before anything else happens.
import { addPath } from '../control/webhook-paths.ts'
import type { KnownSubscription } from '../control/webhook-subscriptions.ts'
import { storeCreated } from '../control/webhook-created.ts'
import type { CreatedSubscription, SubscriptionDraft } from '../source/push-client.ts'
import { isPushRefusal } from '../source/push-errors.ts'
import { deliveryUrl, newPath } from './address.ts'
import type { Desk } from './desk.ts'

export interface SubscriptionOrder {
  readonly publicUrl: string | undefined
  /** Path that opaque ones are made below. */
  readonly basePath: string
  readonly eventIds: readonly string[]
  readonly referenceId: string
  readonly replaces?: string | undefined
}

export interface Subscribed {
  readonly known: KnownSubscription
  readonly keyId: string
  /** What is odd about our own address as seen from here; undefined where it answers as the receiver does. */
  readonly warning: string | undefined
}

/** Tries after the first: until December 2024 valid addresses were refused at times. */
const retriesWhenUnseen = 3
const waitUnseenMs = 5_000
/** The receiver learns of a new path at its next reading, or by being asked for it. */
const looks = 4
const waitLookMs = 1_000

/**
 * Makes a subscription, not yet active. Cut short after Mindbody made it and before its key was kept, it stays behind without a
 * key: it never delivers, `webhooks list` names it and `webhooks delete` removes it.
 * @throws Problem USAGE for an address Mindbody would refuse; else as `PushClient`.
 */
export const subscribe = async (desk: Desk, order: SubscriptionOrder): Promise<Subscribed> => {
  const path = newPath(order.basePath)
  const webhookUrl = deliveryUrl(order.publicUrl, path)
  await addPath(desk.control, { path, at: desk.now() })
  const warning = await lookedAt(desk, webhookUrl)
  if (warning !== undefined) desk.log.warn({ url: order.publicUrl }, warning)
  const { eventIds, referenceId, replaces } = order
  const { subscription, signatureKey } = await created(desk, { eventIds, referenceId, webhookUrl })
  const at = desk.now()
  const known: KnownSubscription = {
    subscriptionId: subscription.subscriptionId,
    path,
    url: webhookUrl,
    referenceId,
    eventIds,
    createdAt: at,
    status: subscription.status,
    statusAt: at,
    replaces,
  }
  const keyId = await storeCreated(desk.control, known, signatureKey, at)
  return { known, keyId, warning }
}

const created = async (desk: Desk, draft: SubscriptionDraft): Promise<CreatedSubscription> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await desk.push.create(draft)
    } catch (error) {
      if (attempt > retriesWhenUnseen || !isPushRefusal(error, 'invalidWebhookURLNoResponse')) throw error
      desk.log.warn({ attempt }, 'Mindbody says that the address does not answer; asking again')
      await desk.sleep(waitUnseenMs)
    }
  }
}

/**
 * Our own address, asked with GET: the receiver refuses that with 405 on a path it knows, and a HEAD of ours is not taken for
 * Mindbody's. Only told: from inside a network its own public address may be out of reach.
 */
const lookedAt = async (desk: Desk, url: string): Promise<string | undefined> => {
  for (let attempt = 1; ; attempt += 1) {
    const seen = await desk.look(url)
    if (seen.kind === 'silent') return `Seen from here, the public address does not answer (${seen.why}).`
    if (seen.status === 405 && /\bHEAD\b/i.test(seen.allow)) return undefined
    if (seen.status !== 404 || attempt === looks)
      return `Seen from here, the public address answers ${seen.status}, which is not what the receiver of this home says.`
    await desk.sleep(waitLookMs)
  }
}
