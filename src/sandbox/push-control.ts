// The control plane of events: subscriptions made, shown, changed and ended, and their totals.
import type { Answer } from './answers.ts'
import { utcSecond } from './events-words.ts'
import { pushAnswer, pushRefusal, wrongKey, type PushError } from './push-answers.ts'
import { askedOf, changeWrong, creationWrong, type Asked } from './push-checks.ts'
import type { PushOptions } from './push-options.ts'
import {
  changeStatus,
  metricRecord,
  subscriptionRecord,
  type Subscription,
  type Subscriptions,
  type SubscriptionStatus,
} from './push-subscriptions.ts'
import type { Incoming } from './respond.ts'
import { accepted } from './tokens.ts'

export const pushPath = '/push/api/v1'

export interface ControlParts {
  readonly subscriptions: Subscriptions
  readonly options: () => PushOptions
  /** Asks an address with HEAD; true for a 2xx in time. */
  readonly answers: (url: string) => Promise<boolean>
}

const textOf = (asked: Asked, name: string): string => String(asked.get(name))

const create = async ({ subscriptions, answers }: ControlParts, asked: Asked, now: number) => {
  const wrong = creationWrong(asked)
  if (wrong !== undefined) return wrong
  const webhookUrl = textOf(asked, 'webhookurl')
  if (!(await answers(webhookUrl))) return 'urlSilent'
  const reference = asked.get('referenceid')
  const made = subscriptions.add(
    {
      webhookUrl,
      eventIds: asked.get('eventids') as readonly string[],
      ...(typeof reference === 'string' ? { referenceId: reference } : {}),
    },
    now,
  )
  return { ...subscriptionRecord(made), messageSignatureKey: made.messageSignatureKey }
}

const change = async ({ answers }: ControlParts, one: Subscription, asked: Asked, now: number) => {
  const wrong = changeWrong(asked)
  if (wrong !== undefined) return wrong
  if (asked.has('webhookurl')) {
    const url = textOf(asked, 'webhookurl')
    if (!(await answers(url))) return 'urlSilent'
    one.webhookUrl = url
  }
  if (asked.has('eventids')) one.eventIds = asked.get('eventids') as readonly string[]
  if (typeof asked.get('referenceid') === 'string') one.referenceId = textOf(asked, 'referenceid')
  if (asked.has('status')) changeStatus(one, textOf(asked, 'status') as SubscriptionStatus, now)
  return subscriptionRecord(one)
}

/** Deactivates and erases nothing (documented). */
const end = (one: Subscription, now: number) => {
  if (one.status.startsWith('Deactivated')) return 'alreadyDeactivated'
  changeStatus(one, 'DeactivatedByUser', now)
  return {
    message: 'Subscription deactivated successfully.',
    deactivationDateTime: utcSecond(now),
    subscriptionId: one.subscriptionId,
    referenceId: one.referenceId,
  }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What a call comes to: a record, or the name of what is wrong. */
const outcomeOf = async (
  parts: ControlParts,
  incoming: Incoming,
  now: number,
): Promise<object | PushError | undefined> => {
  const { list, find } = parts.subscriptions
  const [, resource = '', id, ...more] = incoming.url.pathname.slice(pushPath.length).split('/')
  const { method } = incoming
  if (more.length > 0 || (resource !== 'subscriptions' && resource !== 'metrics')) return undefined
  if (resource === 'metrics')
    return method === 'GET' && id === undefined ? { items: list.map(metricRecord) } : undefined
  const asked = askedOf(incoming.body)
  if (id === undefined) {
    if (method === 'GET') return { items: list.map(subscriptionRecord) }
    return method === 'POST' ? create(parts, asked, now) : undefined
  }
  if (method === 'PATCH' && !guid.test(id)) return 'subscriptionId'
  const one = find(id)
  if (one === undefined) return 'unknown'
  if (method === 'GET') return subscriptionRecord(one)
  if (method === 'PATCH') return change(parts, one, asked, now)
  return method === 'DELETE' ? end(one, now) : undefined
}

/** Answers one call of the control plane at a simulated instant. */
export const controlAnswer = async (
  parts: ControlParts,
  incoming: Incoming,
  now: number,
): Promise<Answer> => {
  const { account, wrapped } = parts.options()
  // Metrics are the one answer that comes bare in either shape.
  const isWrapped = wrapped && !incoming.url.pathname.endsWith('/metrics')
  if (incoming.apiKey === undefined || incoming.apiKey === '') return pushRefusal('noKey', isWrapped)
  if (incoming.apiKey !== accepted.apiKey) return wrongKey()
  if (account !== 'live') return pushRefusal(account === 'forbidden' ? 'forbidden' : 'notLive', isWrapped)
  const outcome = await outcomeOf(parts, incoming, now)
  if (outcome === undefined) return pushRefusal('unknown', isWrapped)
  return typeof outcome === 'string' ? pushRefusal(outcome, isWrapped) : pushAnswer(outcome, isWrapped)
}
