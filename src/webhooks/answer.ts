// What the receiver answers, by what became of a request: the one table of statuses, counters and words.

/** What became of a request, as counted in `mindbody_webhooks_requests_total`. */
export const results = {
  accepted: { status: 200, text: '' },
  repeat: { status: 200, text: '' },
  head: { status: 204, text: '' },
  bad_signature: { status: 401, text: 'The signature does not match.' },
  unknown_path: { status: 404, text: 'Nothing is here.' },
  wrong_method: { status: 405, text: 'POST events here.' },
  slow: { status: 408, text: 'The body took too long.' },
  too_large: { status: 413, text: 'The body is too large.' },
  limited: { status: 429, text: 'Too many wrong signatures came from this address.' },
  unavailable: { status: 503, text: 'The event could not be stored. Send it again.' },
  /** Hung up before the end of its body: nobody is left to answer. */
  gone: { status: 0, text: '' },
  /** No HTTP, refused before any of our code sees a request. */
  malformed: { status: 0, text: '' },
  /** A connection beyond the most that are held. */
  crowded: { status: 0, text: '' },
} as const satisfies Record<string, { readonly status: number; readonly text: string }>

export type Result = keyof typeof results

export interface Answer {
  readonly result: Result
  /** Seconds after which it makes sense to try again. */
  readonly retryAfterSeconds?: number
}
