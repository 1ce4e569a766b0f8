// What the receiver allows a stranger: sizes, times and numbers; one place, so that the sum of them bounds its memory.
const kiB = 1024

export interface Limits {
  /** Longest body. The largest documented event is a few KiB. */
  readonly bodyBytes: number
  /** Longest head of a request: all its headers. */
  readonly headerBytes: number
  /** From the connection, or the first byte of a request, to the end of its headers. */
  readonly headersMs: number
  /** From the end of the headers to the end of the body. */
  readonly bodyMs: number
  /** Without any traffic in the middle of an exchange. */
  readonly idleMs: number
  /** Between two requests of one connection: longer than proxies keep theirs, so that it is they who close. */
  readonly keepAliveMs: number
  readonly connections: number
  /** Bodies being read or waiting for the disk, all together: beyond it 503. */
  readonly heldBytes: number
  /** How long a refused sender has to read its answer before the connection is cut. */
  readonly lingerMs: number
  /** How long an event waits to be written before it is refused; Mindbody waits 10 s for an answer. */
  readonly storeMs: number
  /** A write that fails is tried again for so long, while the inbox is well. */
  readonly retryWriteMs: number
  /** How often a failing inbox is tried without an event. */
  readonly probeMs: number
  /** How long a shutdown waits for what is under way. */
  readonly shutdownMs: number
}

export const limits: Limits = {
  bodyBytes: 256 * kiB,
  headerBytes: 16 * kiB,
  headersMs: 10_000,
  bodyMs: 5_000,
  idleMs: 30_000,
  keepAliveMs: 75_000,
  connections: 500,
  heldBytes: 32 * kiB * kiB,
  lingerMs: 500,
  storeMs: 7_000,
  retryWriteMs: 2_000,
  probeMs: 2_000,
  shutdownMs: 10_000,
}
