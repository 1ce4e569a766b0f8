// The caller: one call to Mindbody, reserved, paced, counted, and tried again until it is answered or hopeless.
import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import pLimit from 'p-limit'
import { Agent } from 'undici'
import type { CallLedger } from '../control/ledger.ts'
import { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { localDateOf } from '../core/time.ts'
import { unexplained } from './answer.ts'
import type { Answer } from './answer.ts'
import type { CallLimits } from './call-limits.ts'
import type { Counts } from './counts.ts'
import { exchange } from './exchange.ts'
import type { Outcome } from './exchange.ts'
import { createPace } from './pace.ts'
import { refusalOf } from './refusal.ts'
import { backoffMs, isPassing, retryAfterMs } from './retry.ts'
import type { Sleep } from './retry.ts'

export interface Call {
  readonly siteId: number
  /** Path under the base URL. */
  readonly path: string
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly method: 'GET' | 'POST'
  readonly stream?: string | undefined
  /** Where the records are in a good answer. */
  readonly rows?: string | undefined
  /** Fields of the record, where the answer itself is one. */
  readonly fields?: readonly string[] | undefined
  readonly body?: object | undefined
  readonly token?: string | undefined
  /** Called when its turn has come; throws where the call has become pointless while it waited. */
  readonly mayGo?: () => void
  readonly tries?: number
  readonly signal: AbortSignal
}

/** A wait before a call is made again. */
export interface Wait {
  readonly siteId: number
  readonly stream: string | undefined
  readonly ms: number
  /** `rate_limited` = Mindbody asked for it (429), and every call waits. */
  readonly reason: 'rate_limited' | 'unanswered'
}

export type WaitListener = (wait: Wait) => Promise<void> | undefined

export interface CallerOptions {
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly ledger: CallLedger
  readonly counts: Counts
  readonly limits: CallLimits
  readonly maxConcurrency: number
  readonly requestsPerSecond: number
  readonly zoneOfSite: (siteId: number) => string
  readonly onWait: WaitListener
  readonly log: Log
  readonly clock: () => Date
  readonly random: () => number
  readonly sleep: Sleep
}

export interface Caller {
  /** @throws Problem, see `Client.get`. */
  call(call: Call): Promise<Answer>
  /** Mindbody's clock as of its last answer; undefined before the first. */
  serverNow(): Date | undefined
  /** Mindbody's clock, or this machine's where there is no answer yet. */
  now(): Date
  close(): Promise<void>
}

export const createCaller = (options: CallerOptions): Caller => {
  const { baseUrl, headers, ledger, counts, limits, zoneOfSite, log, clock, random, sleep } = options
  const agent = new Agent({
    connections: options.maxConcurrency,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.idleMs,
    maxResponseSize: limits.bytes,
  })
  const inFlight = pLimit(options.maxConcurrency)
  const pace = createPace(options.requestsPerSecond, sleep, () => performance.now())
  let serverNow: Date | undefined
  const now = (): Date => serverNow ?? clock()

  const once = async (call: Call): Promise<Outcome & { readonly requestId: string }> => {
    const { siteId, path, stream, token, signal } = call
    setMaxListeners(0, signal)
    await pace.turn(signal)
    signal.throwIfAborted()
    call.mayGo?.()
    const id = randomUUID()
    const localDay = localDateOf(now(), zoneOfSite(siteId))
    await ledger.reserve({ id, siteId, endpoint: path, stream, localDay })
    const outcome = await exchange({
      ...call,
      body: call.body,
      agent,
      limits,
      clock,
      url: `${baseUrl}${path}`,
      requestId: id,
      headers: {
        ...headers,
        siteid: String(siteId),
        'x-request-id': id,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    })
    await ledger.finish(id, outcome.status)
    log.debug({ siteId, path, stream, requestId: id, status: outcome.status }, 'called')
    if (isMindbodys(outcome)) serverNow = outcome.serverNow ?? serverNow
    counts.add(stream, siteId, outcome.bytes)
    return { ...outcome, requestId: id }
  }

  /** What an answer means is heard before its place is free: who waited for the place learns that a token was refused. */
  const inTurn = (asked: Call): ReturnType<typeof once> =>
    new Promise((resolve, reject) => {
      void inFlight(async () => {
        await once(asked).then(resolve, reject)
        await nextTurn()
      })
    })

  const call = async (asked: Call): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await inTurn(asked)
      if (outcome.kind === 'answer') return outcome.answer
      if (isFinal(outcome)) throw refusalOf(outcome.error, { ...asked, withToken: asked.token !== undefined })
      if (attempt >= Math.min(asked.tries ?? limits.tries, limits.tries))
        throw givenUp(asked, outcome, attempt)
      const { siteId, path, signal } = asked
      const { requestId } = outcome
      const waitMs = waitOf(outcome, attempt)
      log.warn(
        { siteId, path, attempt, requestId, waitMs: Math.round(waitMs) },
        `asking again: ${reasonOf(outcome)}`,
      )
      // A 429 speaks of the key, not of this call: everybody waits.
      const isLimited = outcome.status === 429
      if (isLimited) pace.pause(waitMs)
      const reason = isLimited ? 'rate_limited' : 'unanswered'
      await options.onWait({ siteId, stream: asked.stream, ms: waitMs, reason })
      await sleep(waitMs, signal)
    }
  }

  const waitOf = (outcome: Unanswered, attempt: number): number => {
    const askedMs =
      outcome.kind === 'error' ? retryAfterMs(outcome.retryAfter, outcome.serverNow ?? now()) : undefined
    return Math.max(askedMs ?? 0, backoffMs(attempt, limits.backoffMs, random))
  }

  return { call, now, serverNow: () => serverNow, close: () => agent.close() }
}

/** A gateway's page has a gateway's clock. */
const isMindbodys = (outcome: Outcome): boolean =>
  outcome.kind === 'answer' || (outcome.kind === 'error' && outcome.error.code !== unexplained)

type Unanswered = Exclude<Outcome, { kind: 'answer' }>
type ApiErrorOutcome = Extract<Outcome, { kind: 'error' }>

/** An error that asking again will not mend. One that came with status 200 is as odd as a broken body, and tried again. */
const isFinal = (outcome: Unanswered): outcome is ApiErrorOutcome =>
  outcome.kind === 'error' &&
  outcome.error.status !== 200 &&
  !isPassing(outcome.error.status, outcome.error.code)

const reasonOf = (outcome: Unanswered): string =>
  outcome.kind === 'error'
    ? `${outcome.error.status} ${outcome.error.code}: ${outcome.error.message}`
    : outcome.why

const givenUp = (call: Call, outcome: Unanswered, tries: number): Problem => {
  const broken = outcome.kind === 'broken' || outcome.status === 200
  return new Problem(
    broken ? 'ANSWER_BROKEN' : 'MINDBODY_UNAVAILABLE',
    {
      what: `Mindbody gave no usable answer to ${call.path} for site ${call.siteId} in ${tries} tries.`,
      why: `The last one: ${reasonOf(outcome)}.`,
      ...(outcome.kind === 'silent'
        ? { remedy: 'Check the network and base_url, then run again; what was committed is kept.' }
        : {}),
    },
    { cause: outcome.kind === 'error' ? outcome.error : outcome.cause },
  )
}
