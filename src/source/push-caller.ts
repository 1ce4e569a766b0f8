// One call to the webhook API: written into the ledger, sent, and tried again until it is answered or hopeless.
import { request } from 'undici'
import type { Agent } from 'undici'
import type { CallLedger } from '../control/ledger.ts'
import { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { CallLimits } from './call-limits.ts'
import { pushErrorOf, pushProblem } from './push-errors.ts'
import type { PushError } from './push-errors.ts'
import { backoffMs, isPassing, retryAfterMs } from './retry.ts'
import type { Sleep } from './retry.ts'

export interface PushCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Under the base URL, without an id. */
  readonly path: string
  readonly id?: string
  readonly body?: object
  /** Told of each try before it is made. */
  readonly onTry?: () => void
}

export interface PushCallerOptions {
  readonly agent: Agent
  readonly limits: CallLimits
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly ledger: CallLedger
  readonly log: Log
  readonly signal: AbortSignal
  readonly clock: () => Date
  readonly random: () => number
  readonly sleep: Sleep
  readonly newId: () => string
}

export interface PushCaller {
  /** The parsed body of a good answer. @throws Problem, see `PushClient`. */
  call(call: PushCall): Promise<unknown>
  /** Mindbody's clock as of its last good answer; before the first, this machine's. */
  now(): Date
}

/** Webhook calls belong to the developer account: no site pays for them. */
const noSite = 0

type Outcome =
  | { readonly kind: 'answer'; readonly body: unknown; readonly at: Date | undefined }
  | { readonly kind: 'error'; readonly error: PushError; readonly retryAfter: string | undefined }
  | { readonly kind: 'broken' | 'silent'; readonly why: string; readonly cause: unknown }

export const createPushCaller = (options: PushCallerOptions): PushCaller => {
  const { limits, ledger, log, signal, clock, random, sleep } = options
  let serverNow: Date | undefined

  const once = async (call: PushCall): Promise<Outcome> => {
    signal.throwIfAborted()
    call.onTry?.()
    const id = options.newId()
    const localDay = clock().toISOString().slice(0, 10)
    await ledger.reserve({ id, siteId: noSite, endpoint: endpointOf(call), stream: 'webhooks', localDay })
    const { status, outcome } = await send(options, call, id)
    await ledger.finish(id, status)
    log.debug({ method: call.method, path: endpointOf(call), requestId: id, status }, 'called')
    return outcome
  }

  const call = async (asked: PushCall): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await once(asked)
      if (outcome.kind === 'answer') {
        serverNow = outcome.at ?? serverNow
        return outcome.body
      }
      const name = `${asked.method} ${endpointOf(asked)}`
      if (outcome.kind === 'error' && !isPassing(outcome.error.status, undefined))
        throw pushProblem(outcome.error, name)
      if (attempt >= limits.tries) throw givenUp(name, outcome, attempt)
      const askedMs = outcome.kind === 'error' ? retryAfterMs(outcome.retryAfter, clock()) : undefined
      const waitMs = Math.max(askedMs ?? 0, backoffMs(attempt, limits.backoffMs, random))
      log.warn({ call: name, attempt, waitMs: Math.round(waitMs) }, `asking again: ${reasonOf(outcome)}`)
      await sleep(waitMs, signal)
    }
  }
  return { call, now: () => serverNow ?? clock() }
}

/** As the ledger counts it: without the id, which would make an endpoint of each subscription. */
const endpointOf = ({ path, id }: PushCall): string => (id === undefined ? path : `${path}/{id}`)

/** Sends one request; redirects are not followed. Status 0 = no answer came. Throws only when the caller's signal aborts. */
const send = async (
  { agent, limits, baseUrl, headers, signal }: PushCallerOptions,
  { method, path, id, body }: PushCall,
  requestId: string,
): Promise<{ readonly status: number; readonly outcome: Outcome }> => {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(limits.totalMs)])
  try {
    const response = await request(
      `${baseUrl}${path}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`,
      {
        method,
        headers: {
          ...headers,
          'x-request-id': requestId,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        dispatcher: agent,
        signal: inTime,
      },
    )
    const { statusCode: status } = response
    const text = await response.body.text()
    const parsed = parsedOf(text)
    const error = pushErrorOf(parsed, status)
    if (error !== undefined) {
      const retryAfter = response.headers['retry-after']?.toString()
      return { status, outcome: { kind: 'error', error, retryAfter } }
    }
    if (parsed === undefined) {
      const why = text === '' ? 'an empty body' : 'a body that is not JSON'
      return { status, outcome: { kind: 'broken', why, cause: undefined } }
    }
    return { status, outcome: { kind: 'answer', body: parsed, at: dateOf(response.headers['date']) } }
  } catch (error) {
    signal.throwIfAborted()
    return { status: 0, outcome: { kind: 'silent', why: whyOf(error), cause: error } }
  }
}

const dateOf = (header: string | string[] | undefined): Date | undefined => {
  const ms = Date.parse(String(header ?? ''))
  return Number.isNaN(ms) ? undefined : new Date(ms)
}

/** Undefined for what is not JSON. The parser's own message would quote the text, which may hold a signature key. */
const parsedOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Where a name has several addresses, the error of all of them has a code and no message. */
const whyOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.message || (error as NodeJS.ErrnoException).code || error.name
}

type Unanswered = Exclude<Outcome, { kind: 'answer' }>

const reasonOf = (outcome: Unanswered): string =>
  outcome.kind === 'error' ? `${outcome.error.status}: ${outcome.error.message}` : outcome.why

const givenUp = (name: string, outcome: Unanswered, tries: number): Problem =>
  new Problem(
    outcome.kind === 'broken' ? 'ANSWER_BROKEN' : 'MINDBODY_UNAVAILABLE',
    {
      what: `Mindbody's webhook API gave no usable answer to ${name} in ${tries} tries.`,
      why: `The last one: ${reasonOf(outcome)}.`,
      remedy: 'Check the network and webhooks.push_url, then run the same command again.',
    },
    { cause: outcome.kind === 'error' ? outcome.error : outcome.cause },
  )
