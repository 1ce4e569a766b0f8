// A client for a configuration: credentials, ledger and token store put together.
import type { Control } from '../control/database.ts'
import { createLedger } from '../control/ledger.ts'
import { createTokenStore } from '../control/tokens.ts'
import type { Log } from '../core/log.ts'
import { Client } from './client.ts'
import { configuredZone } from './zones.ts'
import type { ZoneConfig } from './zones.ts'

export type Credentials =
  | { readonly type: 'staff_user'; readonly username: string; readonly password: string }
  | { readonly type: 'api_key_only' }

export interface ClientConfig extends ZoneConfig {
  readonly api_key: string
  readonly site_ids: readonly number[]
  readonly credentials: Credentials
  readonly base_url: string
  readonly max_concurrency: number
  readonly requests_per_second: number
  readonly daily_call_budget?: number | undefined
  readonly extra_headers?: string | undefined
}

export interface OpenClientOptions {
  readonly config: ClientConfig
  readonly control: Control
  readonly runId: string
  readonly log: Log
  readonly maxCalls?: number | undefined
  readonly userAgent?: string
  /** Told of tokens, so that the log can blank them. */
  readonly onSecret?: (secret: string) => void
}

/** Opens the one client of a run; the caller closes it. @throws Problem CONFIG_INVALID, see `Client`. */
export const openClient = ({ config, control, runId, log, maxCalls, ...rest }: OpenClientOptions): Client => {
  const { credentials } = config
  const client = new Client({
    ...rest,
    log,
    baseUrl: config.base_url,
    apiKey: config.api_key,
    staffUser: credentials.type === 'staff_user' ? credentials : undefined,
    ledger: createLedger(control, { runId, dailyBudget: config.daily_call_budget, maxCalls }),
    tokens: createTokenStore(control),
    maxConcurrency: config.max_concurrency,
    requestsPerSecond: config.requests_per_second,
    extraHeaders: config.extra_headers,
  })
  for (const siteId of config.site_ids) {
    const zone = configuredZone(config, siteId)
    if (zone !== undefined) client.setZone(siteId, zone)
  }
  return client
}
