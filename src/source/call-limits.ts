// How long, how often and how much: the limits of one call.

export interface CallLimits {
  readonly tries: number
  readonly backoffMs: number
  readonly headersMs: number
  readonly idleMs: number
  readonly totalMs: number
  readonly bytes: number
}

export const defaultLimits: CallLimits = {
  tries: 6,
  backoffMs: 1_000,
  headersMs: 60_000,
  idleMs: 30_000,
  totalMs: 180_000,
  bytes: 64 * 1024 * 1024,
}
