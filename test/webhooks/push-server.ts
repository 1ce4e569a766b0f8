// Mindbody's webhook API as documented, small and for tests: subscriptions, counters, and every refusal on demand.
import { randomBytes, randomUUID } from 'node:crypto'
import { json, startServer } from '../source/http-server.ts'
import type { Handler, Received } from '../source/http-server.ts'

export interface HeldSubscription {
  readonly subscriptionId: string
  status: string
  subscriptionCreationDateTime: string
  statusChangeDate: string
  statusChangeMessage: string | null
  statusChangeUser: string
  eventIds: readonly string[]
  eventSchemaVersion: number
  referenceId: string
  webhookUrl: string
}

export interface Counters {
  messagesAttempted: number
  messagesDelivered: number
  messagesUndelivered: number
  messagesFailed: number
}

/** An answer that is given instead of the documented one. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** The request is carried out all the same: its answer is what got lost. */
  readonly done?: boolean
}

export interface PushServer {
  readonly url: string
  readonly received: readonly Received[]
  readonly held: Map<string, HeldSubscription>
  readonly counters: Map<string, Counters>
  /** Keys by subscription; nothing but POST tells them. */
  readonly keys: Map<string, string>
  /** Answers for the next requests, before the documented ones. */
  readonly next: Answer[]
  /** Answers as `{isSuccess, value, errorInformation}`. */
  wrapped: boolean
  /** True for requests that are carried out and never answered. */
  muted: (request: Received) => boolean
  close(): Promise<void>
}

export const refusal = (status: number, errorCode: string, errorType: string): Answer => ({
  status,
  body: { errors: [{ errorCode, errorType, errorMessage: `It is ${errorType}.` }] },
})

const notFound = refusal(404, '14040001', 'resourceNotFound')

/** Starts the server; the clock says when subscriptions were made and changed. */
export const startPushServer = async (clock = (): Date => new Date()): Promise<PushServer> => {
  const held: PushServer['held'] = new Map()
  const counters: PushServer['counters'] = new Map()
  const keys: PushServer['keys'] = new Map()
  const next: Answer[] = []

  const create = (draft: Partial<HeldSubscription>): Answer => {
    const subscriptionId = randomUUID()
    const at = clock().toISOString()
    const subscription: HeldSubscription = {
      subscriptionId,
      status: 'PendingActivation',
      subscriptionCreationDateTime: at,
      statusChangeDate: at,
      statusChangeMessage: null,
      statusChangeUser: 'Test',
      eventIds: draft.eventIds ?? [],
      eventSchemaVersion: 1,
      referenceId: draft.referenceId ?? '',
      webhookUrl: draft.webhookUrl ?? '',
    }
    held.set(subscriptionId, subscription)
    keys.set(subscriptionId, randomBytes(32).toString('base64'))
    counters.set(subscriptionId, {
      messagesAttempted: 0,
      messagesDelivered: 0,
      messagesUndelivered: 0,
      messagesFailed: 0,
    })
    return { status: 200, body: { ...subscription, messageSignatureKey: keys.get(subscriptionId) } }
  }

  const change = (subscription: HeldSubscription, changes: Partial<HeldSubscription>): Answer => {
    const statusChangeDate =
      changes.status === undefined ? subscription.statusChangeDate : clock().toISOString()
    Object.assign(subscription, changes, { statusChangeDate })
    return { status: 200, body: subscription }
  }

  const remove = (subscription: HeldSubscription): Answer => {
    if (subscription.status.startsWith('Deactivated')) return refusal(400, '14000018', 'genericDomainError')
    change(subscription, { status: 'DeactivatedByUser' })
    const { subscriptionId, referenceId } = subscription
    const message = 'Subscription deactivated successfully.'
    return {
      status: 200,
      body: { message, subscriptionId, referenceId, deactivationDateTime: clock().toISOString() },
    }
  }

  const answerOf = ({ method, url, body }: Received): Answer => {
    const [, root, id] = url.pathname.split('/')
    const parsed = (body === '' ? {} : JSON.parse(body)) as Partial<HeldSubscription>
    if (root === 'metrics') {
      const items = [...held.values()].map(({ subscriptionId, status, statusChangeDate }) => ({
        subscriptionId,
        status,
        statusChangeDate,
        ...counters.get(subscriptionId),
      }))
      return { status: 200, body: { items } }
    }
    if (id === undefined)
      return method === 'POST' ? create(parsed) : { status: 200, body: { items: [...held.values()] } }
    const subscription = held.get(decodeURIComponent(id))
    if (subscription === undefined) return notFound
    if (method === 'PATCH') return change(subscription, parsed)
    return method === 'DELETE' ? remove(subscription) : { status: 200, body: subscription }
  }

  const wrap = ({ status, body }: Answer): unknown =>
    status === 200
      ? { isSuccess: true, value: body, errorInformation: [] }
      : { isSuccess: false, value: null, errorInformation: (body as { errors?: unknown }).errors }

  const handler: Handler = (request, response) => {
    const instead = next.shift()
    if (instead?.done === true) answerOf(request)
    const answer = instead ?? answerOf(request)
    if (server.muted(request)) return
    const isWrapped = server.wrapped && instead === undefined && !request.url.pathname.startsWith('/metrics')
    json(response, isWrapped ? wrap(answer) : answer.body, answer.status, answer.headers)
  }
  const { url, received, close } = await startServer(handler)
  const server: PushServer = {
    url,
    received,
    held,
    counters,
    keys,
    next,
    wrapped: false,
    muted: () => false,
    close,
  }
  return server
}
