// Faults by name: how the simulated API misbehaves for the next calls when a test asks for it.

type FaultName =
  /** 429, with Retry-After where `retryAfterSeconds` is given (the real API is said to send none). */
  | 'rate_limited'
  /** 500 with a page of HTML. */
  | 'server_error'
  /** 503 with the maintenance code. */
  | 'unavailable'
  /** 401 as for a token that has expired. */
  | 'token_expired'
  /** 403 as for a key the site has not activated. */
  | 'not_activated'
  /** The connection is cut without an answer. */
  | 'reset'
  /** 200 with an empty list (observed: one day everything came back empty). */
  | 'empty_lists'
  /** 200 whose body ends in the middle. */
  | 'truncated'
  /** 200 with an error inside. */
  | 'error_with_200'
  /** An answer that comes `delayMs` late. */
  | 'slow'

export interface Fault {
  readonly name: FaultName
  /** Calls it strikes; default 1. `Infinity` = until the faults are set anew. */
  readonly times?: number
  /** Only calls whose path contains this. */
  readonly path?: string
  /** Calls let through before it strikes; default 0. */
  readonly after?: number
  readonly retryAfterSeconds?: number
  readonly delayMs?: number
}

export interface Faults {
  set(faults: readonly Fault[]): void
  /** The fault that strikes a call on a path, if any; counts the call. */
  strike(path: string): Fault | undefined
}

export const createFaults = (): Faults => {
  let armed: { readonly fault: Fault; skip: number; left: number }[] = []
  return {
    set: (faults) => {
      armed = faults.map((fault) => ({ fault, skip: fault.after ?? 0, left: fault.times ?? 1 }))
    },
    strike: (path) => {
      for (const entry of armed) {
        const { fault } = entry
        if (entry.left <= 0 || (fault.path !== undefined && !path.includes(fault.path))) continue
        if (entry.skip > 0) {
          entry.skip -= 1
          continue
        }
        entry.left -= 1
        return fault
      }
      return undefined
    },
  }
}
