// What Mindbody's webhook API answers with: subscriptions and their counters, read out of either of the two known wrappings.
import { objectOf } from './unknown-json.ts'

/** A subscription as Mindbody tells it. */
export interface Subscription {
  readonly subscriptionId: string
  /** `Active` delivers; every other text, known or not, does not. */
  readonly status: string
  readonly createdAt: string | undefined
  readonly statusChangedAt: string | undefined
  readonly statusChangeMessage: string | undefined
  readonly statusChangeUser: string | undefined
  readonly eventIds: readonly string[]
  readonly referenceId: string
  readonly webhookUrl: string
}

/** Counters of a subscription, since it was made. */
export interface DeliveryMetric {
  readonly subscriptionId: string
  readonly status: string
  readonly statusChangedAt: string | undefined
  /** Repeats counted. */
  readonly attempted: number
  readonly delivered: number
  /** Attempts that were not answered with 2xx. */
  readonly undelivered: number
  /** Messages given up after 3 hours. */
  readonly failed: number
}

export const activeStatus = 'Active'

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const countOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)

/** The answer itself, or its `value` where it is wrapped as `{isSuccess, value, errorInformation}`. */
export const unwrapped = (answer: unknown): unknown => {
  const outer = objectOf(answer)
  return outer !== undefined && 'isSuccess' in outer ? outer['value'] : answer
}

/** The list under `items`; undefined for anything else. */
export const itemsOf = (answer: unknown): readonly unknown[] | undefined => {
  const items = objectOf(unwrapped(answer))?.['items']
  return Array.isArray(items) ? items : undefined
}

/** Undefined where there is no subscription in the answer. */
export const subscriptionOf = (answer: unknown): Subscription | undefined => {
  const body = objectOf(unwrapped(answer))
  const subscriptionId = textOf(body?.['subscriptionId'])
  if (body === undefined || subscriptionId === undefined) return undefined
  const eventIds: unknown = body['eventIds']
  return {
    subscriptionId,
    status: textOf(body['status']) ?? 'unknown',
    createdAt: textOf(body['subscriptionCreationDateTime']),
    statusChangedAt: textOf(body['statusChangeDate']),
    statusChangeMessage: textOf(body['statusChangeMessage']),
    statusChangeUser: textOf(body['statusChangeUser']),
    eventIds: Array.isArray(eventIds) ? eventIds.map(String) : [],
    referenceId: textOf(body['referenceId']) ?? '',
    webhookUrl: textOf(body['webhookUrl']) ?? '',
  }
}

/** The key that signs a subscription's deliveries; only the answer that made it has one. */
export const signatureKeyOf = (answer: unknown): string | undefined => {
  const key = textOf(objectOf(unwrapped(answer))?.['messageSignatureKey'])
  return key === '' ? undefined : key
}

/** Undefined where there are no counters in the item. */
export const metricOf = (item: unknown): DeliveryMetric | undefined => {
  const body = objectOf(item)
  const subscriptionId = textOf(body?.['subscriptionId'])
  if (body === undefined || subscriptionId === undefined) return undefined
  return {
    subscriptionId,
    status: textOf(body['status']) ?? 'unknown',
    statusChangedAt: textOf(body['statusChangeDate']),
    attempted: countOf(body['messagesAttempted']),
    delivered: countOf(body['messagesDelivered']),
    undelivered: countOf(body['messagesUndelivered']),
    failed: countOf(body['messagesFailed']),
  }
}
