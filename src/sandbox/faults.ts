// Faults by name: how the simulated API misbehaves for the next calls when a test or a user asks for it.

/** Every fault, and what it does to a call. */
export const faults = {
  rate_limited: '429 without Retry-After, as the real API is said to answer',
  rate_limited_seconds: '429 with Retry-After in seconds',
  rate_limited_date: '429 with Retry-After as an HTTP date',
  rate_limited_absurd: '429 with a Retry-After of a year',
  server_error: '500 with a page of HTML',
  internal_error: '500 with an error of the API',
  bad_gateway: '502 of a gateway',
  unavailable: '503 with the maintenance code',
  gateway_timeout: '504 of a gateway',
  html: '200 with a page of HTML',
  empty_body: '200 with nothing in it',
  truncated: '200 whose JSON ends in the middle',
  gzip_cut: '200 whose zipped bytes end in the middle',
  byte_order_mark: '200 with a byte order mark before the JSON',
  wrong_content_type: '200 with JSON that calls itself text/html',
  error_with_200: '200 with an error inside',
  reset: 'the connection is cut without an answer',
  reset_after_headers: 'the connection is cut after the headers',
  reset_in_body: 'the connection is cut in the middle of the body',
  slow: 'the answer comes late',
  slow_loris: 'the answer comes byte by byte',
  endless: 'the answer never ends',
  token_expired: '401 as for a token that has expired',
  token_revoked: '401 for every token, also a new one',
  not_activated: '403 as for a key the site has not activated',
  empty_lists: '200 with an empty list (observed: one day everything came back empty)',
  page_repeated: 'the first page again, whatever the offset',
  page_shuffled: 'the rows of a page in another order',
  order_unstable: 'the table begins at another row at each call',
  total_changing: 'TotalResults is another one at each call',
  total_negative: 'TotalResults is negative',
  total_is_limit: 'TotalResults equals the limit',
  clock_ahead: 'the Date header is two hours ahead',
  clock_behind: 'the Date header is two hours behind',
  no_date: 'no Date header',
  zone_changed: 'the site says that it has moved to Kiritimati, where days begin first',
  new_field: 'records have a field nobody knows',
  changed_type: 'names became records, counts became texts',
  null_field: 'every field but the ids is null',
  long_id: 'records have an id beyond 2^53, in a field nobody knows',
  huge_decimal: 'amounts have thirty digits',
} as const

export type FaultName = keyof typeof faults

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(faults, name)

export interface Fault {
  readonly name: FaultName
  /** Calls it strikes; default 1. `Infinity` = until the faults are set anew. */
  readonly times?: number
  /** Only calls whose path contains this. */
  readonly path?: string
  /** Calls let through before it strikes; default 0. */
  readonly after?: number
  readonly retryAfterSeconds?: number
  /** How late (`slow`), or how far apart bytes are (`slow_loris`); default 1,000. */
  readonly delayMs?: number
}

export interface Struck {
  readonly fault: Fault
  /** How often it has struck before. */
  readonly nth: number
}

export interface Faults {
  set(faults: readonly Fault[]): void
  /** The fault that strikes a call on a path, if any; counts the call. */
  strike(path: string): Struck | undefined
}

export const createFaults = (): Faults => {
  let armed: { readonly fault: Fault; skip: number; left: number; struck: number }[] = []
  return {
    set: (list) => {
      armed = list.map((fault) => ({ fault, skip: fault.after ?? 0, left: fault.times ?? 1, struck: 0 }))
    },
    strike: (path) => {
      for (const entry of armed) {
        const { fault } = entry
        if (entry.left <= 0 || !concerns(fault, path)) continue
        if (entry.skip > 0) {
          entry.skip -= 1
          continue
        }
        entry.left -= 1
        entry.struck += 1
        return { fault, nth: entry.struck - 1 }
      }
      return undefined
    },
  }
}

/** A token is revoked for what it opens; a new one can still be asked for. */
const concerns = ({ name, path }: Fault, called: string): boolean =>
  (path === undefined || called.includes(path)) &&
  !(name === 'token_revoked' && called.startsWith('/usertoken/'))
