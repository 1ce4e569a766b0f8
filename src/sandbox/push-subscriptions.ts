// Who is told: subscriptions with their keys, their states and their totals.
import { eventIds } from './events-list.ts'
import { utcSecond } from './events-words.ts'
import { signatureKeyOf, subscriptionIdOf } from './push-words.ts'

/** The four of the documentation, and one seen elsewhere (SplitPass/mindbody-api). */
export type SubscriptionStatus =
  | 'PendingActivation'
  | 'Active'
  | 'DeactivatedByUser'
  | 'DeactivatedByAdmin'
  | 'DeactivatedTooManyFailedMessageDeliveryAttempts'

export interface Subscription {
  readonly subscriptionId: string
  readonly messageSignatureKey: string
  readonly createdAt: number
  status: SubscriptionStatus
  statusChangedAt: number
  statusChangeMessage: string | null
  eventIds: readonly string[]
  eventSchemaVersion: number
  referenceId: string | null
  webhookUrl: string
  /** Totals since the beginning; attempts count retries. */
  readonly totals: { attempted: number; delivered: number; undelivered: number; failed: number }
  /** Counts its states: what was made under an earlier one is not sent any more. */
  turn: number
  /** Attempts that failed since the last one that did not. */
  failedInARow: number
}

/** What a subscription is made of. */
export interface Wish {
  readonly webhookUrl: string
  readonly eventIds?: readonly string[]
  readonly referenceId?: string
}

export interface Subscriptions {
  readonly list: readonly Subscription[]
  add(wish: Wish, now: number): Subscription
  find(subscriptionId: string): Subscription | undefined
}

export const createSubscriptions = (seed: number): Subscriptions => {
  const list: Subscription[] = []
  return {
    list,
    find: (subscriptionId) => list.find((one) => one.subscriptionId === subscriptionId.toLowerCase()),
    add: (wish, now) => {
      const subscription: Subscription = {
        subscriptionId: subscriptionIdOf(seed, list.length),
        messageSignatureKey: signatureKeyOf(seed, list.length),
        createdAt: now,
        status: 'PendingActivation',
        statusChangedAt: now,
        statusChangeMessage: null,
        eventIds: wish.eventIds ?? eventIds,
        eventSchemaVersion: 1,
        referenceId: wish.referenceId ?? null,
        webhookUrl: wish.webhookUrl,
        totals: { attempted: 0, delivered: 0, undelivered: 0, failed: 0 },
        turn: 0,
        failedInARow: 0,
      }
      list.push(subscription)
      return subscription
    },
  }
}

/** Another state from now on; the same one again changes nothing. */
export const changeStatus = (
  subscription: Subscription,
  status: SubscriptionStatus,
  now: number,
  message: string | null = null,
): void => {
  if (subscription.status === status) return
  subscription.status = status
  subscription.statusChangedAt = now
  subscription.statusChangeMessage = message
  subscription.turn += 1
  subscription.failedInARow = 0
}

/** A subscription as the API shows it: without its key, which only its creation tells. */
export const subscriptionRecord = (one: Subscription) => ({
  subscriptionId: one.subscriptionId,
  status: one.status,
  subscriptionCreationDateTime: utcSecond(one.createdAt),
  statusChangeDate: utcSecond(one.statusChangedAt),
  statusChangeMessage: one.statusChangeMessage,
  statusChangeUser: 'Owner',
  eventIds: one.eventIds,
  eventSchemaVersion: one.eventSchemaVersion,
  referenceId: one.referenceId,
  webhookUrl: one.webhookUrl,
})

export const metricRecord = ({
  subscriptionId,
  status,
  createdAt,
  statusChangedAt,
  totals,
}: Subscription) => ({
  subscriptionId,
  status,
  statusChangeDate: statusChangedAt === createdAt ? null : utcSecond(statusChangedAt),
  creationDateTime: utcSecond(createdAt),
  messagesAttempted: totals.attempted,
  messagesDelivered: totals.delivered,
  messagesUndelivered: totals.undelivered,
  messagesFailed: totals.failed,
})
