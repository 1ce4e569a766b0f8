// The client: the one door to Mindbody's API, for all sites of a run.
import type { CallLedger } from '../control/ledger.ts'
import type { TokenStore } from '../control/tokens.ts'
import type { Log } from '../core/log.ts'
import { localDateOf } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import type { Answer } from './answer.ts'
import { defaultLimits } from './call-limits.ts'
import type { CallLimits } from './call-limits.ts'
import { createCaller } from './caller.ts'
import type { Caller, WaitListener } from './caller.ts'
import { createCounts } from './counts.ts'
import type { Counts } from './counts.ts'
import { extraHeadersOf, safeApiKey, safeBaseUrl } from './headers.ts'
import { needsStaff } from './refusal.ts'
import { sleepFor } from './retry.ts'
import type { Sleep } from './retry.ts'
import { createStaffTokens } from './staff-tokens.ts'
import type { StaffTokens, StaffUser } from './staff-tokens.ts'

export interface ClientOptions {
  readonly baseUrl: string
  readonly apiKey: string
  /** Undefined = API key only. */
  readonly staffUser: StaffUser | undefined
  readonly ledger: CallLedger
  readonly tokens: TokenStore
  readonly maxConcurrency: number
  readonly requestsPerSecond: number
  readonly log: Log
  /** One `Name: value` a line, sent with each call. */
  readonly extraHeaders?: string | undefined
  readonly userAgent?: string
  /** Told of every secret the client comes to know, so that the log can blank it. */
  readonly onSecret?: (secret: string) => void
  readonly limits?: Partial<CallLimits>
  readonly clock?: () => Date
  readonly random?: () => number
  readonly sleep?: Sleep
}

export interface Request {
  readonly siteId: number
  /** Path under the base URL. */
  readonly path: string
  readonly query: readonly (readonly [name: string, value: string])[]
  /** Where the records are in a good answer (`Sales`, `Class.Visits`; empty = the answer itself): one about something else is none. */
  readonly rows: string
  /** Fields of the record, where the answer itself is one; without them it is a bare list. */
  readonly fields?: readonly string[]
  /** Stream the call is made for; undefined for checks. */
  readonly stream?: string
  /** The answer is masked or empty without a staff token: do not ask without one. */
  readonly staffToken: boolean
  /** Tries at most, where fewer than the client's own number will do. */
  readonly tries?: number
  readonly signal: AbortSignal
}

export class Client {
  readonly #caller: Caller
  readonly #counts: Counts = createCounts()
  readonly #ledger: CallLedger
  readonly #log: Log
  /** SourceCredentials and the like may stand in for a staff token, so extra headers lift our own refusal. */
  readonly #hasExtraHeaders: boolean
  readonly #tokens: StaffTokens | undefined
  readonly #zones = new Map<number, string>()
  #onWait: WaitListener | undefined

  /** @throws Problem CONFIG_INVALID for a base URL without https, or a key or extra headers that cannot be sent. */
  constructor(options: ClientOptions) {
    const { apiKey, staffUser, userAgent = 'mindbody-elt', onSecret = () => undefined } = options
    const extraHeaders = extraHeadersOf(options.extraHeaders)
    this.#hasExtraHeaders = Object.keys(extraHeaders).length > 0
    this.#ledger = options.ledger
    this.#log = options.log
    const caller = createCaller({
      clock: () => new Date(),
      random: Math.random,
      sleep: sleepFor,
      ...options,
      limits: { ...defaultLimits, ...options.limits },
      baseUrl: safeBaseUrl(options.baseUrl),
      headers: {
        ...extraHeaders,
        'api-key': safeApiKey(apiKey),
        'user-agent': userAgent,
        accept: 'application/json',
        'accept-encoding': 'gzip',
      },
      counts: this.#counts,
      zoneOfSite: (siteId) => this.#zones.get(siteId) ?? 'UTC',
      onWait: (wait) => this.#onWait?.(wait),
    })
    this.#caller = caller
    this.#tokens =
      staffUser &&
      createStaffTokens({
        user: staffUser,
        store: options.tokens,
        onSecret,
        log: options.log,
        now: caller.now,
        call: (siteId, path, sent, signal) =>
          caller.call({ siteId, path, signal, method: 'POST', query: [], ...sent }),
      })
  }

  /**
   * Mindbody's clock as of its last answer; before the first, this machine's. It stands still between answers, and goes back a
   * little when a slow answer comes after a quick one: it may be early, which reads something twice, but never late.
   */
  now(): Date {
    return this.#caller.now()
  }

  /**
   * The time a pass starts at, by Mindbody's clock: a cursor taken from a machine that is days ahead would skip those days. Asks
   * for the site where nothing was answered yet.
   * @throws Problem as `get`.
   */
  async startOfPass(siteId: number, signal: AbortSignal): Promise<Date> {
    if (this.#caller.serverNow() === undefined) {
      const query = [['request.siteIds', String(siteId)]] as const
      await this.get({ siteId, path: '/site/sites', query, rows: 'Sites', staffToken: false, signal })
      if (this.#caller.serverNow() === undefined) {
        this.#log.warn('Mindbody does not tell its time; the clock of this machine is used and must be right')
      }
    }
    return this.now()
  }

  /** Sets the zone that decides which local day pays for a site's calls; UTC until it is known. */
  setZone(siteId: number, zone: string): void {
    this.#zones.set(siteId, zone)
  }

  /** Who is told of waits before a call is made again; one listener, the last one set. */
  onWait(listener: WaitListener): void {
    this.#onWait = listener
  }

  /** The day on the site's calendar that pays for a call made now. */
  localDay(siteId: number): LocalDate {
    return localDateOf(this.now(), this.#zones.get(siteId) ?? 'UTC')
  }

  /** Calls that may still be made for a site today, by this run; undefined = no limit. */
  callsLeft(siteId: number): Promise<number | undefined> {
    return this.#ledger.left(siteId, this.localDay(siteId))
  }

  /** Calls made and bytes received: of a stream of a site, of a stream, or in all (token calls included). */
  counters(stream?: string, siteId?: number): { readonly calls: number; readonly bytes: number } {
    return this.#counts.of(stream, siteId)
  }

  get callsMade(): number {
    return this.#counts.of().calls
  }

  get hasStaffToken(): boolean {
    return this.#tokens !== undefined
  }

  /**
   * Asks until there is a whole answer, or it is certain that there will be none.
   * @throws Problem CREDENTIALS_REFUSED, SITE_NOT_ACTIVATED, PERMISSION_MISSING, BUDGET_SPENT, MINDBODY_UNAVAILABLE,
   * ANSWER_BROKEN; INTERNAL with an ApiError as cause for a request the API does not accept.
   */
  async get(request: Request): Promise<Answer> {
    const tokens = this.#tokens
    if (tokens === undefined) {
      if (request.staffToken && !this.#hasExtraHeaders) throw needsStaff(request)
      return this.#caller.call({ ...request, method: 'GET' })
    }
    return tokens.use(request.siteId, request.signal, (token, mayGo) =>
      this.#caller.call({ ...request, method: 'GET', token, mayGo }),
    )
  }

  async close(): Promise<void> {
    await this.#ledger.flush()
    await this.#caller.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
