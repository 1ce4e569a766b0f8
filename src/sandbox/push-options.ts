// How well the simulated sender behaves: twice, out of order, not at all, refused, given up; set by tests and by hand.
import { hourMs, minuteMs } from './calendar.ts'

export interface PushOptions {
  /** Share of messages that are sent twice. */
  readonly duplicates: number
  /** Messages come up to an hour late, and those of one time in any order. */
  readonly shuffle: boolean
  /** Share of messages lost on their way: counted as delivered, never sent. */
  readonly drop: number
  /** Events nothing is sent for, as bugs of the real sender had it. */
  readonly silent: readonly string[]
  /** Answers of the control plane come as `{isSuccess, value, errorInformation}`. */
  readonly wrapped: boolean
  /** So many good addresses are refused at subscription. */
  readonly refuseUrlTimes: number
  /** What the account may do: all, nothing without live access, or nothing here. */
  readonly account: 'live' | 'not_live' | 'forbidden'
  /** Failed attempts in a row after which the subscription is no longer Active. */
  readonly deactivateAfterFailures: number
  /** By the simulated clock. */
  readonly retryEveryMs: number
  /** From the first attempt to the last, by the simulated clock. */
  readonly retryForMs: number
  /** At least so long in real time between two attempts of a message, however far the simulated clock has moved. */
  readonly retryPauseMs: number
  /** For an answer, in real time. */
  readonly timeoutMs: number
  /** Messages under way at once. */
  readonly concurrency: number
}

export const politeSender: PushOptions = {
  duplicates: 0,
  shuffle: false,
  drop: 0,
  silent: [],
  wrapped: false,
  refuseUrlTimes: 0,
  account: 'live',
  deactivateAfterFailures: Infinity,
  retryEveryMs: 15 * minuteMs,
  retryForMs: 3 * hourMs,
  retryPauseMs: 0,
  timeoutMs: 10_000,
  concurrency: 4,
}
