// The push client: Mindbody's webhook API, on whose other side subscriptions are made, changed and counted.
import { randomUUID } from 'node:crypto'
import { Agent } from 'undici'
import { Problem } from '../core/errors.ts'
import type { CallLimits } from './call-limits.ts'
import type { ClientOptions } from './client.ts'
import { extraHeadersOf, safeApiKey, safeBaseUrl } from './headers.ts'
import { createPushCaller } from './push-caller.ts'
import type { PushCaller } from './push-caller.ts'
import { isPushRefusal } from './push-errors.ts'
import { itemsOf, metricOf, signatureKeyOf, subscriptionOf } from './push-shapes.ts'
import type { DeliveryMetric, Subscription } from './push-shapes.ts'
import { sleepFor } from './retry.ts'

/** Calls are short, but a new address is looked at for up to 10 s before the answer comes. */
const pushLimits: CallLimits = {
  tries: 4,
  backoffMs: 1_000,
  headersMs: 30_000,
  idleMs: 15_000,
  totalMs: 60_000,
  bytes: 8 * 1024 * 1024,
}

/** What the client of the API is told as well; `baseUrl` with or without a trailing slash. */
export interface PushClientOptions extends Omit<
  ClientOptions,
  'staffUser' | 'tokens' | 'maxConcurrency' | 'requestsPerSecond'
> {
  readonly signal: AbortSignal
}

export interface SubscriptionDraft {
  readonly eventIds: readonly string[]
  readonly referenceId: string
  readonly webhookUrl: string
}

export type SubscriptionChange = Partial<SubscriptionDraft> & {
  readonly status?: 'Active' | 'DeactivatedByUser'
}

export interface CreatedSubscription {
  readonly subscription: Subscription
  /** Given once and never again. */
  readonly signatureKey: string
}

/** All methods throw a Problem: CREDENTIALS_REFUSED, PERMISSION_MISSING, SUBSCRIPTION_REFUSED, CONFIG_INVALID, MINDBODY_UNAVAILABLE, ANSWER_BROKEN. */
export interface PushClient {
  subscriptions(): Promise<readonly Subscription[]>
  subscription(id: string): Promise<Subscription>
  /** A try that went unanswered may have made one all the same: nobody has its key, and it never delivers. */
  create(draft: SubscriptionDraft): Promise<CreatedSubscription>
  change(id: string, change: SubscriptionChange): Promise<Subscription>
  /** Deactivates it for good; Mindbody goes on listing it. */
  remove(id: string): Promise<void>
  metrics(): Promise<readonly DeliveryMetric[]>
  /** Mindbody's clock as of its last good answer; before the first, this machine's. */
  now(): Date
  [Symbol.asyncDispose](): Promise<void>
}

const schemaVersion = 1

/** @throws Problem CONFIG_INVALID for a base URL without https, or a key or extra headers that cannot be sent. */
export const createPushClient = (options: PushClientOptions): PushClient => {
  const { onSecret = () => undefined, clock = () => new Date() } = options
  const limits = { ...pushLimits, ...options.limits }
  const agent = new Agent({
    connections: 1,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.idleMs,
    maxResponseSize: limits.bytes,
  })
  const caller = createPushCaller({
    agent,
    limits,
    clock,
    baseUrl: safeBaseUrl(options.baseUrl, 'webhooks.push_url'),
    headers: {
      ...extraHeadersOf(options.extraHeaders),
      'api-key': safeApiKey(options.apiKey),
      'user-agent': options.userAgent ?? 'mindbody-elt',
      accept: 'application/json',
    },
    ledger: options.ledger,
    log: options.log,
    signal: options.signal,
    random: options.random ?? Math.random,
    sleep: options.sleep ?? sleepFor,
    newId: randomUUID,
  })
  return {
    ...callsOf(caller, onSecret),
    [Symbol.asyncDispose]: async () => {
      await options.ledger.flush()
      await agent.close()
    },
  }
}

const callsOf = (
  { call, now }: PushCaller,
  onSecret: (secret: string) => void,
): Omit<PushClient, typeof Symbol.asyncDispose> => {
  const listOf = async (path: string): Promise<readonly unknown[]> =>
    itemsOf(await call({ method: 'GET', path })) ?? broken(path)
  const one = async (asked: Parameters<typeof call>[0]): Promise<Subscription> =>
    subscriptionOf(await call(asked)) ?? broken(asked.path)
  const subscription = (id: string): Promise<Subscription> =>
    one({ method: 'GET', path: '/subscriptions', id })
  return {
    subscriptions: async () =>
      (await listOf('/subscriptions')).map((item) => subscriptionOf(item) ?? broken('/subscriptions')),
    subscription,
    create: async (draft) => {
      const body = { ...draft, eventSchemaVersion: schemaVersion }
      const answer = await call({ method: 'POST', path: '/subscriptions', body })
      const signatureKey = signatureKeyOf(answer)
      if (signatureKey !== undefined) onSecret(signatureKey)
      const made = subscriptionOf(answer) ?? broken('/subscriptions')
      if (signatureKey !== undefined) return { subscription: made, signatureKey }
      throw new Problem('ANSWER_BROKEN', {
        what: `Mindbody made the subscription ${made.subscriptionId} and did not tell its signature key.`,
        remedy: `Run \`webhooks delete ${made.subscriptionId}\`, then the same command again.`,
      })
    },
    change: (id, change) => one({ method: 'PATCH', path: '/subscriptions', id, body: change }),
    remove: async (id) => {
      let tries = 0
      try {
        await call({ method: 'DELETE', path: '/subscriptions', id, onTry: () => (tries += 1) })
      } catch (error) {
        // The try before, which went unanswered, has done it.
        if (tries < 2 || !isPushRefusal(error, 'genericDomainError')) throw error
      }
    },
    now,
    metrics: async () => (await listOf('/metrics')).map((item) => metricOf(item) ?? broken('/metrics')),
  }
}

const broken = (path: string): never => {
  throw new Problem('ANSWER_BROKEN', {
    what: `Mindbody's webhook API answered ${path} with something else.`,
    remedy: 'Check webhooks.push_url in the configuration; if it is right, run again later.',
  })
}
